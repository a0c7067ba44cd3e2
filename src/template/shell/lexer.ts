/**
 * Reads shell text character by character, as far as needed to know how a value has to be quoted where it stands.
 * POSIX.1-2024, XCU 2.2 (quoting), 2.3 (tokens), 2.7.4 (here-documents). Whatever shells read differently is `lost`.
 */

import { stepInCommand } from './command-step.ts';
import { stepInDelimiter } from './delimiter-step.ts';
import { stepInHere } from './here-step.ts';
import { resolvePending } from './pending.ts';
import { type ArithmeticFrame, innermost, lose, type PlainFrame, type ShellState } from './state.ts';
import type { OnGlued } from './words.ts';

export interface Listener {
  readonly onGlued: OnGlued;
  /** A number is followed by a letter or a digit. */
  readonly onGluedNumber: (frame: ArithmeticFrame) => void;
}

/** Literal text of the template; `offset` is where it begins. */
export function readText(state: ShellState, text: string, offset: number, listener: Listener): void {
  for (let index = 0; index < text.length && !state.lost; index += 1) {
    if (text.startsWith('\\\n', index) && joinsLines(state)) index += 1;
    else step(state, text.charAt(index), offset + index, listener);
  }
}

/** Whether a backslash at the end of a line goes away with it here: even `$\` and `(` in the next line are `$(`. */
function joinsLines({ pending, frames }: ShellState): boolean {
  const frame = frames.at(-1);
  if (!frame || pending === '\\' || frames.slice(0, -1).some(({ kind }) => kind === 'here')) return false;
  switch (frame.kind) {
    case 'here':
      if (frame.document.isQuoted) return false;
      frame.rawLine = '';
      return true;
    case 'delimiter':
      return frame.quote === '';
    case 'single':
    case 'dollar-single':
    case 'comment':
      return false;
    default:
      return true;
  }
}

const deepest = 50;

function step(state: ShellState, character: string, offset: number, listener: Listener): void {
  if (character === '\n' && state.frames.slice(0, -1).some(({ kind }) => kind === 'here')) {
    const advice = 'Compute it into a variable before.';
    lose(state, 'comes after an expansion over several lines in a here-document', advice);
    return;
  }
  if (state.frames.length > deepest) {
    lose(state, `comes after quotes and parentheses more than ${deepest} deep`, 'Split the command.');
    return;
  }
  if (state.pending !== '' && resolvePending(state, character, offset, listener)) return;
  stepIn(state, character, offset, listener);
}

function stepIn(state: ShellState, character: string, offset: number, listener: Listener): void {
  const frame = innermost(state);
  switch (frame.kind) {
    case 'command':
      stepInCommand(state, frame, character, offset, listener.onGlued);
      return;
    case 'here':
      stepInHere(state, frame, character, offset);
      return;
    case 'delimiter':
      if (!stepInDelimiter(state, frame, character)) stepIn(state, character, offset, listener);
      return;
    case 'arithmetic':
      stepInArithmetic(state, frame, character, offset, listener);
      return;
    case 'comment':
      if (character !== '\n') return;
      state.frames.pop();
      stepIn(state, character, offset, listener);
      return;
    default:
      stepInQuotes(state, frame, character, offset);
  }
}

const closers = { single: "'", 'dollar-single': "'", double: '"', parameter: '}', backtick: '`' } as const;

function stepInQuotes(state: ShellState, frame: PlainFrame, character: string, offset: number): void {
  if (frame.kind === 'comment') return;
  const around = state.frames.at(-2);
  const isOfWord = around?.kind === 'command' && (frame.kind === 'single' || frame.kind === 'double');
  if (character === closers[frame.kind]) state.frames.pop();
  else if (isOfWord && (frame.kind === 'single' || /[^\\$`]/.test(character))) around.word.text += character;
  else if (frame.kind === 'single') return;
  else if (character === '\\') state.pending = '\\';
  else if (frame.kind === 'double' || frame.kind === 'parameter')
    stepInExpanded(state, frame, character, offset);
}

function stepInExpanded(state: ShellState, frame: PlainFrame, character: string, offset: number): void {
  if (character === '$') state.pending = '$';
  else if (character === '`') state.frames.push({ kind: 'backtick', openedAt: offset });
  else if (frame.kind === 'parameter') stepInParameter(state, character, offset);
}

function stepInParameter(state: ShellState, character: string, offset: number): void {
  if (character === '<' || character === '>') state.pending = '<';
  else if (character === '"') state.frames.push({ kind: 'double', openedAt: offset });
  else if (character === "'") openSingleInParameter(state, offset);
}

function openSingleInParameter(state: ShellState, offset: number): void {
  const isQuoted = state.frames.some(({ kind }) => kind === 'double' || kind === 'here');
  if (isQuoted) {
    lose(
      state,
      "comes after a ' in ${…} inside quotes, which shells read differently",
      'Compute it into a variable before.',
    );
  } else state.frames.push({ kind: 'single', openedAt: offset });
}

function stepInArithmetic(
  state: ShellState,
  frame: ArithmeticFrame,
  character: string,
  offset: number,
  listener: Listener,
): void {
  if (frame.values.size > 0 && /\w/.test(character)) listener.onGluedNumber(frame);
  frame.values.clear();
  frame.last = character;
  if (character === '(') frame.depth += 1;
  else if (character === ')' && frame.depth > 0) frame.depth -= 1;
  else if (character === ')') state.pending = '))';
  else if (character === '$' || character === '\\') state.pending = character;
  else if (character === '`') state.frames.push({ kind: 'backtick', openedAt: offset });
  else if (character === '"' || character === "'") {
    lose(state, 'comes after quotes inside $((…))', 'Leave the quotes out: numbers need none.');
  }
}
