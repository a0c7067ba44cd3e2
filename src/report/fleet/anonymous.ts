import type { PlannedHost } from '../../events/events.ts';

/**
 * The sentence without the host's own name and address, with or without a port, so that equal failures are seen as
 * equal: `\0` stands for each. A longer word in which they are found is something else: `m1` is not in `m1.example.com`.
 */
export function anonymous(message: string, { name, address }: PlannedHost): string {
  const own = [name, address, `[${address}]`].map(literally).join('|');
  const port = `(?::\\d+(?!/)${wordEnd})?`;
  return message.replaceAll(new RegExp(`${wordStart}(?:${own})${wordEnd}${port}`, 'gu'), '\0');
}

const wordStart = String.raw`(?<![\p{L}\p{N}_-]|[\p{L}\p{N}_-]\.)`;
const wordEnd = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}_-])`;

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
