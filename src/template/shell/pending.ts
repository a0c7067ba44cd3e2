import type { Listener } from './lexer.ts';
import { commandFrame, innermost, lose, type ShellState } from './state.ts';
import { joinWord } from './words.ts';

/** What began with `\`, `$` or `)` gets its next character. False when that one does not belong to it. */
export function resolvePending(
  state: ShellState,
  character: string,
  offset: number,
  { onGlued }: Listener,
): boolean {
  const { pending } = state;
  state.pending = '';
  switch (pending) {
    case '\\':
      escaped(state, character, onGlued);
      return true;
    case '$':
      return afterDollar(state, character, offset);
    case '$(':
      if (character === '(') {
        state.frames.push({ kind: 'arithmetic', openedAt: offset, depth: 0, last: '', values: new Set() });
        return true;
      }
      state.frames.push(commandFrame('substitution', offset));
      return false;
    case '${':
      if (/[\s|<(]/.test(character)) {
        lose(state, 'comes after ${ …; }, which is not POSIX', 'Write $(…).');
      }
      return false;
    case '<':
      if (character === '(') lose(state, 'comes after <(…) in ${…}, which is not POSIX', 'Use a file.');
      return false;
    case '$name':
      if (!/\w/.test(character)) return false;
      state.pending = '$name';
      return true;
    case '))':
      if (character === ')') state.frames.pop();
      else lose(state, 'comes after a $(( that is closed by a single )', 'Write $( ( … ) ) for a subshell.');
      return true;
    default:
      return false;
  }
}

function afterDollar(state: ShellState, character: string, offset: number): boolean {
  if (character === '(') state.pending = '$(';
  else if (/[A-Za-z_]/.test(character)) state.pending = '$name';
  else if (character === '{') {
    state.frames.push({ kind: 'parameter', openedAt: offset });
    state.pending = '${';
  } else if (/[0-9?@*#$!-]/.test(character)) return true;
  else return isDollarQuote(state, character, offset) || isLostBehindDollar(state, character);
  return true;
}

/** `$'…'` of bash; between double quotes both are plain characters. */
function isDollarQuote(state: ShellState, character: string, offset: number): boolean {
  const { kind } = innermost(state);
  if (character !== "'" || (kind !== 'command' && !isBareParameter(state))) return false;
  state.frames.push({ kind: 'dollar-single', openedAt: offset });
  return true;
}

function isBareParameter({ frames }: ShellState): boolean {
  const isQuoted = frames.some(({ kind }) => kind === 'double' || kind === 'here');
  return frames.at(-1)?.kind === 'parameter' && !isQuoted;
}

/** What leaves a `$` before it plain in every shell. A rule, since shells have more expansions than POSIX names. */
const plainBehindDollar = /[ \t\r\n"'`\\|&;<>(){}\].,:=/+%^~]/;

function isLostBehindDollar(state: ShellState, character: string): boolean {
  const isTranslated = character === '"' && (innermost(state).kind === 'command' || isBareParameter(state));
  if (plainBehindDollar.test(character) && !isTranslated) return false;
  if (character === '[') lose(state, 'comes after $[…], which is not POSIX', 'Write $((…)) to compute.');
  else if (isTranslated) lose(state, 'comes after $"…", which is not POSIX', 'Remove the $.');
  else lose(state, 'comes after a $ that shells read differently', 'Write \\$ for a plain $.');
  return true;
}

/** Takes the meaning of a character away. A whole line's end, which joins two lines, is not seen here. */
function escaped(state: ShellState, character: string, onGlued: Listener['onGlued']): void {
  const frame = innermost(state);
  if (character === '\n' && frame.kind !== 'dollar-single') {
    lose(state, 'comes after a \\ whose line ends in a branch', 'Put both into the same branch.');
    return;
  }
  switch (frame.kind) {
    case 'command':
      frame.operator = '';
      joinWord(frame.word, onGlued);
      frame.word.text += character;
      return;
    case 'delimiter':
      frame.text += character;
      frame.isQuoted = true;
      frame.hasBegun = true;
      return;
    case 'here':
      frame.line = frame.line === null ? null : `${frame.line}\\${character}`;
      frame.rawLine = frame.rawLine === null ? null : `${frame.rawLine}\\${character}`;
      if (frame.since !== undefined) frame.since += `\\${character}`;
      return;
    case 'arithmetic':
      frame.last = character;
      return;
    case 'dollar-single':
      if (character === "'") {
        lose(
          state,
          "comes after \\' in $'…', which shells read differently",
          "Use plain quotes; $'…' is not POSIX.",
        );
      }
      return;
    default:
  }
}
