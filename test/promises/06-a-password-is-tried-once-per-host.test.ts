import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

let host: SshdHost;
let place: Workplace;
beforeAll(async () => {
  host = await startSshd({ addresses: 12 });
  await host.exec('sed -i "1i Defaults logfile=/run/sudo.log" /etc/sudoers');
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

  it('on all hosts when it is right', async () => {
    const { end, log } = await run('stages:\n  - { hosts: all, exec: "true" }\n', 'raspberry 314', [
      '-c',
      '12',
    ]);
    expect(end.exitCode, end.stderr).toBe(0);
    expect(log.match(/Accepted password for pi/g)).toHaveLength(12);
    expect(failedLogins(log)).toBe(0);
  });

  it('by sudo too, over all stages', async () => {
    const defaults = { user: 'pi', become: { password: { env: 'PASSWORD' } } };
    await place.write('inventory.yml', inventoryOf(host, { defaults }));
    const stage = (name: string) =>
      `  - { name: ${name}, hosts: h1, become: true, continue-on-error: true, exec: "true", retry: { attempts: 3, delay: 10ms } }\n`;
    await place.write('playbook.yml', `stages:\n${stage('one')}${stage('two')}`);
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml'], { env: { PASSWORD: 'wrong 3' } });
    expect(end.stderr).toContain(
      'sudo on h1 did not take the password: mend become.password (it was tried once)',
    );
    expect(
      (await host.exec('grep -A1 pi /run/sudo.log')).stdout.match(/\d incorrect password attempt/g),
    ).toEqual(['1 incorrect password attempt']);
  });
});
