import type { CommandRule } from '../model/schema.ts';
import type { WatchedStage } from '../stage-watch.ts';
import type { CommandKind } from './command-model.ts';

/** What a command writes, as the rule has it; undefined where the rule does not say it. */
export function saidBy({ stdout, stderr }: CommandRule, exitCode: number) {
  const hasWorked = exitCode === 0;
  return {
    stdout: typeof stdout === 'object' ? stdout[exitCode] : hasWorked ? stdout : '',
    stderr: typeof stderr === 'object' ? stderr[exitCode] : hasWorked ? '' : stderr,
  };
}

/** The answer of a web server that is waited for; or what later stages can use in the place of a real output. */
export function usualOutput(kind: CommandKind, { waitsFor, isRegistered }: WatchedStage): string {
  if (waitsFor?.kind === 'http') return `${waitsFor.statuses[0]}\n`;
  return kind === 'command' && isRegistered ? 'rehearsed\n' : '';
}

export function usualError(exitCode: number): string {
  return exitCode === 0 ? '' : `rehearsed: exit code ${exitCode}\n`;
}
