import type { DeviceResult, Results } from '../../report/results-json/results.ts';
import { foldedHosts } from '../../report/summary/folded-hosts.ts';
import { plural } from '../../report/text/numbers.ts';
import type { ExitCode } from '../exit-code.ts';

export interface EndedRun {
  readonly code: ExitCode;
  readonly results: Results | undefined;
  /** See `cutOffHosts`. */
  readonly cutOff: ReadonlySet<string>;
  /** A stage of it counts hosts that are not ok: an assert, or the end of a wave. */
  readonly isJudged: boolean;
  /** See `wordsOfRun`. */
  readonly words: string;
}

/** By which command somebody goes on with a run; none where that would do nothing. */
export function howToGoOn({ code, results, cutOff, isJudged, words }: EndedRun): string {
  const notOk = results?.devices.filter(({ status }) => status !== 'success') ?? [];
  const again = notOk.length === 0 ? '' : onceMore(notOk, words);
  if (code === 4) return `Go on with it when that lock is gone: aeon-run resume ${words}\n`;
  if (code === 1 || code === 3) return again;
  if (code !== 130) return '';
  const hasRest = notOk.length === 0 || notOk.some((device) => !cutOff.has(device.host) && isOpen(device));
  if (!hasRest) return again;
  const goOn = `Go on with it: aeon-run resume ${words}\n`;
  if (cutOff.size === 0) return goOn;
  return `${goOn}${isJudged ? countedAsLost(cutOff) : ''}${notByResume(cutOff, words)}`;
}

/** It may stop at once then, and bring back what the wave had done. */
function countedAsLost({ size }: ReadonlySet<string>): string {
  return `It counts ${thoseThatWere(size)} cut off as not ok: where an assert or a wave asks for more, it stops there, with the on-failure of that wave.\n`;
}

/** A resume takes it up: nothing went wrong there, or its end is still to be asked for. */
function isOpen({ outcome, stages }: DeviceResult): boolean {
  const isAskedFor = stages.some(({ reason }) => reason === 'not_settled');
  return isAskedFor || outcome === 'cancelled' || outcome === 'skipped';
}

/** A resume begins no command again that was ended. */
function notByResume({ size }: ReadonlySet<string>, words: string): string {
  return `Then, for ${thoseThatWere(size)} cut off: aeon-run retry ${words}\n`;
}

function thoseThatWere(count: number): string {
  return count === 1 ? 'the host that was' : `the ${plural(count, 'host')} that were`;
}

function onceMore(notOk: readonly DeviceResult[], words: string): string {
  const unknown = notOk.filter(({ outcome }) => outcome === 'unknown').map(({ host }) => host);
  const hosts = notOk.length === 1 ? 'the host that is' : `the ${plural(notOk.length, 'host')} that are`;
  return `${lookFirst(unknown)}Once more on ${hosts} not ok: aeon-run retry ${words}\n`;
}

/** Whatever is not idempotent would run there twice. */
function lookFirst(unknown: readonly string[]): string {
  if (unknown.length === 0) return '';
  const hosts = foldedHosts(unknown, unknown.length, 60, '…');
  return `Look first what was done on ${hosts}: it may have run there, and a retry runs it again.\n`;
}
