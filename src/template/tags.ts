/** Finds the `{{…}}` of a text one by one, so that an error can say which of them is meant. */

export interface Tag {
  readonly offset: number;
  /** From `{{` to `}}`, both included; to the end of the text when it is never closed. */
  readonly text: string;
  readonly isClosed: boolean;
}

/** Skips what Handlebars leaves alone: `\{{`, comments, and raw blocks. */
export function tagsOf(text: string): Tag[] {
  const tags: Tag[] = [];
  let from = 0;
  while (true) {
    const offset = text.indexOf('{{', from);
    if (offset < 0) return tags;
    const end = isEscaped(text, offset) ? offset + 2 : endOfSkipped(text, offset);
    if (end !== undefined) {
      from = end;
      continue;
    }
    const tag = tagAt(text, offset);
    tags.push(tag);
    from = offset + tag.text.length;
  }
}

function isEscaped(text: string, offset: number): boolean {
  return text[offset - 1] === '\\' && text[offset - 2] !== '\\';
}

function endOfSkipped(text: string, offset: number): number | undefined {
  const comment = /^\{\{~?!(--)?/.exec(text.slice(offset, offset + 6));
  if (comment) return endAfter(text, comment[1] ? '--' : '}}', offset + comment[0].length);
  const raw = /^\{\{\{\{\s*([\w-]+)\s*\}\}\}\}/.exec(text.slice(offset, offset + 200));
  return raw ? endAfter(text, `{{{{/${raw[1]}}}}}`, offset + raw[0].length) : undefined;
}

function endAfter(text: string, mark: string, from: number): number | undefined {
  const at = text.indexOf(mark, from);
  return at < 0 ? undefined : at + mark.length;
}

function tagAt(text: string, offset: number): Tag {
  const close = text.startsWith('{{{', offset) ? '}}}' : '}}';
  const end = endOfTag(text, offset + 2, close) ?? endAfter(text, '}}', offset);
  return end === undefined
    ? { offset, text: text.slice(offset), isClosed: false }
    : { offset, text: text.slice(offset, end), isClosed: true };
}

const pairs: Readonly<Record<string, string>> = { "'": "'", '"': '"', '[': ']' };

/** A quoted text inside a tag may hold braces. */
function endOfTag(text: string, from: number, close: string): number | undefined {
  let at = from;
  while (at < text.length) {
    if (text.startsWith(close, at)) return at + close.length;
    const pair = pairs[text[at] ?? ''];
    const end = pair === undefined ? at + 1 : endAfter(text, pair, at + 1);
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}
