import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { SourceTree, TreeFile } from '../../remote/tree/source-tree.ts';
import { whyOf } from '../../result/why.ts';
import { type ListedTree, listTree } from '../../source/list-tree.ts';
import { chunkBytes } from './file-chunks.ts';
import { KnownDigests } from './known-digests.ts';
import { unsendable } from './unsendable.ts';

/** Small files are kept in memory, up to this much for each tree, since every host gets them. */
const mostKeptBytes = 32 * 1024 * 1024;
const readersAtOnce = 16;
const keptInOneGo = 100;

/** Measures directories of the controller, each once, so that every host gets the same bytes. */
export class SourceTrees {
  readonly #digests: KnownDigests;
  readonly #measured = new Map<string, Promise<SourceTree>>();

  constructor(digests = new KnownDigests()) {
    this.#digests = digests;
  }

  /** `path` is absolute. Rejects with a TaskFailure `source_changed` when it cannot be sent as it is now. */
  get(path: string): Promise<SourceTree> {
    const measured = this.#measured.get(path) ?? measure(path, this.#digests);
    this.#measured.set(path, measured);
    return measured;
  }

  forget(): void {
    this.#measured.clear();
  }
}

async function measure(path: string, digests: KnownDigests): Promise<SourceTree> {
  const listed = listTree(path);
  if (listed === undefined) throw unsendable(path, 'it is not there, or may not be read');
  const [refused] = listed.refused;
  if (refused !== undefined) throw unsendable(path, `${refused.name}: ${refused.why}`);
  const { root, mode, directories, links } = listed;
  return { path, root, mode, directories, files: await measureFiles(listed, digests), links };
}

async function measureFiles({ root, files }: ListedTree, digests: KnownDigests): Promise<TreeFile[]> {
  const measured: TreeFile[] = new Array(files.length);
  const large: [number, ListedTree['files'][number]][] = [];
  let keptBytes = 0;
  for (const [index, file] of files.entries()) {
    const { name, size, mode } = file;
    if (size <= chunkBytes && keptBytes + size <= mostKeptBytes) {
      keptBytes += size;
      measured[index] = { name, mode, ...keep(join(root, name)) };
    } else large.push([index, file]);
    if ((index + 1) % keptInOneGo === 0) await otherWork();
  }
  const waiting = large.values();
  const work = async () => {
    for (const [index, { name, mode }] of waiting) {
      measured[index] = { name, mode, ...(await measureLarge(join(root, name), digests)) };
    }
  };
  await Promise.all(Array.from({ length: readersAtOnce }, work));
  return measured;
}

type Content = Pick<TreeFile, 'size' | 'sha256' | 'read'>;

/** At once: the four visits to the thread pool that it takes otherwise cost several times as much as to read a small file. */
function keep(path: string): Content {
  const bytes = bytesOf(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    size: bytes.length,
    sha256,
    read: async function* () {
      yield bytes;
    },
  };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unsendable(path, whyOf(error));
  }
}

/** An archive holds several chunks at a time, so each has memory of its own. */
async function measureLarge(path: string, digests: KnownDigests): Promise<Content> {
  try {
    const read = () => createReadStream(path, { highWaterMark: chunkBytes });
    return { ...(await digests.get(path)), read };
  } catch (error) {
    throw unsendable(path, whyOf(error));
  }
}
