import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import type { ProxiedLink } from '../fleet/proxied-link.ts';
import { type LinkProxy, startProxy } from '../fleet/proxy.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

/** A login and a command are some 8 kB to the host and 6 kB back: a cut in each part of it. */
const cuts = [
  ...Array.from({ length: 22 }, (_, at) => ({ bytes: 300 + 300 * at, direction: 'to-host' as const })),
  ...Array.from({ length: 14 }, (_, at) => ({ bytes: 300 + 300 * at, direction: 'to-client' as const })),
];

interface Device {
  readonly host: string;
  readonly outcome: string;
}

describe('a command that is not idempotent starts at most once per host and run', () => {
  let hosts: Hosts;
  let place: Workplace;
  const proxies: LinkProxy[] = [];
  beforeAll(async () => {
    hosts = await startHosts(['m1'], { config: ['MaxStartups 100', 'MaxSessions 100'] });
    place = await makeWorkplace();
    const { address, port } = hosts.get('m1');
    for (const _ of cuts) proxies.push(await startProxy({ address, port }));
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it('wherever the link is cut, and is told right in each case', async () => {
    const entries = proxies.map(({ address, port }, at) => [`h${at}`, { address, port }]);
    const defaults = { user: 'deploy', key: hosts.clientKey.path, 'host-keys': 'off' };
    await place.write('inventory.yml', JSON.stringify({ defaults, hosts: Object.fromEntries(entries) }));
    await place.write(
      'playbook.yml',
      `
defaults: { retry: { attempts: 3, delay: 200ms } }
stages:
  - hosts: all
    exec: echo {{host.name}} >>started; sleep 0.3; echo {{host.name}} >>ended
`,
    );
    proxies.forEach((proxy, at) => {
      const cut = cuts[at];
      if (cut !== undefined) proxy.cutNextAfter(cut.bytes, cut.direction);
    });
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml', '-c', '12']);
    const end = await cli.ended;
    const lines = async (name: string) =>
      (await hosts.get('m1').exec(`cat /home/deploy/${name}`)).stdout.trim().split('\n').sort();
    const started = await lines('started');
    expect(started).toEqual([...new Set(started)]);
    const { devices } = (await place.results()) as { readonly devices: readonly Device[] };
    const ok = devices
      .filter(({ outcome }) => outcome === 'ok')
      .map(({ host }) => host)
      .sort();
    expect(ok, end.stderr).toEqual(await lines('ended'));
    expect(ok, end.stderr).toHaveLength(cuts.length); // The host's evidence settled all of them.
    expect(proxies.filter(({ links }) => links.length > 1).length).toBeGreaterThan(15);
    expect((await tracesOn(hosts.get('m1'))).toSorted().toReversed()).toEqual([
      '/home/deploy/started',
      '/home/deploy/ended',
    ]);
  }, 60_000);

  it.each<[string, (link: ProxiedLink | undefined) => void]>([
    [
      'is cut',
      (link) => {
        const bytes = (link?.passed('to-host') ?? 0) + 1;
        link?.apply({ cutAfter: { bytes, direction: 'to-host', ending: 'reset' } });
      },
    ],
    ['is frozen', (link) => link?.apply({ frozen: ['to-host'] })],
  ])(
    'and leaves no evidence where the link %s before its result can be acknowledged',
    async (_, spoil) => {
      const host = hosts.get('m1');
      await host.exec('rm -f /home/deploy/*');
      await using proxy = await startProxy(host);
      const defaults = { user: 'deploy', key: hosts.clientKey.path, 'host-keys': 'off' };
      const { address, port } = proxy;
      await place.write('one.yml', JSON.stringify({ defaults, hosts: { h1: { address, port } } }));
      const command = 'touch begun; until [ -e go ]; do sleep 0.05; done';
      await place.write('one-playbook.yml', `stages:\n  - { hosts: all, exec: "${command}" }\n`);
      const cli = place.start(['one-playbook.yml', '-i', 'one.yml']);
      await expect.poll(() => tracesOn(host), { timeout: 20_000 }).toContain('/home/deploy/begun');
      spoil(proxy.links[0]);
      await host.exec('touch /home/deploy/go');
      const end = await cli.ended;
      expect(end.exitCode, end.stderr).toBe(0);
      expect(proxy.links).toHaveLength(2);
      expect((await tracesOn(host)).filter((path) => path.includes('.aeon-'))).toEqual([]);
    },
    60_000,
  );
});
