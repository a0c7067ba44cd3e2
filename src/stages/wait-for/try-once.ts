import { lastLine } from '../../result/last-line.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { cannotLook, whetherThere } from '../../shell/whether-there.ts';
import type { LookAnswer } from '../answers.ts';
import { exitSentence } from '../exit-sentence.ts';
import type { Missed } from '../keep-trying.ts';
import { loginAndLook } from '../login-and-look.ts';
import { ask, type Steps } from '../step.ts';
import { httpScript, noClient } from './http-script.ts';
import type { Target } from './target.ts';

/** What the last try saw, where that was not what is waited for. */
export interface Miss extends Missed {
  readonly isOffline: boolean;
  /** For the end of a sentence. */
  readonly why: string;
  readonly exitCode?: number;
}

const longestProbeMs = 5000;

/**
 * Looks once; undefined when it is as wished.
 * @throws TaskFailure when no waiting can mend it
 */
export function* tryOnce(target: Target, host: string, leftMs: number): Steps<Miss | undefined> {
  if (target.kind === 'port' && !target.isFromHost) return yield* probe(target.port, leftMs);
  const look = yield* loginAndLook(scriptOf(target), leftMs);
  if (look.kind === 'offline') return { ...look, isOffline: true };
  if (look.kind === 'cut') {
    const what = target.kind === 'command' ? 'the command' : 'the look';
    return { isOffline: false, why: `${what} ${look.how}`, isHasty: look.isHasty };
  }
  const seen = judge(target, look.answer, host);
  return seen === undefined ? undefined : { isOffline: false, ...seen };
}

function* probe(port: number, leftMs: number): Steps<Miss | undefined> {
  const timeoutMs = Math.min(longestProbeMs, leftMs);
  const seen = yield* ask({ kind: 'probe-port', port, timeoutMs });
  return seen.isOpen ? undefined : { isOffline: false, why: seen.why };
}

function scriptOf(target: Target): string {
  switch (target.kind) {
    case 'port':
      return listenScript(target.port);
    case 'file':
      return whetherThere(target.path);
    case 'http':
      return httpScript(target.url);
    case 'command':
      return target.command;
  }
}

/** proc(5): a socket a line, its local address in hexadecimal, the state 0A is LISTEN. It needs no program of the host but grep. */
function listenScript(port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return `grep -qs '^ *[0-9]*: [0-9A-F]*:${hex} [0-9A-F]*:[0-9A-F]* 0A ' /proc/net/tcp /proc/net/tcp6`;
}

function judge(
  target: Target,
  answer: LookAnswer,
  host: string,
): { readonly why: string; readonly exitCode?: number } | undefined {
  const { exitCode, stderr: tail, isSecret } = answer;
  switch (target.kind) {
    case 'port':
      return exitCode === 0 ? undefined : { why: 'nothing listens there' };
    case 'file':
      if (exitCode === cannotLook) return { why: lastLine(tail) };
      if ((exitCode === 0) === target.isToBeThere) return undefined;
      return { why: exitCode === 0 ? 'it is there' : 'it is not there' };
    case 'http':
      return judgeStatus(target.statuses, answer, host);
    case 'command':
      return exitCode === 0
        ? undefined
        : { why: exitSentence('the command', exitCode, { tail, isSecret }), exitCode };
  }
}

function judgeStatus(statuses: readonly number[], { stdout, stderr, isSecret }: LookAnswer, host: string) {
  const said = lastLine(stdout);
  if (said === noClient) {
    const message = `${host} has neither curl nor wget, and one of them is needed to ask for a URL: install one, or write command: with another way`;
    throw new TaskFailure('check_failed', message, { ran: 'no' });
  }
  const status = /^[1-9]\d\d$/.test(said) ? Number(said) : undefined;
  if (status === undefined) return { why: (!isSecret && lastLine(stderr)) || 'no answer came' };
  return statuses.includes(status) ? undefined : { why: `the answer was ${status}` };
}
