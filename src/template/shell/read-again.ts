import type { Insertion } from '../tree.ts';
import type { CommandFrame, Need, ShellState } from './state.ts';

/**
 * Words that bash reads once more after their quotes are gone: as arithmetic, or as a name, whose brackets are arithmetic.
 * There it runs the `$(…)` of `a[$(…)]`, so no quoting helps. Measured with bash 5.2, and with mksh R59, which is `ksh` or `sh` on some
 * hosts and reads more of them again than bash: what `[` compares, names behind `export`, the words of `shift`, `ulimit` and `getopts`.
 */
export function noteValue({ frames, needs }: ShellState, insertion: Insertion): void {
  const frame = frames.findLast((one) => one.kind !== 'single' && one.kind !== 'double');
  if (frame?.kind !== 'command' || frame.redirect !== '') return;
  const { values, nextNeeds, restNeeds } = frame.again;
  values.add(insertion);
  const need = nextNeeds ?? restNeeds ?? (isInSubscript(frame) || isDeclared(frame) ? 'name' : undefined);
  if (need) raise(needs, insertion, need);
  if (isSetToNumber(frame)) raise(needs, insertion, 'number');
}

/** Whether the word sets a variable that is of integers in each bash. */
export function isSetToNumber({ word, isAtCommand, isArray, again: { program } }: CommandFrame): boolean {
  if (isArray || (isAtCommand === false && !takesNames(program))) return false;
  return /^(S?RANDOM|OPTIND|HISTCMD)(\[[^\]]*\])?\+?=/.test(word.text);
}

/** Whether the word is `name[…` so far, in an assignment or where a name is declared. */
export function isInSubscript({ word, isAtCommand, isArray, again }: CommandFrame): boolean {
  const { plain } = word;
  if (isArray) return /^\[[^\]]*$/.test(plain);
  return (isAtCommand !== false || declares.has(again.program)) && /^[A-Za-z_]\w*\[[^\]]*$/.test(plain);
}

/** Whether the word is a name that is declared, so far. */
function isDeclared({ again, isAtCommand, word }: CommandFrame): boolean {
  return takesNames(again.program) && isAtCommand !== true && !word.text.includes('=');
}

/** What a word that ends means for the one before it and for those behind. In `[[ … ]]` what has quotes is no operator: null. */
export function noteWord({ needs }: ShellState, frame: CommandFrame, word: string | null): void {
  const { again } = frame;
  const before = again.valuesBefore;
  again.valuesBefore = new Set(again.values);
  again.values.clear();
  again.nextNeeds = undefined;
  if (word === null) return;
  if (frame.isInTest) {
    if (comparisons.has(word)) {
      again.nextNeeds = 'number';
      for (const insertion of before) raise(needs, insertion, 'number');
    } else if (word === '-v' || word === '-R') again.nextNeeds = 'name';
  } else if (tests.has(again.program) && comparisons.has(word)) {
    again.nextNeeds = 'name';
    for (const insertion of before) raise(needs, insertion, 'name');
  } else if (mayBeProgram(frame, word)) {
    again.program = word;
    again.programAt = frame.words.length;
    again.restNeeds = byProgram.get(word);
  } else noteOption(frame, word);
}

/** Behind `time`, `coproc` and `command` comes another one, and behind `$SUDO` or `{fd}>file`; what comes behind one of ours is its own. */
function mayBeProgram({ isAtCommand, again: { program } }: CommandFrame, word: string): boolean {
  if (isAtCommand === true) return true;
  const mayFollow = isAtCommand === 'maybe' || prefixes.has(program) || /^(?:\{\w+\})?$/.test(program);
  return mayFollow && !word.startsWith('-') && !readsAgain(program);
}

/** Whether a shell reads words behind this one again. */
export function readsAgain(program: string): boolean {
  return takesNames(program) || named.has(program) || byProgram.has(program) || program === 'wait';
}

/** Whether each word behind it is the name of a variable, with a value or without. */
function takesNames(program: string): boolean {
  return declares.has(program) || exports.has(program);
}

function noteOption({ words, again }: CommandFrame, word: string): void {
  const { program, programAt } = again;
  const isOption = program !== 'printf' || words.length === programAt + 1;
  if (word === '-v' && named.has(program) && isOption) again.nextNeeds = 'name';
  if (word === '-p' && program === 'wait') again.nextNeeds = 'name';
  if (!declares.has(program) || !/^-\w*[in]/.test(word)) return;
  again.restNeeds = word.includes('i') ? 'number' : 'name';
}

/** Operators of `[[ … ]]` that compute both sides; `[` takes only numbers there. */
export const comparisons: ReadonlySet<string> = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

const prefixes: ReadonlySet<string> = new Set(['builtin', 'command']);
const declares: ReadonlySet<string> = new Set(['declare', 'typeset', 'local']);
const exports: ReadonlySet<string> = new Set(['export', 'readonly']);
/** Their `-v` takes the name of a variable. */
const named: ReadonlySet<string> = new Set(['test', '[', 'printf']);
const tests: ReadonlySet<string> = new Set(['test', '[']);
const byProgram: ReadonlyMap<string, Need> = new Map([
  ['let', 'number'],
  ...['getopts', 'shift', 'ulimit'].map((program) => [program, 'name'] as const),
  ['unset', 'name'],
  ['read', 'name'],
]);

function raise(needs: Map<Insertion, Need>, insertion: Insertion, need: Need): void {
  if (needs.get(insertion) !== 'number') needs.set(insertion, need);
}
