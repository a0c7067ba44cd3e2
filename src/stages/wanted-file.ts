import type { RemoteFile } from '../remote/file/read-file.ts';

/** A file as a stage wants it on a host. */
export interface Wanted {
  readonly destination: string;
  readonly name: string;
  readonly content: { readonly size: number; readonly sha256: string; readonly bytes?: Buffer };
  /** Octal digits. */
  readonly mode: string;
  readonly owner?: string;
  readonly group?: string;
}

/** What differs beside the content: `mode 644 → 755, owner root → www-data`; empty when nothing does. */
export function attributesNote(
  { mode, owner, group }: Wanted,
  there: Extract<RemoteFile, { kind: 'file' }>,
): string {
  const wantedMode = mode.replace(/^0+(?=\d{3})/, '');
  const parts = [
    there.mode === wantedMode ? '' : `mode ${there.mode} → ${wantedMode}`,
    owner === undefined || there.owner.includes(owner) ? '' : `owner ${there.owner[0]} → ${owner}`,
    group === undefined || there.group.includes(group) ? '' : `group ${there.group[0]} → ${group}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
