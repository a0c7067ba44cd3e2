import type { CommandRule } from '../model/schema.ts';

/** What a command writes, as the rule has it; undefined where the rule does not say it. */
export function saidBy({ stdout, stderr }: CommandRule, exitCode: number) {
  const hasWorked = exitCode === 0;
  return {
    stdout: typeof stdout === 'object' ? stdout[exitCode] : hasWorked ? stdout : '',
    stderr: typeof stderr === 'object' ? stderr[exitCode] : hasWorked ? '' : stderr,
  };
}
