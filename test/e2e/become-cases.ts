import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tagOf } from '../../src/shell/attempt-tag.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import type { MachineOptions } from '../fleet/machine-options.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

/** One way in which a host can let us become another user, or not. */
export interface BecomeCase {
  /** Who logs in. */
  readonly user: string;
  readonly password?: string;
  /** `root` unless told. */
  readonly becomes?: string;
  /** Shell text that sets the host up. */
  readonly setUp?: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly message?: RegExp;
}

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly stages: readonly { readonly reason?: string; readonly message?: string }[];
}

/** All that other users of the host can see of a process, and the command of itself. */
const spy = `id -un; env; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '; echo to stderr >&2`;

/** Tests of all the cases, each on a host of its own, in one run. */
export function describeBecome(
  method: 'sudo' | 'doas' | 'su',
  cases: Readonly<Record<string, BecomeCase>>,
  options: MachineOptions = {},
): void {
  describe(`become by ${method}`, () => {
    let hosts: Hosts;
    let place: Workplace;
    let devices: ReadonlyMap<string, Device>;
    let everything: string;
    beforeAll(async () => {
      hosts = await startHosts(Object.keys(cases), options);
      for (const [name, { setUp }] of Object.entries(cases)) {
        if (setUp !== undefined) await hosts.get(name).exec(setUp);
      }
      place = await makeWorkplace();
      const own = Object.entries(cases).map(([name, { user, password, becomes }]) => [
        name,
        { user, become: { method, ...(password && { password }), ...(becomes && { user: becomes }) } },
      ]);
      await place.write('inventory.yml', inventoryOf(hosts, { hosts: Object.fromEntries(own) }));
      const stages = Object.entries(cases).map(([name]) => ({
        name: 'Look',
        hosts: name,
        become: true,
        exec: spy,
      }));
      await place.write('playbook.yml', JSON.stringify({ stages }));
      const end = await place.run(['playbook.yml', '-i', 'inventory.yml', '-c', '20']);
      const results = (await place.results()) as { readonly devices: readonly Device[] };
      devices = new Map(results.devices.map((device) => [device.host, device]));
      const files = await Promise.all(
        ['journal.ndjson', 'plan.json', 'results.json', 'run.log'].map((name) => place.readOfRun(name)),
      );
      everything = [end.stdout, end.stderr, ...files].join('\n');
    }, 120_000);
    afterAll(async () => {
      await hosts?.[Symbol.asyncDispose]();
      await place?.[Symbol.asyncDispose]();
    });

    const output = (name: string, stream: 'out' | 'err') =>
      place.readOfRun(`hosts/${name}/${Object.keys(cases).indexOf(name) + 1}-look.${stream}`);

    it.each(Object.entries(cases))('%s', async (name, { outcome, reason, message, becomes = 'root' }) => {
      const device = devices.get(name);
      expect(device).toMatchObject({ outcome });
      const stage = device?.stages.find((each) => each.reason !== 'host_failed_before');
      expect(stage?.reason).toBe(reason);
      if (message !== undefined) expect(stage?.message).toMatch(message);
      if (outcome === 'ok') {
        expect((await output(name, 'out')).split('\n')[0]).toBe(becomes);
        expect(await output(name, 'err')).toBe('to stderr\n');
      }
      expect(await tracesOn(hosts.get(name))).toEqual([]);
    });

    it('shows the password to nobody: no process, no environment, no file of ours, nothing that is printed', async () => {
      const good = [...devices.values()].filter(({ outcome }) => outcome === 'ok');
      const seen = await Promise.all(good.map(({ host }) => output(host, 'out')));
      expect(seen.join('').includes('AEON_ATTEMPT='), 'what they could see').toBe(true);
      const secrets = Object.values(cases).flatMap(({ password }) => password ?? []);
      for (const secret of new Set(secrets)) {
        expect(seen.join('\n').includes(secret), 'on a host').toBe(false);
        expect(everything.includes(secret), 'here').toBe(false);
      }
    });

    it('lets nobody know the name of its evidence, who could make that file first', async () => {
      const good = [...devices.values()].filter(({ outcome }) => outcome === 'ok');
      const seen = (await Promise.all(good.map(({ host }) => output(host, 'out')))).join('');
      const ids = [...everything.matchAll(/"attemptId":"(\w+)"/g)].map(([, id = '']) => id);
      expect(ids.filter((id) => seen.includes(tagOf(id))).length).toBeGreaterThanOrEqual(good.length);
      expect(ids.filter((id) => seen.includes(id))).toEqual([]);
    });
  });
}
