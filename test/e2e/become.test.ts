import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

const password = 'raspberry 314';
const wrong = 'a wrong 159';

/** Each host is one way in which sudo can be set up; `sudoers` is added to it. */
const cases: Readonly<
  Record<
    string,
    { user: string; password?: string; sudoers?: string; outcome: string; reason?: string; message?: RegExp }
  >
> = {
  free: { user: 'deploy', outcome: 'ok' },
  'free-with-password': { user: 'deploy', password: wrong, outcome: 'ok' },
  asked: { user: 'pi', password, outcome: 'ok' },
  missing: {
    user: 'pi',
    outcome: 'failed',
    reason: 'become_password_missing',
    message: /asks for a password and none is configured: set become.password/,
  },
  mistaken: {
    user: 'pi',
    password: wrong,
    outcome: 'failed',
    reason: 'become_password_rejected',
    message: /did not take the password: mend become.password \(it was tried once\)/,
  },
  stranger: {
    user: 'guest',
    password: 'guest 141',
    outcome: 'failed',
    reason: 'become_failed',
    message: /guest is not in the sudoers file/,
  },
  tty: {
    user: 'pi',
    password,
    sudoers: 'Defaults requiretty',
    outcome: 'failed',
    reason: 'become_failed',
    message: /you must have a tty to run sudo/,
  },
  lecture: { user: 'pi', password, sudoers: 'Defaults lecture=always', outcome: 'ok' },
  'other-prompt': {
    user: 'pi',
    password,
    sudoers: 'Defaults passprompt="Kennwort: "\nDefaults passprompt_override',
    outcome: 'ok',
  },
  insults: {
    user: 'pi',
    password: wrong,
    sudoers: 'Defaults insults,passwd_tries=9',
    outcome: 'failed',
    reason: 'become_password_rejected',
  },
  limited: {
    user: 'guest',
    sudoers: 'guest ALL=(root) NOPASSWD: /usr/bin/id',
    outcome: 'failed',
    reason: 'become_password_missing',
  },
  root: { user: 'root', outcome: 'ok' },
  none: {
    user: 'deploy',
    outcome: 'failed',
    reason: 'become_failed',
    message: /there is no sudo on none: install it/,
  },
};

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly output: string;
  readonly stages: readonly { readonly reason?: string; readonly message?: string }[];
}

/** All that other users of the host can see of a process, and the command of itself. */
const spy = `id -un; env; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '`;

describe('become', () => {
  let hosts: Hosts;
  let place: Workplace;
  let devices: ReadonlyMap<string, Device>;
  let everything: string;
  beforeAll(async () => {
    hosts = await startHosts(Object.keys(cases));
    for (const [name, { sudoers }] of Object.entries(cases)) {
      const lines = (sudoers ?? '').split('\n').map((line) => `printf '%s\\n' '${line}' >>/etc/sudoers`);
      if (sudoers !== undefined) await hosts.get(name).exec(lines.join('; '));
    }
    await hosts.get('none').exec('rm /usr/bin/sudo');
    place = await makeWorkplace();
    const own = Object.entries(cases).map(([name, { user, password: text }]) => [
      name,
      { user, ...(text !== undefined && { become: { password: text } }) },
    ]);
    await place.write('inventory.yml', inventoryOf(hosts, { hosts: Object.fromEntries(own) }));
    await place.write('spy.sh', spy);
    await place.write(
      'playbook.yml',
      'stages:\n  - { name: Look, hosts: all, become: true, exec: {{{spy}}} }\n'.replace(
        '{{{spy}}}',
        JSON.stringify(spy),
      ),
    );
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml', '-c', '20']);
    const results = (await place.results()) as { readonly devices: readonly Device[] };
    devices = new Map(results.devices.map((device) => [device.host, device]));
    const files = await Promise.all(
      ['journal.ndjson', 'plan.json', 'results.json', 'run.log'].map((name) => place.readOfRun(name)),
    );
    everything = [end.stdout, end.stderr, ...files].join('\n');
  });
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it.each(Object.entries(cases))('%s', async (name, { outcome, reason, message }) => {
    const device = devices.get(name);
    expect(device).toMatchObject({ outcome });
    expect(device?.stages[0]?.reason).toBe(reason);
    if (message !== undefined) expect(device?.stages[0]?.message).toMatch(message);
    if (outcome === 'ok')
      expect((await place.readOfRun(`hosts/${name}/1-look.out`)).slice(0, 5)).toBe('root\n');
    expect(await tracesOn(hosts.get(name))).toEqual([]);
  });

  it('shows the password to nobody: no process, no environment, no file of ours, nothing that is printed', async () => {
    const seen = await Promise.all(
      [...devices.values()]
        .filter(({ outcome }) => outcome === 'ok')
        .map(({ host }) => place.readOfRun(`hosts/${host}/1-look.out`)),
    );
    expect(seen.join('').includes('AEON_ATTEMPT='), 'what they could see').toBe(true);
    for (const secret of [password, wrong, 'guest 141']) {
      expect(seen.join('\n').includes(secret), 'on a host').toBe(false);
      expect(everything.includes(secret), 'here').toBe(false);
    }
  });
});
