import { ask, type Steps } from './step.ts';
import { attributesNote, type Wanted } from './wanted-file.ts';

/** What a stage would do to one file of a host. */
export interface FileChange {
  /** On the host, as the playbook has it. */
  readonly path: string;
  readonly what: 'new' | 'changed' | 'attributes' | 'removed' | 'unchanged' | 'impossible';
  readonly before?: FileContent;
  readonly after?: FileContent;
  /** `mode 644 → 755, owner root → www-data`, or why it is impossible. */
  readonly note?: string;
}

export interface FileContent {
  readonly size: number;
  /** Absent where it is too large to be shown. */
  readonly bytes?: Buffer;
}

/** In bytes; larger files are told by their size. */
export const mostShownBytes = 256 * 1024;

/** How a file on the host would change; only looks. */
export function* changeOf(wanted: Wanted): Steps<FileChange> {
  const { destination, name, content } = wanted;
  const path = destination.endsWith('/') ? destination + name : destination;
  const there = yield* ask({ kind: 'read-remote', destination, name, mostBytes: mostShownBytes });
  const after = { size: content.size, ...(content.bytes !== undefined && { bytes: content.bytes }) };
  if (there.kind !== 'file') {
    if (there.kind === 'directory') return { path, what: 'impossible', note: 'it is a directory' };
    const note = there.kind === 'other' ? { note: 'in the place of what is no file' } : {};
    return { path, what: 'new', after, ...note };
  }
  const note = attributesNote(wanted, there);
  const before = { size: there.size, ...(there.bytes !== undefined && { bytes: there.bytes }) };
  const isSame = there.sha256 === content.sha256;
  const noted = note === '' ? {} : { note };
  if (!isSame) return { path, what: 'changed', before, after, ...noted };
  return { path, what: note === '' ? 'unchanged' : 'attributes', ...noted };
}
