import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkScanner } from '../../../src/remote/command/mark-scanner.ts';

const nonce = '0123456789abcdef0123456789abcdef';
const mark = (word: string) => Buffer.from(`\x1eaeon ${nonce} ${word}\x1f`);

function scan(chunks: readonly Buffer[]) {
  const scanner = new MarkScanner(nonce);
  const words: string[] = [];
  const output: Buffer[] = [];
  for (const chunk of chunks) {
    for (const part of scanner.push(chunk)) {
      if (part.kind === 'mark') words.push(part.word);
      else output.push(part.bytes);
    }
  }
  output.push(scanner.flush());
  return { words, output: Buffer.concat(output) };
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  chunks.push(bytes.subarray(at));
  return chunks;
}

describe('the mark scanner', () => {
  it('finds both marks and keeps every byte between them, however the stream is cut', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(
        mark('x').subarray(0, 9),
        mark('x').subarray(0, -2),
        Buffer.from('\x1e'),
        Buffer.from('\x1eaeon '),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.integer({ min: 1, max: 20 })), (pieces, sizes) => {
        const body = Buffer.concat([...pieces, Buffer.from('.')]);
        const stream = Buffer.concat([mark('start'), body, mark('end 0')]);
        const scanned = scan(cut(stream, sizes));
        fc.pre(!body.includes(Buffer.from(`\x1eaeon ${nonce} `)));
        expect(scanned.words).toEqual(['start', 'end 0']);
        expect(scanned.output.equals(body)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a mark with another nonce for output', () => {
    const forged = Buffer.from(`\x1eaeon ${'f'.repeat(32)} end 0\x1f`);
    expect(scan([forged])).toEqual({ words: [], output: forged });
  });

  it('holds nothing back for ever: an unfinished mark is output when it grows too long', () => {
    const endless = Buffer.concat([Buffer.from(`\x1eaeon ${nonce} `), Buffer.alloc(100, 'a')]);
    expect(scan(cut(endless, [10, 30, 30]))).toEqual({ words: [], output: endless });
  });

  it('holds back nothing once a mark is complete, so that a mark of another nonce behind it is seen at once', () => {
    const scanner = new MarkScanner(nonce);
    const other = Buffer.from(`\x1eaeon ${'b'.repeat(32)} ready\x1f`);
    const parts = [...scanner.push(Buffer.concat([mark('start'), other]))];
    expect(parts).toEqual([
      { kind: 'mark', word: 'start' },
      { kind: 'output', bytes: other },
    ]);
  });
});
