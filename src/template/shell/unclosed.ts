import type { Fault } from '../fault.ts';
import { type Frame, innermost, type ShellState } from './state.ts';

/** Something that is still open at the end of the text: then nobody knows what the values before it stand in. */
export function unclosedFault(state: ShellState): Fault | undefined {
  if (state.lost) return undefined;
  const frame = innermost(state);
  const name = nameOf(frame);
  const isPending = state.pending === '\\' || state.pending === '$(' || state.pending === '))';
  if (name === undefined && !isPending) return undefined;
  return {
    code: 'shell-context',
    message: name === undefined ? 'The command ends in the middle of a word.' : `${name} is never closed.`,
    advice: 'Close it: without its end no value can be quoted safely.',
    span: { offset: frame.openedAt, length: 1 },
  };
}

function nameOf(frame: Frame): string | undefined {
  switch (frame.kind) {
    case 'command':
      return nameOfCommand(frame);
    case 'comment':
      return undefined;
    case 'here': {
      const { delimiter, stripsTabs } = frame.document;
      const last = stripsTabs ? frame.line?.replace(/^\t+/, '') : frame.line;
      return last === delimiter ? undefined : `The here-document (${delimiter})`;
    }
    default:
      return names[frame.kind];
  }
}

function nameOfCommand(frame: Extract<Frame, { kind: 'command' }>): string | undefined {
  if (frame.opener !== 'text') return 'A parenthesis (';
  return frame.heres.length > 0 ? 'A here-document without a body' : undefined;
}

const names = {
  single: "A quote '",
  'dollar-single': "A quote $'",
  double: 'A quote "',
  parameter: 'A ${',
  backtick: 'A backtick',
  arithmetic: 'A $((',
  delimiter: 'A here-document without a body',
} as const;
