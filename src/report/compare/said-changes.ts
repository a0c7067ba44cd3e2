import { type TaskResult, tailBytes } from '../../result/task-result.ts';
import { unifiedLines } from '../diff/unified.ts';
import type { ReadWhole } from '../grouped/output-group.ts';
import type { RunStory } from '../story/run-story.ts';
import type { StagePair } from './stage-pairs.ts';

/** One of the two runs, with its outputs that are longer than what events hold. */
export interface ToldRun {
  readonly story: RunStory;
  readonly readWhole: ReadWhole;
}

/** The same difference in what hosts wrote. */
export interface SaidChange {
  readonly hosts: string[];
  /** Of a unified diff, those of stderr marked; absent where an output is too long for that, or no text. */
  readonly lines?: readonly string[];
}

/** Longer outputs, in UTF-16 units, are told to differ and are not laid beside each other. */
const longestDiff = 200_000;

/** Of hosts on which the stage came out ok both times: what others say is told with their failure. Most hosts first. */
export function saidChanges({ before, now }: StagePair, old: ToldRun, young: ToldRun): readonly SaidChange[] {
  if (before === undefined || now === undefined) return [];
  const groups = new Map<string, SaidChange>();
  for (const { name: host } of young.story.fleet.run?.hosts ?? []) {
    const was = resultIn(old.story, host, before.ids);
    const is = resultIn(young.story, host, now.ids);
    if (was?.outcome !== 'ok' || is?.outcome !== 'ok') continue;
    const lines = changedLines({ old, young }, was, is);
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

interface Runs {
  readonly old: ToldRun;
  readonly young: ToldRun;
}

function changedLines(
  { old, young }: Runs,
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
    if (one.key === other.key) continue;
    const lines = diffOf(one.text, other.text);
    if (lines === undefined) isUnshown = true;
    else found.push(...lines.map((line) => `${mark}${line}`));
  }
  if (isUnshown) return 'unshown';
  return found.length === 0 ? 'none' : found;
}

/** With a key by which it is the same as another one: the end of a long one is not all of it. */
function textOf(output: TaskResult['stdout'], readWhole: ReadWhole) {
  const { tail = '', bytes = 0, sha256, file } = output ?? {};
  if (file === undefined || bytes <= tailBytes) return { text: tail, key: tail };
  const text = readWhole(file, bytes);
  return { text, key: sha256 ?? text ?? `${bytes} ${tail}` };
}

function diffOf(one: string | undefined, other: string | undefined): readonly string[] | undefined {
  if (one === undefined || other === undefined || one.length + other.length > longestDiff) return undefined;
  return unifiedLines(Buffer.from(one), Buffer.from(other), (text) => text);
}
