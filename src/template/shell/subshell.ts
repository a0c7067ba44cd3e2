import { type CommandFrame, commandFrame, innermost, lose, type ShellState } from './state.ts';
import { beginCommand, endWord, joinWord, type OnGlued } from './words.ts';

/** `(`: a subshell, the parentheses of a function or an array, or nothing in front of a pattern of `case`. */
export function openSubshell(
  state: ShellState,
  frame: CommandFrame,
  before: string,
  offset: number,
  onGlued: OnGlued,
): void {
  if (before === '(') {
    lose(
      state,
      'comes after ((, which is not POSIX',
      'Write $((…)) to compute, [ … ] to compare, or ( ( for subshells.',
    );
    return;
  }
  if (frame.cases.at(-1) === 'pattern' && frame.word.bare === '') return;
  if (isFunctionName(frame)) endWord(state, frame);
  if (before === '<' || before === '>') frame.redirect = '';
  if (frame.word.bare !== '' || before === '<' || before === '>') joinWord(frame.word, onGlued);
  const { isInTest, word } = frame;
  const isArray = /^[A-Za-z_]\w*\+?=$/.test(word.plain);
  state.frames.push({ ...commandFrame('subshell', offset), isInTest, isArray });
}

/** What follows `f()` is a command, so `case` is a keyword there. */
function isFunctionName({ word, isAtCommand, isInTest }: CommandFrame): boolean {
  return isAtCommand !== false && !word.isAssignment && !isInTest && /^[\w.-]+$/.test(word.bare ?? '');
}

/** `)`: ends a subshell, a substitution, or a pattern of `case`. */
export function endOfSubshell(state: ShellState, frame: CommandFrame): void {
  endWord(state, frame);
  if (frame.cases.at(-1) === 'pattern') {
    frame.cases[frame.cases.length - 1] = 'body';
    beginCommand(frame);
  } else if (frame.opener === 'text') {
    lose(state, 'comes after a ) that closes nothing', 'Remove it, or quote it.');
  } else if (frame.cases.length > 0 || frame.heres.length > 0) {
    lose(state, 'comes after a ) inside an unfinished command', 'End the `case` or the here-document first.');
  } else {
    state.frames.pop();
    const outer = innermost(state);
    if (outer.kind !== 'command' || outer.word.bare !== '') return;
    outer.isAtCommand = true;
    outer.isBehindPrefix = false;
    outer.words.push(')');
  }
}
