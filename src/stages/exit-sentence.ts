import { lastLine } from '../result/last-line.ts';

/** The end of what was written; of a stage that says `secret` nothing may be quoted. */
interface Written {
  readonly tail: string;
  readonly isSecret?: true | undefined;
}

/** `the command ended with exit code 3: No such package`, with what the well-known codes mean. */
export function exitSentence(what: string, exitCode: number, { tail, isSecret }: Written): string {
  const meaning = knownCodes[exitCode];
  const said = lastLine(tail);
  const code = meaning === undefined ? `${exitCode}` : `${exitCode} (${meaning})`;
  if (isSecret) return `${what} ended with exit code ${code}, and what it wrote is not kept (secret: true)`;
  return said === ''
    ? `${what} ended with exit code ${code} and wrote nothing to stderr`
    : `${what} ended with exit code ${code}: ${said}`;
}

/** POSIX.1-2017, Shell Command Language, 2.8.2, and 128 + the number of a signal. */
const knownCodes: Readonly<Record<number, string>> = {
  126: 'not executable',
  127: 'command not found',
  130: 'interrupted, SIGINT',
  137: 'killed, SIGKILL: perhaps by the kernel for want of memory',
  143: 'ended, SIGTERM',
};
