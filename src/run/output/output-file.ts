import { createHash, type Hash } from 'node:crypto';
import { appendFile, appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Output, tailBytes } from '../../result/task-result.ts';
import { codeOf, whyOf } from '../../result/why.ts';
import { DiskRoom } from '../here/disk-room.ts';

/** So much of a stream is written at once, which costs less than to wake a thread; a flood waits for the disk. */
const atOnceBytes = 64 * 1024;
const appendInTurn = promisify(appendFile);

/** Takes secrets out of a stream of bytes, across the borders of chunks. */
export interface ByteMask {
  push(bytes: Buffer): Buffer;
  flush(): Buffer;
}

/**
 * One stream of one attempt: all bytes go to a file of the run directory, the end stays in memory. Never rejects: when
 * the file or the disk takes no more, the command goes on and the output says that it is incomplete.
 */
export class OutputFile {
  readonly #root: string | undefined;
  readonly #name: string;
  readonly #mask: ByteMask;
  readonly #room: DiskRoom | undefined;
  #file: number | undefined;
  #tail: Buffer = Buffer.alloc(0);
  #bytes = 0;
  /** Before secrets were taken out, of which each is longer than what stands in its place. */
  #written = 0;
  #sha256: Hash | undefined;
  #incomplete: string | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #isEnded = false;

  /** `name` is the path below `root`; without a root no file is written. */
  constructor(root: string | undefined, name: string, mask: ByteMask) {
    this.#root = root;
    this.#name = name;
    this.#mask = mask;
    this.#room = root === undefined ? undefined : new DiskRoom(root);
  }

  /** What a command that was given up still says is not taken after the end. */
  async write(bytes: Buffer): Promise<void> {
    if (this.#isEnded) return;
    this.#written += bytes.length;
    const kept = this.#keep(this.#mask.push(bytes));
    this.#underWay = this.#underWay.then(() => kept);
    await kept;
  }

  /** Closes the file once all of it is written: a later file may get the same descriptor. */
  async end(): Promise<Output> {
    this.#isEnded = true;
    await this.#underWay;
    await this.#keep(this.#mask.flush());
    try {
      if (this.#file !== undefined) closeSync(this.#file);
    } catch (error) {
      this.#giveUp(error);
    }
    return {
      tail: textOf(this.#tail),
      bytes: this.#bytes,
      ...(this.#sha256 !== undefined && { sha256: this.#sha256.digest('hex') }),
      ...(this.#file !== undefined && { file: this.#name }),
      ...(this.#written !== this.#bytes && { isMasked: true }),
      ...(this.#incomplete !== undefined && { incomplete: this.#incomplete }),
    };
  }

  async #keep(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    this.#bytes += bytes.length;
    if (this.#bytes > tailBytes) this.#digest(bytes);
    const grown = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#tail = grown.length > tailBytes ? Buffer.from(grown.subarray(-tailBytes)) : Buffer.from(grown);
    if (this.#root === undefined || this.#incomplete !== undefined) return;
    try {
      this.#file ??= this.#open(this.#root);
      if (this.#bytes <= atOnceBytes) appendFileSync(this.#file, bytes);
      else {
        await this.#room?.take(bytes.length);
        await appendInTurn(this.#file, bytes);
      }
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #digest(bytes: Buffer): void {
    this.#sha256 ??= createHash('sha256').update(this.#tail); // Until now that was all of it.
    this.#sha256.update(bytes);
  }

  #giveUp(error: unknown): void {
    this.#incomplete ??= whyOf(error);
  }

  #open(root: string): number {
    const path = join(root, this.#name);
    try {
      return openSync(path, 'w', 0o600);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 }); // The first output of this host.
      return openSync(path, 'w', 0o600);
    }
  }
}

/** UTF-8 with what is invalid replaced; a character that the cut went through is left out. */
export function textOf(bytes: Buffer): string {
  let start = 0;
  if (bytes.length === tailBytes) while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.toString('utf8', start);
}
