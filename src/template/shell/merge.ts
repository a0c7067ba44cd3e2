import { comparisons, isInSubscript, isSetToNumber, readsAgain } from './read-again.ts';
import type {
  ArithmeticFrame,
  CommandFrame,
  Frame,
  HereFrame,
  Need,
  Pending,
  ReadAgain,
  ShellState,
  WordSoFar,
} from './state.ts';

/** The state after either of two branches; undefined when they end in different contexts. */
export function merge(left: ShellState, right: ShellState): ShellState | undefined {
  const lost = left.lost ?? right.lost;
  if (lost) return { ...left, lost };
  const pending = mergePending(left.pending, right.pending);
  if (pending === undefined || left.frames.length !== right.frames.length) return undefined;
  const frames: Frame[] = [];
  for (const [index, frame] of left.frames.entries()) {
    const other = right.frames[index];
    const merged = other && mergeFrames(frame, other);
    if (!merged) return undefined;
    frames.push(merged);
  }
  return { frames, pending, needs: left.needs };
}

function mergePending(left: Pending, right: Pending): Pending | undefined {
  if (left === right) return left;
  const isNameOrNothing = [left, right].every((pending) => pending === '' || pending === '$name');
  return isNameOrNothing ? '$name' : undefined;
}

function mergeFrames(left: Frame, right: Frame): Frame | undefined {
  if (left.kind === 'command' && right.kind === 'command') return mergeCommands(left, right);
  if (left.kind === 'arithmetic' && right.kind === 'arithmetic') return mergeArithmetic(left, right);
  if (left.kind === 'here' && right.kind === 'here') return mergeHeres(left, right);
  if (left.kind === 'delimiter' || left.kind !== right.kind) return undefined;
  return left;
}

function mergeCommands(left: CommandFrame, right: CommandFrame): CommandFrame | undefined {
  const isSame = (key: 'opener' | 'cases' | 'heres') =>
    JSON.stringify(left[key]) === JSON.stringify(right[key]);
  if (!isSame('opener') || !isSame('cases') || !isSame('heres')) return undefined;
  return {
    ...left,
    word: mergeWords(left, right),
    isAtCommand: commandPosition(left, right),
    isBehindPrefix: left.isBehindPrefix === right.isBehindPrefix ? left.isBehindPrefix : 'maybe',
    isInTest: left.isInTest || right.isInTest,
    operator: left.operator === right.operator ? left.operator : 'maybe',
    redirect: stricter(left.redirect, right.redirect),
    words: left.words.length === right.words.length ? left.words : [],
    again: mergeAgain(left.again, right.again),
  };
}

function mergeWords(left: CommandFrame, right: CommandFrame): WordSoFar {
  const [one, other] = [left.word, right.word];
  const isOneBetween = (one.bare === '') !== (other.bare === '');
  return {
    bare: sameWord(one.bare, other.bare),
    isMaybeBetween: one.isMaybeBetween || other.isMaybeBetween || isOneBetween,
    tail: one.tail,
    plain: isInSubscript(left) ? one.plain : other.plain,
    text: stricterText(left, right),
    isAssignment: one.isAssignment && other.isAssignment,
    alone: new Set([...one.alone, ...other.alone]),
  };
}

function mergeAgain(left: ReadAgain, right: ReadAgain): ReadAgain {
  const { program, programAt } = readsAgain(left.program) ? left : right;
  return {
    values: new Set([...left.values, ...right.values]),
    valuesBefore: new Set([...left.valuesBefore, ...right.valuesBefore]),
    program,
    programAt,
    nextNeeds: strictest(left.nextNeeds, right.nextNeeds),
    restNeeds: strictest(left.restNeeds, right.restNeeds),
  };
}

/** Of which more is asked. */
function stricterText(left: CommandFrame, right: CommandFrame): string {
  const asked = [left, right].find((frame) => readsAgain(frame.word.text) || isSetToNumber(frame));
  return (asked ?? (right.word.text.includes('=') ? left : right)).word.text;
}

/** Branches that differ in `-eq` and `-ne` still compute. */
function sameWord(left: string | null, right: string | null): string | null {
  const areComparisons = [left, right].every((word) => word !== null && comparisons.has(word));
  return left === right || areComparisons ? left : null;
}

function strictest(left: Need | undefined, right: Need | undefined): Need | undefined {
  return left === 'number' || right === undefined ? left : right;
}

function commandPosition(left: CommandFrame, right: CommandFrame): boolean | 'maybe' {
  const isSame = left.isAtCommand === right.isAtCommand && left.word.isAssignment === right.word.isAssignment;
  return isSame ? left.isAtCommand : 'maybe';
}

const strictness: readonly CommandFrame['redirect'][] = ['', 'file', 'duplicate', 'here-string'];

function stricter(left: CommandFrame['redirect'], right: CommandFrame['redirect']): CommandFrame['redirect'] {
  return strictness.indexOf(left) > strictness.indexOf(right) ? left : right;
}

function mergeArithmetic(left: ArithmeticFrame, right: ArithmeticFrame): ArithmeticFrame | undefined {
  if (left.depth !== right.depth) return undefined;
  const last = /\w/.test(left.last) ? left.last : right.last;
  return { ...left, last, values: new Set([...left.values, ...right.values]) };
}

function mergeHeres(left: HereFrame, right: HereFrame): HereFrame | undefined {
  if (JSON.stringify(left.document) !== JSON.stringify(right.document)) return undefined;
  const isSame = left.line === right.line && left.rawLine === right.rawLine && left.since === right.since;
  return isSame ? left : { ...left, line: null, rawLine: null, since: '' };
}
