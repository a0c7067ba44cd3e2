import { isInSubscript, noteWord } from './read-again.ts';
import { type CommandFrame, lose, newWord, type ShellState, type WordSoFar } from './state.ts';

/** Called with values that turn out to be only a part of their word. */
export type OnGlued = (word: WordSoFar) => void;

/** A plain character joins the word. */
export function appendPlain(frame: CommandFrame, character: string, onGlued: OnGlued): void {
  const { word } = frame;
  const { bare } = word;
  if (character === '=' && frame.isAtCommand === true && /^[A-Za-z_]\w*\+?$/.test(bare ?? '')) {
    word.isAssignment = true;
  }
  joinWord(word, onGlued);
  if (bare !== null) word.bare = bare + character;
  word.plain += character;
  word.text += character;
  if (word.isMaybeBetween) word.tail += character;
}

/** Something that is no plain character joins the word: a quote, an expansion, a value. */
export function joinWord(word: WordSoFar, onGlued: OnGlued): void {
  if (word.alone.size > 0) onGlued(word);
  word.alone.clear();
  word.bare = null;
}

/** The word is over: it may be a keyword, and it decides what the next one is. */
export function endWord(state: ShellState, frame: CommandFrame): void {
  const { redirect } = frame;
  const { bare: word, text, isAssignment, isMaybeBetween, tail } = frame.word;
  if (word === '') return;
  if (isInSubscript(frame)) {
    lose(state, 'comes after a [ whose ] is in another word', 'Leave out the blanks, or quote the [.');
  }
  frame.word = newWord();
  frame.redirect = '';
  if (redirect !== '') {
    beginBehindRedirection(frame);
    return;
  }
  frame.words.push(word ?? '');
  noteWord(state, frame, frame.isInTest ? word : text);
  if (frame.isInTest) endWordOfTest(state, frame, word);
  else if (frame.cases.length > 0 && advanceCase(state, frame, word)) return;
  else if (frame.isAtCommand === false) endFurtherWord(frame, word);
  else if (frame.isAtCommand === 'maybe' || frame.isBehindPrefix === 'maybe' || isMaybeBetween) {
    endUncertainWord(state, frame, word ?? tail, isAssignment);
  } else endFirstWord(frame, word, isAssignment);
}

/** Behind `… } >file` dash knows keywords, and bash does not. */
function beginBehindRedirection(frame: CommandFrame): void {
  if (frame.isAtCommand === false || frame.isBehindPrefix !== false) return;
  frame.isBehindPrefix = frame.words.length > 0 ? 'maybe' : true;
}

/** bash reads keywords right behind `]]`; to other shells `[[ … ]]` is a command, and what is in it too. */
function endWordOfTest(state: ShellState, frame: CommandFrame, word: string | null): void {
  if (word === ']]') Object.assign(frame, { isInTest: false, isAtCommand: 'maybe', isBehindPrefix: false });
  else if (word === 'case' || word === 'esac') loseCase(state, word);
}

/** `for x do` needs no `;`. */
function endFurtherWord(frame: CommandFrame, word: string | null): void {
  const isDo = word === 'do' && /^(?:for|select)$/.test(frame.words.at(-3) ?? '');
  if (isDo) Object.assign(frame, { isAtCommand: 'maybe', isBehindPrefix: false });
}

function endUncertainWord(state: ShellState, frame: CommandFrame, word: string, isAssignment: boolean): void {
  if (word === 'case' || word === 'esac') loseCase(state, word);
  if (word === '[[') frame.isInTest = true;
  if (!isAssignment && !keywords.has(word)) frame.isAtCommand = 'maybe';
}

function loseCase(state: ShellState, word: string): void {
  lose(
    state,
    `comes after a \`${word}\` that may or may not be a keyword`,
    'Begin it on a line of its own, the whole `case` in one branch.',
  );
}

function endFirstWord(frame: CommandFrame, word: string | null, isAssignment: boolean): void {
  if (isAssignment) frame.isBehindPrefix = true;
  else if (word === null) frame.isAtCommand = false;
  // The number of a stream, or a command.
  else if (/^\d+$/.test(word)) frame.isBehindPrefix ||= frame.words.length > 1 ? 'maybe' : true;
  else if (frame.isBehindPrefix) frame.isAtCommand = false;
  else if (bashKeywords.has(word)) frame.isAtCommand = 'maybe';
  else if (!keywords.has(word)) beginArguments(frame, word);
}

function beginArguments(frame: CommandFrame, word: string): void {
  frame.isAtCommand = false;
  if (word === 'case') frame.cases.push('subject');
  if (word === '[[') frame.isInTest = true;
}

/** Another command or keyword may follow right behind these. */
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
  'fi',
  'done',
  '}',
]);

/** In bash another keyword may follow, elsewhere these are commands. */
const bashKeywords: ReadonlySet<string> = new Set(['time', 'coproc', 'function']);

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
      if (word !== 'esac' || frame.isAtCommand !== true || frame.isBehindPrefix !== false) return false;
      leaveCase(frame);
      return true;
  }
}

function leaveCase(frame: CommandFrame): void {
  frame.cases.pop();
  frame.isAtCommand = true;
}

/** After `;`, `|`, `&` or a newline. */
export function beginCommand(frame: CommandFrame): void {
  frame.isAtCommand = true;
  frame.isBehindPrefix = false;
  frame.redirect = '';
  frame.words.length = 0;
  Object.assign(frame.again, { program: '', nextNeeds: undefined, restNeeds: undefined });
}
