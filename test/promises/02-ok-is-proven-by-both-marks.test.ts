import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../fleet/accounts.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

/** A login shell that shares as little as it can with sh: csh where there is one. */
const odd = ['/bin/csh', '/usr/bin/fish'].filter((path) => existsSync(path));

const accounts: readonly Account[] = [
  { name: 'quits', shell: '/bin/bash' },
  { name: 'chatty', shell: '/bin/bash' },
  { name: 'joined', shell: '/bin/bash' },
  { name: 'muted', shell: '/bin/bash' },
  { name: 'replaced', shell: '/bin/bash' },
  { name: 'yes', shell: '/bin/true' },
  { name: 'nologin', shell: '/usr/sbin/nologin' },
  { name: 'forced' },
  { name: 'sent-away' },
  { name: 'killed' },
  ...odd.map((shell) => ({ name: shell.slice(shell.lastIndexOf('/') + 1), shell })),
];

/** What bash reads though nobody types: Debian's and Fedora's bash do so for commands that come over ssh. */
const bashrc: Readonly<Record<string, string>> = {
  quits: 'exit 0\n',
  replaced: 'exec /bin/sh\n',
  joined: 'exec 2>&1\n',
  muted: 'exec 2>/dev/null\n',
  chatty: 'echo welcome; echo "on stderr" >&2; printf "no newline"\n',
};

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly exit_code: number | null;
  readonly output: string;
  readonly stages: readonly { readonly reason?: string; readonly message?: string }[];
}

describe('ok means that our start mark and our end mark with exit code 0 were both seen', () => {
  let host: SshdHost;
  let place: Workplace;
  let devices: ReadonlyMap<string, Device>;
  beforeAll(async () => {
    host = await startSshd({
      addresses: accounts.length,
      accounts,
      config: [
        'Match User forced',
        '  ForceCommand /bin/true',
        'Match User sent-away',
        // As the images of clouds have it for root.
        `  ForceCommand echo 'Please login as the user "pi" rather than "root".'; echo; exit 142`,
      ],
    });
    for (const [name, text] of Object.entries(bashrc)) {
      const path = join(host.home(name), '.bashrc');
      await writeFile(path, text);
      const id = Number(execFileSync('stat', ['-c', '%u', host.home(name)], { encoding: 'utf8' }));
      await chown(path, id, id);
    }
    place = await makeWorkplace();
    const hosts = accounts.map(({ name }, at) => [
      name,
      { address: host.addresses[at], port: host.port, user: name },
    ]);
    const defaults = { key: host.clientKey.path, 'known-hosts': host.knownHosts };
    await place.write('inventory.yml', JSON.stringify({ defaults, hosts: Object.fromEntries(hosts) }));
    const command =
      'if [ "$(id -un)" = killed ]; then kill -9 $$; fi; echo ran >>ran; echo "it says: ran"; exit 0';
    await place.write('playbook.yml', `stages:\n  - hosts: all\n    exec: ${JSON.stringify(command)}\n`);
    await place.run(['playbook.yml', '-i', 'inventory.yml']);
    const results = (await place.results()) as { readonly devices: readonly Device[] };
    devices = new Map(results.devices.map((device) => [device.host, device]));
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  const hasRun = (name: string) => existsSync(join(host.home(name), 'ran'));

  it.each([
    ['quits', 'a .bashrc with "exit 0"'],
    ['replaced', 'a .bashrc with "exec"'],
    ['yes', 'a login shell of /bin/true'],
    ['nologin', 'a nologin shell'],
    ['forced', 'a forced command'],
    ['sent-away', 'a forced command that says why'],
  ])('%s: %s exits with 0 or not, and is unreachable', (name) => {
    expect(devices.get(name)).toMatchObject({
      outcome: 'unreachable',
      exit_code: null,
      stages: [{ reason: 'no_shell' }],
    });
    expect(hasRun(name)).toBe(false);
  });

  it.each([
    [
      'nologin',
      'code 1 before /bin/sh could start, and said "This account is currently not available.": look',
    ],
    ['sent-away', 'could start, and said "Please login as the user "pi" rather than "root".": look'],
    ['yes', 'ended with exit code 0 before /bin/sh could start: look'],
  ])('%s: what the login says itself is told', (name, part) => {
    expect(devices.get(name)?.stages[0]?.message).toContain(part);
  });

  it('a shell that is killed before its end mark is unknown', () => {
    expect(devices.get('killed')).toMatchObject({ outcome: 'unknown', stages: [{ reason: 'no_end_mark' }] });
  });

  it('a login without stderr is not waited for until the limit, and unknown', () => {
    expect(devices.get('muted')).toMatchObject({ outcome: 'unknown', stages: [{ reason: 'no_end_mark' }] });
    expect(hasRun('muted')).toBe(true);
  });

  it.each(['chatty', 'joined', ...odd.map((shell) => shell.slice(shell.lastIndexOf('/') + 1))])(
    '%s is ok, and what its login prints is no output of the command',
    (name) => {
      expect(devices.get(name)).toMatchObject({ outcome: 'ok', exit_code: 0, output: 'it says: ran\n' });
      expect(hasRun(name)).toBe(true);
    },
  );
});
