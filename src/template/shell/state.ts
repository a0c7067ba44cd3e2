/** Where a reader of shell text stands: what is open around it, the innermost last. */

import type { Insertion } from '../tree.ts';

/** What is known behind each character; branches of a template go on with copies, which `merge` brings together. */
export interface ShellState {
  readonly frames: Frame[];
  pending: Pending;
  /** Values that bash reads once more where they stand; all branches share it. */
  readonly needs: Map<Insertion, Need>;
  /** Set once the context cannot be known any more. */
  lost?: Refusal;
}

/** The start of something that the next character decides. `$name`: a name that may go on; `<`: `<` or `>` in `${…}`. */
export type Pending = '' | '\\' | '$' | '$(' | '${' | '<' | '$name' | '))';

/** What a value has to be, since it is read once more: a whole number, or without what runs in the brackets of a name. */
export type Need = 'number' | 'name';

/** Why no value can be put in here. */
export interface Refusal {
  /** Goes on after "a value": `stands inside backticks`. */
  readonly reason: string;
  readonly advice: string;
}

export type Frame = CommandFrame | PlainFrame | ArithmeticFrame | DelimiterFrame | HereFrame;

/** Commands: the whole text, `$(…)` or `(…)`. */
export interface CommandFrame {
  readonly kind: 'command';
  readonly opener: 'text' | 'substitution' | 'subshell';
  readonly openedAt: number;
  word: WordSoFar;
  /** Whether the word is, or the next one will be, the name of a command. */
  isAtCommand: boolean | 'maybe';
  /** Behind an assignment or a redirection a command may begin, and no keyword is one any more. */
  isBehindPrefix: boolean | 'maybe';
  /** In `[[ … ]]` of bash; elsewhere that is a command like others. */
  isInTest: boolean;
  /** Between the parentheses of `x=(…)`. */
  readonly isArray: boolean;
  /** The last character of an operator, so that `;;` and `<<` are seen; 'maybe' after branches. */
  operator: string;
  /** A redirection that waits for its word. */
  redirect: '' | 'file' | 'duplicate' | 'here-string';
  /** The `case` commands around, the innermost last, and what each expects. */
  readonly cases: ('subject' | 'in' | 'pattern' | 'body')[];
  /** Announced by `<<`; their bodies begin after the line. */
  readonly heres: HereDocument[];
  /** The plain words of the command so far. */
  readonly words: string[];
  readonly again: ReadAgain;
}

/** The word of a command that is read now. */
export interface WordSoFar {
  /** Its plain characters; '' between words; null when it holds quotes, expansions or values. */
  bare: string | null;
  /** After branches: in one of them the word has not begun. `tail` is what came since. */
  isMaybeBetween: boolean;
  tail: string;
  /** All its plain characters, whatever else it holds. */
  plain: string;
  /** The word without its quotes and without what is expanded: of `$1"test"` it is `test`. */
  text: string;
  isAssignment: boolean;
  /** Values that are all of it. */
  readonly alone: Set<Insertion>;
}

/** What tells which values of a command bash reads once more: see read-again.ts. */
export interface ReadAgain {
  /** All values in the current word, and in the one before it. */
  readonly values: Set<Insertion>;
  valuesBefore: ReadonlySet<Insertion>;
  /** The `text` of the word that names the command, and how many words there were with it. */
  program: string;
  programAt: number;
  /** What is asked of values in the next word, and in all that follow. */
  nextNeeds: Need | undefined;
  restNeeds: Need | undefined;
}

/** `parameter` is `${…}`, `dollar-single` is `$'…'`. */
export interface PlainFrame {
  readonly kind: 'single' | 'dollar-single' | 'double' | 'comment' | 'parameter' | 'backtick';
  readonly openedAt: number;
}

/** `$((…))` */
export interface ArithmeticFrame {
  readonly kind: 'arithmetic';
  readonly openedAt: number;
  depth: number;
  last: string;
  /** The value that stands right before. */
  readonly values: Set<Insertion>;
}

/** The word after `<<`. */
export interface DelimiterFrame {
  readonly kind: 'delimiter';
  readonly openedAt: number;
  text: string;
  hasBegun: boolean;
  /** Blanks came: a hyphen behind them belongs to the word. */
  isBehindBlank: boolean;
  isQuoted: boolean;
  stripsTabs: boolean;
  quote: '' | "'" | '"';
}

/** The body of a here-document. */
export interface HereFrame {
  readonly kind: 'here';
  readonly openedAt: number;
  readonly document: HereDocument;
  /** The line so far, continued lines joined; null when a value is in it. */
  line: string | null;
  /** The line so far as it stands in the text. */
  rawLine: string | null;
  /** After branches that differ: what came since. */
  since: string | undefined;
}

/** As its `<<` announced it. */
export interface HereDocument {
  readonly delimiter: string;
  readonly isQuoted: boolean;
  readonly stripsTabs: boolean;
  readonly isInSubstitution: boolean;
}

export function startOfText(): ShellState {
  return { frames: [commandFrame('text', 0)], pending: '', needs: new Map() };
}

export function commandFrame(opener: CommandFrame['opener'], openedAt: number): CommandFrame {
  return {
    kind: 'command',
    opener,
    openedAt,
    word: newWord(),
    isAtCommand: true,
    isBehindPrefix: false,
    isInTest: false,
    isArray: false,
    operator: opener === 'subshell' ? '(' : '',
    redirect: '',
    cases: [],
    heres: [],
    words: [],
    again: {
      values: new Set(),
      valuesBefore: new Set(),
      program: '',
      programAt: 0,
      nextNeeds: undefined,
      restNeeds: undefined,
    },
  };
}

/** Between words. */
export function newWord(): WordSoFar {
  return {
    bare: '',
    isMaybeBetween: false,
    tail: '',
    plain: '',
    text: '',
    isAssignment: false,
    alone: new Set(),
  };
}

export function innermost(state: ShellState): Frame {
  // The first frame is never taken away.
  return state.frames.at(-1) ?? commandFrame('text', 0);
}

/** From here on no value can be quoted: shells may read the text in several ways. The first reason counts. */
export function lose(state: ShellState, reason: string, advice: string): void {
  state.lost ??= { reason, advice };
}

/** Nothing of it that changes is shared with the original but `needs`. */
export function copyOf(state: ShellState): ShellState {
  return { ...state, frames: state.frames.map(copyOfFrame) };
}

function copyOfFrame(frame: Frame): Frame {
  if (frame.kind === 'arithmetic') return { ...frame, values: new Set(frame.values) };
  if (frame.kind !== 'command') return { ...frame };
  return {
    ...frame,
    cases: [...frame.cases],
    heres: [...frame.heres],
    words: [...frame.words],
    word: { ...frame.word, alone: new Set(frame.word.alone) },
    again: { ...frame.again, values: new Set(frame.again.values) },
  };
}
