import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const entry = join(import.meta.dirname, '../../src/cli/main.ts');

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-unreadable-'));
  for (const name of ['closed', 'tree/below', 'tree/no-way-in', 'links']) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  for (const name of ['key', 'tree/key', 'tree/below/open']) writeFileSync(join(directory, name), '');
  symlinkSync('/etc/passwd', join(directory, 'links/out'));
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  for (const name of ['key', 'tree/key', 'closed']) chmodSync(join(directory, name), 0o000);
  chmodSync(join(directory, 'tree/no-way-in'), 0o600);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Where it stands, and what is said of it; by somebody whom permissions hold back, as they do not hold back root. */
function problemsOf(stages: readonly string[]): string[] {
  const lines = stages.map((stage) => `  - { hosts: all, ${stage} }\n`).join('');
  writeFileSync(join(directory, 'playbook.yml'), `stages:\n${lines}`);
  const mortal = ['--bounding-set', '-dac_override,-dac_read_search', process.execPath];
  const args = [...mortal, entry, 'validate', 'playbook.yml', '-H', 'm1', '--output', 'json'];
  const { stdout } = spawnSync('setpriv', args, { cwd: directory, encoding: 'utf8' });
  const { problems } = JSON.parse(stdout) as { problems: { line: number; message: string }[] };
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

it('what a stage sends and may not be read is told before the run, by name', () => {
  const said = problemsOf([
    'transfer: { src: key, dest: /opt/x }',
    'script: key',
    'template: { src: key, dest: /opt/x }',
    'transfer: { src: pipe, dest: /opt/x }',
    'transfer: { src: closed/, dest: /opt/x }',
    'transfer: { src: tree/, dest: /opt/x }',
    'transfer: { src: "tree/**/open", dest: /opt/x }',
    'transfer: { src: "links/*", dest: /opt/x }',
  ]);
  expect(said).toEqual([
    '2: key is there, but is no file that you may read.',
    '3: key is there, but is no file that you may read.',
    '4: key is there, but is no file that you may read.',
    '5: pipe is no regular file, but a device, a pipe or a socket.',
    '6: closed/ is there, but is no directory that you may read.',
    '7: key in tree/ cannot be sent: you may not read it.',
    '7: no-way-in in tree/ cannot be sent: you may not read it.',
    '8: no-way-in in tree/**/open cannot be sent: you may not read it.',
    '9: out in links/* cannot be sent: it is a symbolic link that leads out of the directory.',
  ]);
});
