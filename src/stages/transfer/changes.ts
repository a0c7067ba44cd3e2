import type { TreeEntry } from '../answers.ts';
import { changeOf, type FileChange, type FileContent, mostShownBytes } from '../file-change.ts';
import { ask, type Steps, type UploadStep, type UploadTreeStep } from '../step.ts';

/** How many changed files of a directory are read and compared line by line. */
const mostCompared = 200;

/** What the transfer of a file would change. */
export function* fileChanges({ source, destination, mode, owner, group }: UploadStep): Steps<FileChange[]> {
  if (typeof source !== 'string') return [];
  const measured = yield* ask({ kind: 'measure', path: source });
  const bytes = yield* smallContent(source, measured.size);
  const change = yield* changeOf({
    destination,
    name: measured.name,
    content: { ...measured, ...(bytes !== undefined && { bytes }) },
    mode: mode ?? measured.mode,
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  });
  return [change];
}

/** The same for a directory or a pattern. */
export function* treeChanges(step: UploadTreeStep): Steps<FileChange[]> {
  const entries = yield* ask({ ...step, kind: 'compare-tree' });
  const changes: FileChange[] = [];
  for (const entry of entries) {
    changes.push(yield* changeOfEntry(step.destination, entry, changes.length < mostCompared));
  }
  return changes;
}

function* changeOfEntry(directory: string, entry: TreeEntry, isCompared: boolean): Steps<FileChange> {
  const { name, what, path, note } = entry;
  const destination = `${directory.replace(/\/+$/, '')}/${name}`;
  const noted = note === undefined ? {} : { note };
  if (path === undefined || !isCompared) return { path: destination, what, ...noted };
  const { size } = yield* ask({ kind: 'measure', path });
  const after = yield* content(path, size);
  if (what === 'new') return { path: destination, what, after, ...noted };
  const there = yield* ask({ kind: 'read-remote', destination, name: '', mostBytes: mostShownBytes });
  const before = there.kind === 'file' ? { before: there } : {};
  return { path: destination, what, ...before, after, ...noted };
}

function* content(path: string, size: number): Steps<FileContent> {
  const bytes = yield* smallContent(path, size);
  return { size, ...(bytes !== undefined && { bytes }) };
}

function* smallContent(path: string, size: number): Steps<Buffer | undefined> {
  return size > mostShownBytes ? undefined : yield* ask({ kind: 'read-file', path });
}
