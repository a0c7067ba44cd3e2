import type { Results } from '../../report/results-json/results.ts';
import { foldedHosts } from '../../report/summary/folded-hosts.ts';
import { plural } from '../../report/text/numbers.ts';
import type { ExitCode } from '../exit-code.ts';

/** By which command somebody goes on with a run; none where that would do nothing. `words` are those of `wordsOfRun`. */
export function howToGoOn(code: ExitCode, results: Results | undefined, words: string): string {
  if (code === 130) return `Go on with it: aeon-run resume ${words}\n`;
  if (code === 4) return `Go on with it when that lock is gone: aeon-run resume ${words}\n`;
  if (code !== 1 && code !== 3) return '';
  const notOk = results?.devices.filter(({ status }) => status !== 'success') ?? [];
  if (notOk.length === 0) return '';
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
