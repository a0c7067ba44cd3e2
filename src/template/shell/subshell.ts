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
  if (frame.cases.at(-1) === 'pattern' && frame.word === '') return;
  if (isFunctionName(frame)) endWord(state, frame);
  if (before === '<' || before === '>') frame.redirect = '';
  if (frame.word !== '' || before === '<' || before === '>') joinWord(frame, onGlued);
  const { isInTest, plain } = frame;
  const isArray = /^[A-Za-z_]\w*\+?=$/.test(plain);
  state.frames.push({ ...commandFrame('subshell', offset), isInTest, isArray });
}

/** What follows `f()` is a command, so `case` is a keyword there. */
function isFunctionName({ word, isAtCommand, isAssignment, isInTest }: CommandFrame): boolean {
  return isAtCommand !== false && !isAssignment && !isInTest && /^[\w.-]+$/.test(word ?? '');
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
    if (outer.kind !== 'command' || outer.word !== '') return;
    outer.isAtCommand = true;
    outer.isBehindPrefix = false;
    outer.words.push(')');
  }
}
