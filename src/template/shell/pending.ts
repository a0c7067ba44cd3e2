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
  else if (character === '{') state.frames.push({ kind: 'parameter', openedAt: offset });
  else if (character === "'" && innermost(state).kind === 'command') {
    state.frames.push({ kind: 'dollar-single', openedAt: offset });
  } else return /[0-9?@*#$!-]/.test(character);
  return true;
}

/** A backslash and a newline join two lines; before anything else a backslash takes its meaning away. */
function escaped(state: ShellState, character: string, onGlued: Listener['onGlued']): void {
  const frame = innermost(state);
  switch (frame.kind) {
    case 'command':
      frame.operator = '';
      if (character !== '\n') joinWord(frame, onGlued);
      return;
    case 'delimiter':
      frame.text += character;
      frame.isQuoted = true;
      frame.hasBegun = true;
      return;
    case 'here':
      if (character === '\n') frame.rawLine = '';
      else {
        frame.line = frame.line === null ? null : `${frame.line}\\${character}`;
        frame.rawLine = frame.rawLine === null ? null : `${frame.rawLine}\\${character}`;
        if (frame.since !== undefined) frame.since += `\\${character}`;
      }
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
