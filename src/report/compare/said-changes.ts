import type { TaskResult } from '../../result/task-result.ts';
import { unifiedLines } from '../diff/unified.ts';
import type { RunStory } from '../story/run-story.ts';
import { type ReadWhole, wholeText, whyNotWhole } from '../whole-output.ts';
import type { StagePair } from './stage-pairs.ts';

/** One of the two runs, with its outputs that are longer than what events hold. */
export interface ToldRun {
  readonly story: RunStory;
  readonly readWhole: ReadWhole;
}

export interface ComparedRuns {
  readonly old: ToldRun;
  readonly young: ToldRun;
  /** Else it is only told that hosts wrote something else, which takes much less time. */
  readonly withLines: boolean;
}

/** The same difference in what hosts wrote. */
export interface SaidChange {
  readonly hosts: string[];
  /** Of a unified diff, those of stderr marked; absent where none was asked for, or an output is too long for that, or no text. */
  readonly lines?: readonly string[];
}

/** Longer outputs, in UTF-16 units, are told to differ and are not laid beside each other. */
const longestDiff = 200_000;
/** So are outputs with more lines gone or new, which nobody reads. */
const mostChanges = 1000;

/** Of hosts on which the stage came out ok both times: what others say is told with their failure. Most hosts first. */
export function saidChanges({ before, now }: StagePair, runs: ComparedRuns): readonly SaidChange[] {
  const { old, young } = runs;
  if (before === undefined || now === undefined) return [];
  const groups = new Map<string, SaidChange>();
  for (const { name: host } of young.story.fleet.run?.hosts ?? []) {
    const was = resultIn(old.story, host, before.ids);
    const is = resultIn(young.story, host, now.ids);
    if (was?.outcome !== 'ok' || is?.outcome !== 'ok') continue;
    if ((whyNotWhole(was) ?? whyNotWhole(is)) !== undefined) continue; // Nobody knows what is missing.
    const lines = changedLines(runs, was, is);
    if (lines === 'none') continue;
    const group = groups.get(JSON.stringify(lines)) ?? { hosts: [], ...(lines !== 'unshown' && { lines }) };
    group.hosts.push(host);
    groups.set(JSON.stringify(lines), group);
  }
  return [...groups.values()].toSorted((one, other) => other.hosts.length - one.hosts.length);
}

function resultIn(story: RunStory, host: string, ids: ReadonlySet<string>): TaskResult | undefined {
  return story.tasks(host).find(({ stage }) => ids.has(stage.id))?.result;
}

function changedLines(
  { old, young, withLines }: ComparedRuns,
  was: TaskResult,
  is: TaskResult,
): readonly string[] | 'none' | 'unshown' {
  const found: string[] = [];
  let isUnshown = false;
  for (const [stream, mark] of [
    ['stdout', ''],
    ['stderr', 'stderr: '],
  ] as const) {
    const [one, other] = [textOf(was[stream], old.readWhole), textOf(is[stream], young.readWhole)];
    if (areSame(one, other)) continue;
    if (!withLines) return 'unshown';
    const lines = diffOf(one.text, other.text);
    if (lines === undefined) isUnshown = true;
    else found.push(...lines.map((line) => `${mark}${line}`));
  }
  if (isUnshown) return 'unshown';
  return found.length === 0 ? 'none' : found;
}

interface Told {
  /** All of it; undefined where that is too long, or gone. */
  readonly text: string | undefined;
  readonly sha256: string | undefined;
  /** All that is known of it. */
  readonly known: string;
}

function textOf(output: TaskResult['stdout'], readWhole: ReadWhole): Told {
  const { tail = '', bytes = 0, sha256 } = output ?? {};
  const text = wholeText(output, readWhole);
  return { text, sha256, known: text ?? `${bytes} ${tail}` };
}

/** A resumed run does not know the SHA-256 of what an earlier process of it had heard. */
function areSame(one: Told, other: Told): boolean {
  if (one.sha256 !== undefined && other.sha256 !== undefined) return one.sha256 === other.sha256;
  return one.known === other.known;
}

function diffOf(one: string | undefined, other: string | undefined): readonly string[] | undefined {
  if (one === undefined || other === undefined || one.length + other.length > longestDiff) return undefined;
  return unifiedLines(Buffer.from(one), Buffer.from(other), (text) => text, mostChanges);
}
