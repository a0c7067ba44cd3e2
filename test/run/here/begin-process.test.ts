import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const modules = new URL('../../../src/run/here/', import.meta.url).href;

/** In a process that has used up its file descriptors. */
function withoutDescriptors(expression: string): unknown {
  const script = `
    import { openSync } from 'node:fs';
    const { runLocalCommand } = await import('${modules}local-command.ts');
    const { endLocalTree } = await import('${modules}end-local-tree.ts');
    const command = { script: 'true', directory: '/', environment: {}, attemptId: 'a'.repeat(32),
      timeoutMs: 5000, signal: new AbortController().signal, onOutput: async () => {} };
    try { for (;;) openSync('/dev/null', 'r'); } catch {}
    process.stdout.write(JSON.stringify(await ${expression}));`;
  const words = ['-c', 'ulimit -n 64; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const { stdout, stderr } = spawnSync('bash', words, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('where no file descriptor is left', () => {
  it('a command on this machine was not started, and it is said what to raise', () => {
    expect(withoutDescriptors('runLocalCommand(command)')).toEqual({
      kind: 'not-started',
      why: expect.stringContaining('ulimit -n'),
    });
  });

  it('the processes of a command are not said to be gone', () => {
    expect(withoutDescriptors("endLocalTree(2 ** 22 + 1, 'a'.repeat(32))")).toBe(false);
  });
});
