import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

let host: SshdHost;
let place: Workplace;
beforeAll(async () => {
  host = await startSshd({ addresses: 12 });
});
afterAll(() => host?.[Symbol.asyncDispose]());
beforeEach(async () => {
  place = await makeWorkplace();
});
afterEach(() => place?.[Symbol.asyncDispose]());

/** The addresses that the run tried a password on, one a try: sshd names ours, and its own only in a Connection line. */
function failedLogins(log: string): number {
  return log.match(/Failed password for pi/g)?.length ?? 0;
}

/** Shell text that makes PAM note each password that it rejects for the service. */
function countedFailures(service: string): string {
  return `: >/run/failures; chmod 666 /run/failures
echo 'echo failed >>/run/failures' >/etc/note-failure
cat >/etc/pam.d/${service} <<'END'
auth [success=2 default=ignore] pam_unix.so nodelay
auth optional pam_exec.so quiet /bin/sh /etc/note-failure
auth requisite pam_deny.so
auth required pam_permit.so
account required pam_permit.so
session required pam_permit.so
END`;
}

async function run(stages: string, password: string, args: readonly string[] = []) {
  const defaults = { user: 'pi', key: undefined, password: { env: 'PASSWORD' } };
  await place.write('inventory.yml', inventoryOf(host, { defaults }));
  await place.write('playbook.yml', stages);
  const before = host.log().length;
  const end = await place.run(['playbook.yml', '-i', 'inventory.yml', ...args], {
    env: { PASSWORD: password },
  });
  return { end, log: host.log().slice(before) };
}

describe('a password is tried once per host', () => {
  it('whatever retries, waits and repairs a playbook asks for', async () => {
    const { end, log } = await run(
      `
defaults: { retry: { attempts: 3, delay: 10ms } }
stages:
  - { name: First, hosts: h1, exec: "true", register: first, idempotent: true, continue-on-error: true }
  - { name: Wait, hosts: h1, wait-online: { timeout: 3s }, when: "results.first.outcome == 'unreachable'" }
  - { name: Repair, hosts: h1, exec: "true", when: "results.first.outcome == 'unreachable'" }
`,
      'wrong 1',
    );
    expect(failedLogins(log)).toBe(1);
    expect(end.exitCode).toBe(1);
    expect(await place.results()).toMatchObject({
      devices: [
        {
          stages: [
            { reason: 'auth_rejected', attempts: 1 },
            { reason: 'credential_blocked' },
            { reason: 'credential_blocked' },
          ],
        },
      ],
    });
  });

  it.each([1, 12])(
    'and on three hosts at the most when it is wrong everywhere, %i at once',
    async (concurrency) => {
      const { log } = await run('stages:\n  - { hosts: all, exec: "true" }\n', 'wrong 2', [
        '-c',
        String(concurrency),
      ]);
      expect(failedLogins(log)).toBe(3);
      const { devices } = (await place.results()) as { devices: { stages: { reason: string }[] }[] };
      const reasons = devices.map(({ stages }) => stages[0]?.reason).sort();
      expect(reasons).toEqual([...Array(3).fill('auth_rejected'), ...Array(9).fill('credential_blocked')]);
    },
  );

  it('and on three jump hosts at the most', async () => {
    const jumps = host.addresses.slice(0, 7);
    const hosts = Object.fromEntries(
      jumps.flatMap((address, at) => [
        [`j${at}`, { address, port: host.port }],
        [`t${at}`, { address: `10.99.0.${at}`, jump: `j${at}` }],
      ]),
    );
    const defaults = { user: 'pi', password: { env: 'PASSWORD' }, 'known-hosts': host.knownHosts };
    await place.write(
      'inventory.yml',
      JSON.stringify({ defaults, groups: { targets: { hosts: {} } }, hosts }),
    );
    await place.write('playbook.yml', 'stages: [{ hosts: "t[0-6]", exec: "true" }]\n');
    const before = host.log().length;
    await place.run(['playbook.yml', '-i', 'inventory.yml', '-c', '7'], { env: { PASSWORD: 'wrong 5' } });
    expect(failedLogins(host.log().slice(before))).toBe(3);
  });

  it('on all hosts when it is right', async () => {
    const { end, log } = await run('stages:\n  - { hosts: all, exec: "true" }\n', 'raspberry 314', [
      '-c',
      '12',
    ]);
    expect(end.exitCode, end.stderr).toBe(0);
    expect(log.match(/Accepted password for pi/g)).toHaveLength(12);
    expect(failedLogins(log)).toBe(0);
  });

  describe.each(['sudo', 'doas', 'su'] as const)('and so is that for %s', (method) => {
    const stage = 'stages:\n  - { name: One, hosts: all, become: true, exec: "true" }\n';
    const become = async (password: string, args: readonly string[], stages = stage, on = host) => {
      const defaults = { user: 'pi', become: { method, user: 'guest', password: { env: 'PASSWORD' } } };
      await place.write('inventory.yml', inventoryOf(on, { defaults }));
      await place.write('playbook.yml', stages);
      await on.exec(countedFailures(method));
      const end = await place.run(['playbook.yml', '-i', 'inventory.yml', ...args], {
        env: { PASSWORD: password },
      });
      const { devices } = (await place.results()) as { devices: { stages: { reason: string }[] }[] };
      return {
        end,
        reasons: devices.flatMap(({ stages }) => stages.map(({ reason }) => reason)).sort(),
        failures: (await on.exec('cat /run/failures')).stdout.match(/failed/g)?.length ?? 0,
      };
    };
    const right = { sudo: 'raspberry 314', doas: 'raspberry 314', su: 'guest 141' }[method];

    it.each(['1', '12'])(
      'on three hosts at the most when it is wrong everywhere, %s at once',
      async (many) => {
        const { reasons, failures } = await become('wrong 4', ['-c', many]);
        expect(failures).toBe(3);
        expect(reasons).toEqual([
          ...Array(9).fill('become_password_blocked'),
          ...Array(3).fill('become_password_rejected'),
        ]);
      },
    );

    it('on all hosts when it is right', async () => {
      const { end, failures } = await become(right, ['-c', '12']);
      expect(end.exitCode, end.stderr).toBe(0);
      expect(failures).toBe(0);
    });

    it('also where the host has no room for a second session that ends who asks', async () => {
      await using narrow = await startSshd({ config: ['MaxSessions 1'] });
      const { reasons, failures } = await become('wrong 6', [], stage, narrow);
      expect(reasons).toEqual(['become_password_rejected']);
      expect(failures).toBe(1);
    });

    it('and never again in later stages', async () => {
      const again = (name: string) =>
        `  - { name: ${name}, hosts: h1, become: true, continue-on-error: true, exec: "true", retry: { attempts: 3, delay: 10ms } }\n`;
      const { end, reasons, failures } = await become(
        'wrong 5',
        [],
        `stages:\n${again('One')}${again('Two')}`,
      );
      expect(reasons).toEqual(['become_password_blocked', 'become_password_rejected']);
      expect(failures).toBe(1);
      expect(end.stderr).toContain(`${method} on h1 did not take the password before in this run`);
    });
  });
});
