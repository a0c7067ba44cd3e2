import { beginHere } from './here-step.ts';
import { type CommandFrame, lose, type ShellState } from './state.ts';
import { endOfSubshell, openSubshell } from './subshell.ts';
import { appendPlain, beginCommand, endWord, joinWord, type OnGlued } from './words.ts';

/** One character between the words of a command or in one, outside of quotes. */
export function stepInCommand(
  state: ShellState,
  frame: CommandFrame,
  character: string,
  offset: number,
  onGlued: OnGlued,
): void {
  const before = frame.operator;
  frame.operator = '';
  if (before === 'maybe' && /[;&|<>(]/.test(character)) {
    lose(
      state,
      'comes after an operator that only some branches begin',
      'Put the whole operator into each branch.',
    );
    return;
  }
  if (frame.isArray && /[;&|<>(]/.test(character)) {
    // bash gives up such an array and runs what follows on the next line, even in quotes.
    lose(state, 'comes after an operator in an array', 'Quote it, or leave the array out: it is not POSIX.');
    return;
  }
  switch (character) {
    case ' ':
    case '\t':
      endWord(state, frame);
      return;
    case '\n':
      endWord(state, frame);
      beginCommand(frame);
      beginHere(state, offset + 1);
      return;
    case ';':
    case '&':
    case '|':
      control(state, frame, character, before);
      return;
    case '<':
    case '>':
      redirection(state, frame, character, before, offset);
      return;
    case '(':
      openSubshell(state, frame, before, offset, onGlued);
      return;
    case ')':
      endOfSubshell(state, frame);
      return;
    case '#':
      hash(state, frame, offset, onGlued);
      return;
    case '\\':
    case '$':
      if (character === '$') joinWord(frame.word, onGlued);
      state.pending = character;
      return;
    case "'":
    case '"':
    case '`':
      joinWord(frame.word, onGlued);
      state.frames.push({ kind: quotes[character], openedAt: offset });
      return;
    default:
      appendPlain(frame, character, onGlued);
  }
}

const quotes = { "'": 'single', '"': 'double', '`': 'backtick' } as const;

function control(state: ShellState, frame: CommandFrame, character: string, before: string): void {
  if (character === '&' && (before === '<' || before === '>')) {
    frame.redirect = 'duplicate';
    return;
  }
  if (character === '|' && before === '>') return;
  endWord(state, frame);
  beginCommand(frame);
  frame.operator = character;
  const endsClause = before === ';' && character !== '|' && frame.cases.at(-1) === 'body';
  if (endsClause) frame.cases[frame.cases.length - 1] = 'pattern';
}

function redirection(
  state: ShellState,
  frame: CommandFrame,
  character: '<' | '>',
  before: string,
  offset: number,
): void {
  if (character === '<' && before === '<') {
    frame.redirect = '';
    state.frames.push({
      kind: 'delimiter',
      openedAt: offset,
      text: '',
      hasBegun: false,
      isBehindBlank: false,
      isQuoted: false,
      stripsTabs: false,
      quote: '',
    });
    return;
  }
  endWord(state, frame);
  frame.operator = character;
  frame.redirect = 'file';
}

/** Only at the start of a word does it begin a comment. */
function hash(state: ShellState, frame: CommandFrame, offset: number, onGlued: OnGlued): void {
  if (frame.word.isMaybeBetween) {
    lose(
      state,
      'comes after a # that only some branches make a comment',
      'Put a space before the #, or remove it.',
    );
  } else if (frame.word.bare === '') state.frames.push({ kind: 'comment', openedAt: offset });
  else appendPlain(frame, '#', onGlued);
}
