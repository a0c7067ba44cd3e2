import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from './in-process.ts';

const files = {
  'inventory.yml': 'groups: { web: { hosts: ["w[1-2]"] }, db: { hosts: [d1] } }',
  'playbook.yml': `stages:
  - { name: Ship it, hosts: all, exec: "true", tags: [ship] }
  - { name: Start, hosts: all, exec: "true", tags: start }
`,
  'waves.yml': `stages:
  - name: More
    include: playbook.yml
    tags: both
  - rollout: { waves: [1] }
    hosts: all
    tags: wave
    stages: [{ name: Swap, exec: "true", tags: swap }]
    on-failure: [{ name: Back, exec: "true" }]
`,
  '.local/state/aeon-run/runs/20261124-120405-0a1b2c/journal.ndjson': '',
  '.local/state/aeon-run/runs/20261125-120405-0a1b2c/journal.ndjson': '',
  'kept/20261126-120405-0a1b2c/journal.ndjson': '',
};
const kept = ['last', '20261125-120405-0a1b2c', '20261124-120405-0a1b2c'];
const entry = join(import.meta.dirname, '../../src/cli/main.ts');

describe('what may stand next', () => {
  it.each([
    [['pl'], ['plan', ':files']],
    [['inventory', '--gr'], ['--graph']],
    [
      ['run', '--output', 'l'],
      ['live', 'lines'],
    ],
    [
      ['run', '--output=li'],
      ['--output=live', '--output=lines'],
    ],
    [
      ['schema', ''],
      ['playbook', 'inventory', 'results', 'events', 'simulation', 'rehearsal-test'],
    ],
    [['completion', 'z'], ['zsh']],
    [['-i', ''], [':files']],
    [
      ['plan', 'playbook.yml', '-i', 'inventory.yml', '-l', 'w'],
      ['web', 'w1', 'w2'],
    ],
    [
      ['exec', '-i', 'inventory.yml', '-l', 'db,w'],
      ['db,web', 'db,w1', 'db,w2'],
    ],
    [
      ['exec', '-i', 'inventory.yml', '-l', 'all:!d'],
      ['all:!db', 'all:!d1'],
    ],
    [
      ['playbook.yml', '--start-at', ''],
      ['Ship it', 'Start'],
    ],
    [
      ['playbook.yml', '--tags', 's'],
      ['ship', 'start'],
    ],
    [
      ['waves.yml', '--start-at', ''],
      ['Ship it', 'Start', 'Swap'],
    ],
    [
      ['waves.yml', '--skip-tags', ''],
      ['both', 'ship', 'start', 'wave', 'swap'],
    ],
    [
      ['resume', ''],
      [...kept, ':files'],
    ],
    [
      ['retry', '20261125'],
      [...kept.slice(1, 2), ':files'],
    ],
    [['unlock', 'l'], ['last']],
    [
      ['resume', '--run-dir', 'kept', ''],
      ['last', '20261126-120405-0a1b2c', ':files'],
    ],
    [['resume', '--run-dir', 'none', ''], [':files']],
    [
      ['show', ''],
      [...kept, ':files'],
    ],
    [
      ['compare', 'last', ''],
      [...kept, ':files'],
    ],
    [
      ['report', 'la'],
      ['last', ':files'],
    ],
    [
      ['lab', ''],
      ['up', 'down', 'list'],
    ],
    [['lab', 'down', ''], []],
    [
      ['secrets', 'e'],
      ['encrypt', 'edit'],
    ],
    [['secrets', 'edit', ''], [':files']],
    [['exec', '-i', 'inventory.yml', '--', 'cat', ''], [':files']],
    [['exec', '-i', 'nowhere.yml', '-l', ''], []],
    [['run', '--start-at', ''], []],
  ])('after %j', async (words, expected) => {
    using desk = new Desk(files);
    const { stdout, stderr, code } = await desk.call(['__complete', 'bash', ...words]);
    expect({ words: stdout.split('\n').filter(Boolean), stderr, code }).toEqual({
      words: expected,
      stderr: '',
      code: 0,
    });
  });
});

describe('bash', () => {
  it('completes by the script, names with spaces too', async () => {
    using desk = new Desk(files);
    const script = (await desk.call(['completion', 'bash'])).stdout;
    const bin = join(desk.directory, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'aeon-run'), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`);
    chmodSync(join(bin, 'aeon-run'), 0o755);
    const complete = (...words: string[]) => {
      const array = ['aeon-run', ...words].map((word) => `'${word}'`).join(' ');
      const ask = `COMP_WORDS=(${array}); COMP_CWORD=${words.length}; _aeon_run; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const end = spawnSync('bash', ['-c', `${script}\n${ask}`], {
        cwd: desk.directory,
        env,
        encoding: 'utf8',
      });
      expect(end.stderr).toBe('');
      return end.stdout.trimEnd().split('\n');
    };
    expect(complete('playbook.yml', '--start-at', 'Sh')).toEqual(['Ship\\ it']);
    expect(complete('play')).toEqual(['playbook.yml']);
  });
});
