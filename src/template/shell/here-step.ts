import type { CommandFrame, HereFrame, ShellState } from './state.ts';
import { lose } from './state.ts';

/** The frame whose lines a here-document follows: a subshell shares those of what is around it. */
export function hereOwner(state: ShellState): CommandFrame | undefined {
  return state.frames.findLast((frame) => frame.kind === 'command' && frame.opener !== 'subshell') as
    | CommandFrame
    | undefined; // findLast narrows by a type guard only.
}

/** After a newline: the bodies that the line announced. */
export function beginHere(state: ShellState, offset: number): void {
  const owner = hereOwner(state);
  const next = owner?.heres.shift();
  if (next) {
    state.frames.push({
      kind: 'here',
      openedAt: offset,
      document: next,
      line: '',
      rawLine: '',
      since: undefined,
    });
    return;
  }
  const isAnnouncedOutside = state.frames.some((frame) => frame.kind === 'command' && frame.heres.length > 0);
  if (isAnnouncedOutside) {
    lose(
      state,
      'comes after a line end between << and its body',
      'Put the here-document right after its line.',
    );
  }
}

/** One character of a body. */
export function stepInHere(state: ShellState, frame: HereFrame, character: string, offset: number): void {
  if (character === '\n') {
    endLine(state, frame, offset);
    return;
  }
  if (!frame.document.isQuoted && opensExpansion(state, frame, character, offset)) return;
  if (frame.since !== undefined) frame.since += character;
  if (frame.line !== null) frame.line += character;
  if (frame.rawLine !== null) frame.rawLine += character;
}

function opensExpansion(state: ShellState, frame: HereFrame, character: string, offset: number): boolean {
  if (character === '\\') {
    state.pending = '\\';
    return true;
  }
  if (character !== '$' && character !== '`') return false;
  // No unquoted delimiter holds these, so the line is not the last one.
  frame.line = null;
  frame.rawLine = null;
  frame.since = undefined;
  if (character === '$') state.pending = '$';
  else state.frames.push({ kind: 'backtick', openedAt: offset });
  return true;
}

function endLine(state: ShellState, frame: HereFrame, offset: number): void {
  const { line, rawLine, since, document } = frame;
  Object.assign(frame, { line: '', rawLine: '', since: undefined });
  if (since !== undefined && document.delimiter.endsWith(since)) {
    lose(
      state,
      'comes after a line that ends a here-document in some branches only',
      'Keep whole lines in each branch.',
    );
  } else if (isDelimiter(line, frame) !== isDelimiter(rawLine, frame)) {
    lose(state, 'comes after a \\ at a line end before the end of a here-document', 'Remove that \\.');
  } else if (isDelimiter(line, frame)) {
    state.frames.pop();
    beginHere(state, offset + 1);
  }
}

function isDelimiter(line: string | null, { document }: HereFrame): boolean {
  return (document.stripsTabs ? line?.replace(/^\t+/, '') : line) === document.delimiter;
}
