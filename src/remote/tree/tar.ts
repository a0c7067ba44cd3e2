import { whyOf } from '../../result/why.ts';

/** What an archive holds: POSIX.1-2017, pax, "ustar Interchange Format", with GNU's entries for long names. */
export type TarEntry =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly mode: string;
      readonly size: number;
      readonly read: () => AsyncIterable<Buffer>;
    }
  | { readonly kind: 'link'; readonly name: string; readonly target: string };

/** A file was not as long as its header says, or cannot be read any more; nothing can be sent after it. */
export class TarSourceError extends Error {
  override readonly name = 'TarSourceError';
}

const blockBytes = 512;
const longestName = 100;
/** Small entries travel together. */
const chunkBytes = 256 * 1024;

/** The bytes of an archive, in chunks of some size. @throws TarSourceError */
export async function* tarStream(entries: Iterable<TarEntry>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const part of parts(entries)) {
    held.push(part);
    heldBytes += part.length;
    if (heldBytes < chunkBytes) continue;
    yield Buffer.concat(held);
    held = [];
    heldBytes = 0;
  }
  yield Buffer.concat([...held, Buffer.alloc(2 * blockBytes)]);
}

async function* parts(entries: Iterable<TarEntry>): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const target = Buffer.from(entry.kind === 'link' ? entry.target : '');
    if (target.length > longestName) yield* longText('K', target);
    if (name.length > longestName) yield* longText('L', name);
    if (entry.kind === 'link') yield header({ name, target, type: '2', mode: '777', size: 0 });
    else {
      yield header({ name, target, type: '0', mode: entry.mode, size: entry.size });
      yield* content(entry);
    }
  }
}

async function* content({ read, size, name }: Extract<TarEntry, { kind: 'file' }>): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of read()) {
      bytes += chunk.length;
      if (bytes > size) break;
      yield chunk;
    }
  } catch (cause) {
    const why = whyOf(cause);
    throw new TarSourceError(`${name} cannot be read any more: ${why}`, { cause });
  }
  if (bytes !== size) throw new TarSourceError(`${name} has another size than before`);
  yield padding(size);
}

/** GNU's own entry before the one whose name (`L`) or target (`K`) does not fit into a header. */
function* longText(type: 'K' | 'L', text: Buffer): Generator<Buffer> {
  const withNul = Buffer.concat([text, Buffer.alloc(1)]);
  yield header({
    name: Buffer.from('./@LongLink'),
    target: Buffer.alloc(0),
    type,
    mode: '644',
    size: withNul.length,
  });
  yield withNul;
  yield padding(withNul.length);
}

interface Header {
  readonly name: Buffer;
  readonly target: Buffer;
  readonly type: string;
  readonly mode: string;
  readonly size: number;
}

function header({ name, target, type, mode, size }: Header): Buffer {
  const block = Buffer.alloc(blockBytes);
  name.copy(block, 0, 0, longestName);
  block.write(mode.padStart(7, '0'), 100, 'latin1');
  block.write('0000000', 108, 'latin1');
  block.write('0000000', 116, 'latin1');
  writeSize(block, size);
  block.write('00000000000', 136, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write(type, 156, 'latin1');
  target.copy(block, 157, 0, longestName);
  block.write('ustar  ', 257, 'latin1'); // GNU's magic, as its long names are.
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** 8 GiB and more do not fit into the octal digits: then the field is a binary number with its first bit set. */
function writeSize(block: Buffer, size: number): void {
  const octal = size.toString(8);
  if (octal.length <= 11) block.write(octal.padStart(11, '0'), 124, 'latin1');
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
}

function padding(size: number): Buffer {
  return Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes);
}
