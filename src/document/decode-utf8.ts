import { isUtf8 } from 'node:buffer';
import type { Problem } from './problem.ts';

/** The text of a file without a byte order mark, or the line where its bytes stop being UTF-8. */
export function decodeUtf8(bytes: Uint8Array, file: string): { text?: string; problems: Problem[] } {
  if (isUtf8(bytes)) return { text: new TextDecoder().decode(bytes), problems: [] };
  const isUtf16 = bytes.length >= 2 && (bytes[0] === 0xff || bytes[0] === 0xfe) && bytes[1] !== bytes[0];
  return {
    problems: [
      {
        code: 'file-not-utf8',
        message: isUtf16 ? 'The file is UTF-16 text, not UTF-8.' : 'This line has bytes that are not UTF-8.',
        advice: `Save the file as UTF-8, or convert it: iconv -f ${isUtf16 ? 'UTF-16' : 'LATIN1'} -t UTF-8`,
        place: { file, ...badLine(bytes) },
      },
    ],
  };
}

function badLine(bytes: Uint8Array): { line: number; column: number } {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const lineBytes = bytes.subarray(start, end);
    if (!isUtf8(lineBytes)) return { line, column: goodColumns(lineBytes) + 1 };
    start = end + 1;
  }
  return { line: 1, column: 1 };
}

function goodColumns(lineBytes: Uint8Array): number {
  const replaced = new TextDecoder().decode(lineBytes).indexOf('\u{fffd}');
  return Math.max(0, replaced);
}
