import { hereOwner } from './here-step.ts';
import { type DelimiterFrame, innermost, lose, type ShellState } from './state.ts';

/** The word after `<<`, of which any quote makes the body literal. False when the character comes after it. */
export function stepInDelimiter(state: ShellState, frame: DelimiterFrame, character: string): boolean {
  if (character === '$' || character === '`' || (frame.quote === '"' && character === '\\')) {
    lose(state, 'comes after a here-document with a computed delimiter', 'Use a plain word such as EOF.');
    return true;
  }
  if (frame.quote !== '') {
    if (character === frame.quote) frame.quote = '';
    else frame.text += character;
    return true;
  }
  if (!frame.hasBegun && isBeforeWord(state, frame, character)) return true;
  if (/[\s;&|<>()]/.test(character)) {
    finish(state, frame);
    return false;
  }
  frame.hasBegun = true;
  if (character === '\\') state.pending = '\\';
  else if (character === "'" || character === '"') {
    frame.quote = character;
    frame.isQuoted = true;
  } else frame.text += character;
  return true;
}

/** `-` or a third `<`, which makes it a here-string of bash, both right behind `<<`, or blanks. */
function isBeforeWord(state: ShellState, frame: DelimiterFrame, character: string): boolean {
  const isBlank = character === ' ' || character === '\t';
  if (isBlank) frame.isBehindBlank = true;
  if (isBlank || frame.isBehindBlank || frame.stripsTabs) return isBlank;
  if (character === '-') frame.stripsTabs = true;
  else if (character === '<') {
    state.frames.pop();
    const outer = innermost(state);
    if (outer.kind === 'command') outer.redirect = 'here-string';
  } else return false;
  return true;
}

function finish(state: ShellState, { text, hasBegun, isQuoted, stripsTabs }: DelimiterFrame): void {
  state.frames.pop();
  if (!hasBegun) {
    lose(state, 'comes after << without a word', 'Write << EOF, or quote the <<.');
    return;
  }
  const owner = hereOwner(state);
  const isInSubstitution = owner?.opener === 'substitution';
  owner?.heres.push({ delimiter: text, isQuoted, stripsTabs, isInSubstitution });
}
