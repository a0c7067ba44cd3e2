import type { AttemptId } from './attempt-tag.ts';

/** How a file that is replaced is kept. */
export interface Backup {
  /** In the name of the kept file: `agent.conf.~20261124-225501~`. */
  readonly stamp: string;
  readonly attemptId: AttemptId;
}

/**
 * Defines `keep FILE`, which gives the file a second name; it is copied where the file system has no hard links.
 * The file itself stays in its place until another one is renamed over it.
 */
export function keepFunction({ stamp, attemptId }: Backup): string {
  return `backup() { b=$1.~${stamp}~; [ -e "$b" ] && b=$1.~${stamp}-${attemptId.slice(0, 6)}~; }
keep() { backup "$1"; ln "$1" "$b" 2>/dev/null || cp -pP "$1" "$b"; }`;
}

/** Names that `keep` makes: they are nobody's rubbish. */
export const backupName = /\.~\d{8}-\d{6}(-[0-9a-f]{6})?~$/;
