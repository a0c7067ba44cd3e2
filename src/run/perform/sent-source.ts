import { createHash } from 'node:crypto';
import type { SourceFile } from '../../remote/file/upload.ts';
import type { SourceTree } from '../../remote/tree/source-tree.ts';
import type { Attempt } from '../attempt/attempt.ts';
import { treeDigest } from '../source/tree-digest.ts';

/** A file of this machine, as every host of the stage gets it. */
export async function sentFile(attempt: Attempt, path: string): Promise<SourceFile> {
  const file = await attempt.run.sources.file(path);
  await note(attempt, { what: 'file', path, sha256: file.sha256 });
  return file;
}

/** The same for what is in a directory, or what a pattern means. */
export async function sentTree(attempt: Attempt, path: string): Promise<SourceTree> {
  const tree = await attempt.run.sources.tree(path);
  await note(attempt, { what: 'tree', path, sha256: treeDigest(tree) });
  return tree;
}

/** The content of a file. */
export async function sentBytes(attempt: Attempt, path: string): Promise<Buffer> {
  const bytes = await attempt.run.sources.bytes(path);
  await note(attempt, { what: 'file', path, sha256: createHash('sha256').update(bytes).digest('hex') });
  return bytes;
}

interface Sent {
  readonly what: 'file' | 'tree';
  readonly path: string;
  readonly sha256: string;
}

/** What the run began with is known without. */
async function note({ run, stage }: Attempt, sent: Sent): Promise<void> {
  await run.noteSource?.({ stage: stage.id, ...sent });
}
