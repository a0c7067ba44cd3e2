import type { CommandFrame, ShellState } from './state.ts';
import { lose } from './state.ts';

/** Called with values that turn out to be only a part of their word. */
export type OnGlued = (frame: CommandFrame) => void;

/** A plain character joins the word. */
export function appendPlain(frame: CommandFrame, character: string, onGlued: OnGlued): void {
  if (character === '=' && frame.isAtCommand === true && /^[A-Za-z_]\w*\+?$/.test(frame.word ?? '')) {
    frame.isAssignment = true;
  }
  const word = frame.word;
  joinWord(frame, onGlued);
  if (word !== null) frame.word = word + character;
  if (frame.isMaybeBetween) frame.tail += character;
}

/** Something that is no plain character joins the word: a quote, an expansion, a value. */
export function joinWord(frame: CommandFrame, onGlued: OnGlued): void {
  if (frame.alone.size > 0) onGlued(frame);
  frame.alone.clear();
  frame.word = null;
}

/** The word is over: it may be a keyword, and it decides what the next one is. */
export function endWord(state: ShellState, frame: CommandFrame): void {
  const { word, isAssignment, isMaybeBetween, tail, redirect } = frame;
  if (word === '') return;
  Object.assign(frame, { word: '', isAssignment: false, isMaybeBetween: false, tail: '', redirect: '' });
  frame.alone.clear();
  if (redirect !== '') return;
  frame.words.push(word ?? '');
  if (frame.cases.length > 0 && advanceCase(state, frame, word)) return;
  if (frame.isAtCommand === false) return;
  const isUncertain = frame.isAtCommand === 'maybe' || isMaybeBetween;
  if (isUncertain) endUncertainWord(state, frame, word ?? tail, isAssignment);
  else endFirstWord(frame, word, isAssignment);
}

function endUncertainWord(state: ShellState, frame: CommandFrame, word: string, isAssignment: boolean): void {
  if (word === 'case' || word === 'esac') {
    lose(
      state,
      `comes after a \`${word}\` that may or may not be a keyword`,
      'Put the whole `case` into one branch.',
    );
  }
  if (!isAssignment && !keywords.has(word)) frame.isAtCommand = 'maybe';
}

function endFirstWord(frame: CommandFrame, word: string | null, isAssignment: boolean): void {
  if (isAssignment || (word !== null && keywords.has(word))) return;
  frame.isAtCommand = word !== null && /^\d+$/.test(word);
  if (word === 'case') frame.cases.push('subject');
}

/** Another command may follow right behind these. */
const keywords: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'do',
  'while',
  'until',
  '{',
  '!',
  'time',
]);

/** True when the word belonged to the `case` itself. */
function advanceCase(state: ShellState, frame: CommandFrame, word: string | null): boolean {
  const last = frame.cases.length - 1;
  switch (frame.cases[last]) {
    case 'subject':
      frame.cases[last] = 'in';
      return true;
    case 'in':
      if (word === 'in') frame.cases[last] = 'pattern';
      else lose(state, 'comes after a `case` without `in`', 'Write `case … in`.');
      return true;
    case 'pattern':
      if (word === 'esac') leaveCase(frame);
      return true;
    default:
      if (word !== 'esac' || frame.isAtCommand !== true) return false;
      leaveCase(frame);
      return true;
  }
}

function leaveCase(frame: CommandFrame): void {
  frame.cases.pop();
  frame.isAtCommand = false;
}

/** After `;`, `|`, `&` or a newline. */
export function beginCommand(frame: CommandFrame): void {
  frame.isAtCommand = true;
  frame.redirect = '';
  frame.words.length = 0;
}
