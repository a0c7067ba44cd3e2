import type { Fault } from '../fault.ts';
import type { Insertion } from '../tree.ts';
import { type CommandFrame, innermost, type ShellState } from './state.ts';

const shells = /^(?:.*\/)?(?:sh|bash|dash|ash|ksh|zsh|su)$/;

/** A warning for a value in the script of `sh -c "…"`, `ssh host "…"`, `eval` or `trap`: that shell reads it once more. */
export function secondShell(insertion: Insertion, state: ShellState): Fault | undefined {
  if (insertion.expression.kind === 'call' && insertion.expression.helper === 'quote') return undefined;
  const { kind } = innermost(state);
  const command = state.frames.findLast((frame): frame is CommandFrame => frame.kind === 'command');
  if (!command || (kind !== 'single' && kind !== 'double') || !startsShell(command.words)) return undefined;
  return {
    code: 'shell-twice',
    severity: 'warning',
    message: 'A value stands in a text that a second shell reads: it would run what is in the value.',
    advice: 'Write {{quote x}}, outside of further quotes.',
    span: insertion.span,
  };
}

function startsShell(words: readonly string[]): boolean {
  if (['eval', 'ssh', 'trap'].some((word) => words.includes(word))) return true;
  return /^-\w*c$/.test(words.at(-1) ?? '') && words.some((word) => shells.test(word));
}
