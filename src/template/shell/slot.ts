import type { Insertion } from '../tree.ts';
import { noteValue } from './read-again.ts';
import {
  commandFrame,
  type Frame,
  type HereDocument,
  innermost,
  type Refusal,
  type ShellState,
} from './state.ts';
import { joinWord, type OnGlued } from './words.ts';

/** How a value has to be written where it stands. */
export type Slot =
  /** One word; a list is several where nothing refuses it. */
  | { readonly kind: 'word'; refusesList: string | undefined }
  | { readonly kind: 'single' }
  | { readonly kind: 'double' }
  | { readonly kind: 'number' }
  | { readonly kind: 'here'; readonly document: HereDocument };

export type Placed = { readonly slot: Slot } | { readonly refusal: Refusal };

/** Decides how a value is written here, and goes on behind it. */
export function placeValue(state: ShellState, insertion: Insertion, onGlued: OnGlued): Placed {
  if (state.pending === '$(') {
    state.frames.push(commandFrame('substitution', insertion.span.offset));
    state.pending = '';
  }
  const refusal = state.lost ?? refusalBefore(state) ?? refusalAround(state.frames);
  const frame = innermost(state);
  if (refusal) {
    passValue(state, onGlued);
    return { refusal };
  }
  noteValue(state, insertion);
  switch (frame.kind) {
    case 'command': {
      const slot: Slot = { kind: 'word', refusesList: listRefusal(frame) };
      const isAlone = frame.word.bare === '';
      passValue(state, onGlued);
      if (isAlone) frame.word.alone.add(insertion);
      return { slot };
    }
    case 'arithmetic':
      passValue(state, onGlued);
      frame.values.add(insertion);
      return { slot: { kind: 'number' } };
    case 'here':
      passValue(state, onGlued);
      return { slot: { kind: 'here', document: frame.document } };
    default:
      // refusalAround lets no other frame through.
      return { slot: { kind: frame.kind === 'single' ? 'single' : 'double' } };
  }
}

/** Something of unknown text stands here: the word or the line is no plain one any more. */
export function passValue(state: ShellState, onGlued: OnGlued): void {
  state.pending = '';
  const frame = innermost(state);
  if (frame.kind === 'command') {
    joinWord(frame.word, onGlued);
    frame.operator = '';
    frame.word.isMaybeBetween = false;
  }
  if (frame.kind === 'arithmetic') frame.last = '0';
  if (frame.kind === 'here') Object.assign(frame, { line: null, rawLine: null, since: undefined });
}

function listRefusal(frame: CommandFrame): string | undefined {
  if (frame.word.bare !== '') return 'is a list and only a part of a word';
  if (frame.redirect !== '') return 'is a list, and a redirection takes one word';
  const part = frame.cases.at(-1);
  return part === undefined || part === 'body' ? undefined : 'is a list, and `case` takes one word';
}

type CommandFrame = Extract<Frame, { kind: 'command' }>;

/** What stands right before the value. */
function refusalBefore(state: ShellState): Refusal | undefined {
  const frame = innermost(state);
  if (state.pending === '\\') {
    return {
      reason: 'stands behind a backslash',
      advice: 'Remove the backslash: the value is quoted anyway.',
    };
  }
  if (state.pending === '$') {
    return { reason: 'stands behind a $', advice: 'Remove the $: {{x}} is the value itself.' };
  }
  if (state.pending === '$name' && frame.kind !== 'command') {
    return {
      reason: 'stands behind a variable of the shell, whose name it would continue',
      advice: 'Write ${NAME} for it.',
    };
  }
  if (state.pending === '))') return { reason: 'stands between )) of $((…))', advice: 'Close it with )).' };
  if (frame.kind === 'arithmetic' && /[\w#]/.test(frame.last)) {
    return { reason: 'is glued to a number or a name', advice: 'Put an operator between them.' };
  }
  // bash reads the whole word behind >& once more where it is no number, whatever its quotes.
  if (state.frames.some((open) => open.kind === 'command' && open.redirect === 'duplicate')) {
    return { reason: 'stands behind >& or <&', advice: 'Write the number of the stream itself.' };
  }
  if (frame.kind !== 'command') return undefined;
  if (frame.redirect === 'here-string') {
    return {
      reason: 'stands behind <<<, which is not POSIX',
      advice: "Write printf '%s\\n' {{x}} | … instead.",
    };
  }
  return frame.cases.at(-1) === 'in'
    ? { reason: 'stands where `case` expects `in`', advice: 'Write `case {{x}} in`.' }
    : undefined;
}

/** What is open around the value. */
function refusalAround(frames: readonly Frame[]): Refusal | undefined {
  for (const [index, { kind }] of frames.entries()) {
    const isInnermost = index === frames.length - 1;
    if (kind === 'arithmetic' || kind === 'here') {
      if (!isInnermost) return inside[kind];
    } else if (kind !== 'command' && kind !== 'single' && kind !== 'double') return inside[kind];
  }
  return undefined;
}

const inside = {
  backtick: { reason: 'stands inside backticks', advice: 'Write $(…) instead of `…`.' },
  parameter: {
    reason: 'stands inside ${…}',
    advice: 'Put it into a variable before: X={{x}}, then use "$X".',
  },
  comment: {
    reason: 'stands in a comment, which its line breaks would end',
    advice: 'Remove it, or write {{! … }} for a comment.',
  },
  'dollar-single': { reason: "stands inside $'…', which is not POSIX", advice: 'Use \'…\' or "…".' },
  delimiter: {
    reason: 'stands in the delimiter of a here-document',
    advice: 'Use a plain word such as EOF.',
  },
  arithmetic: {
    reason: 'stands in a substitution inside $((…))',
    advice: 'Put the result into a variable before.',
  },
  here: {
    reason: 'stands in a substitution inside a here-document',
    advice: 'Put the result into a variable before.',
  },
} as const satisfies Record<string, Refusal>;
