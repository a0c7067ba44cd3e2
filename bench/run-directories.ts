import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where our runs are kept until the bench is over: ext4 gives no inode away again for a minute and longer, and searches past all of
 * them for each new file (`recently_deleted` in its ialloc.c), so to remove some thousand logs slows down what is measured next.
 */
export const runDirectories = mkdtempSync(join(tmpdir(), 'aeon-bench-runs-'));

process.on('exit', () => rmSync(runDirectories, { recursive: true, force: true }));
