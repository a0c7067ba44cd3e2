import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { setDirectory } from '../../../src/shell/destination.ts';
import { deletionGuard, systemDirectories } from '../../../src/shell/tree/deletion-guard.ts';
import { shells } from '../shells.ts';

const place = mkdtempSync(join(tmpdir(), 'aeon-deletion-guard-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const at = (name: string) => join(place, name);
const names = [
  'home',
  'site',
  'data/homes/pi',
  'data/real',
  'ftp/bob',
  'srv/agent',
  'cloud/ann',
  'disk/homes/eve',
];
for (const name of ['bin', ...names]) mkdirSync(at(name), { recursive: true });
symlinkSync('site', at('link'));
symlinkSync('data', at('above'));
symlinkSync('real', at('data/alias'));
symlinkSync('/usr', at('system'));
symlinkSync('disk/homes', at('homes'));
const users = `root:x:0:0::/root:/bin/bash
pi:x:1000:1000:Pi,,,:${at('data/homes/pi')}/:/bin/bash
other:x:1001:1001::${at('data/alias')}:/bin/sh
bob:x:1002:1002::${at('ftp/bob')}:/usr/sbin/nologin
eve:x:1003:1003::${at('homes/eve')}:/bin/bash
gone:x:1004:1004::${at('homes/none/gone')}:/bin/bash
agent:x:998:998::${at('srv/agent')}:/usr/sbin/nologin
+::::::`;
writeFileSync(
  at('bin/getent'),
  `#!/bin/sh
if [ $# -eq 1 ]; then cat <<'END'
${users}
END
else case " $* " in *" ann "*) echo 'ann:x:70000:70000::${at('cloud/ann')}:/bin/bash';; esac; fi\n`,
  { mode: 0o755 },
);

const guard = deletionGuard({ ifLink: 'echo link; exit 1', ifDangerous: 'echo danger; exit 1' });

function judge([program = '', ...flags]: readonly string[], destination: string, more = {}): string {
  const input = `(\n${setDirectory(destination)}\n${guard}echo free\n)\n`;
  const env = { PATH: `${at('bin')}:${process.env.PATH}`, HOME: at('home'), ...more };
  const { stdout, stderr } = spawnSync(program, flags, { cwd: place, env, input, encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

describe.each(shells)('what delete may empty, in %s', (...shell) => {
  it.each(['site', '~/../site', 'above/homes/pi/..//../../site', 'srv/agent', '/usr/share/doc'])(
    'is %s',
    (destination) => {
      expect(judge(shell, destination)).toBe('free');
    },
  );

  it.each(['link', 'link/', 'link/.', 'link//./'])('is no link: %s', (destination) => {
    expect(judge(shell, destination)).toBe('link');
  });

  it.each([
    '/',
    '/etc',
    '/..',
    'system',
    'system/lib',
    '//',
    '//usr/lib',
    ...systemDirectories.filter(existsSync),
  ])('is no directory of the system, whatever its name: %s', (destination) => {
    expect(judge(shell, destination)).toBe('danger');
  });

  it.each(['~', 'home', 'data/homes/pi', 'above/homes/pi', 'above/homes', 'data/real', 'ftp/bob'])(
    'is no home directory, nor what holds one: %s',
    (destination) => {
      expect(judge(shell, destination)).toBe('danger');
    },
  );

  it.each(['disk/homes', 'disk', 'disk/homes/eve', 'homes/eve', 'homes'])(
    'is no home directory that a link leads to, nor what holds one: %s',
    (destination) => {
      expect(judge(shell, destination)).toBe('danger');
    },
  );

  it('is not what holds all homes, mounted elsewhere too', () => {
    mkdirSync(at('mounted'), { recursive: true });
    execFileSync('mount', ['--bind', at('disk/homes'), at('mounted')]);
    try {
      expect(judge(shell, 'mounted')).toBe('danger');
    } finally {
      execFileSync('umount', [at('mounted')]);
    }
  });

  it('is not the home of one who logged in and stands in no list of users', () => {
    expect(judge(shell, 'cloud/ann')).toBe('free');
    expect(judge(shell, 'cloud/ann', { SUDO_USER: 'ann' })).toBe('danger');
    expect(judge(shell, 'cloud/ann', { DOAS_USER: 'ann' })).toBe('danger');
  });

  it('is known without getent too', () => {
    const bare = at('bare');
    mkdirSync(bare, { recursive: true });
    if (!existsSync(join(bare, 'cat'))) symlinkSync('/bin/cat', join(bare, 'cat'));
    expect(judge(shell, 'site', { PATH: bare })).toBe('free');
    expect(judge(shell, '/var/../root', { PATH: bare, HOME: '/nonexistent' })).toBe('danger');
    expect(judge(shell, 'home', { PATH: bare })).toBe('danger');
  });
});
