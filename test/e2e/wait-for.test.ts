import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

let hosts: Hosts;
let place: Workplace;
beforeAll(async () => {
  hosts = await startHosts(['m1', 'm2']);
  place = await makeWorkplace();
  await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
});
afterAll(async () => {
  await hosts[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

/** Runs stages on both hosts. */
async function run(stages: string, more: readonly string[] = []) {
  await place.write('playbook.yml', `hosts: all\nstages:\n${stages}`);
  const end = await place.run(['playbook.yml', '-i', 'inventory.yml', ...more]);
  return { ...end, all: end.stdout + end.stderr };
}

describe('wait-for on real hosts', () => {
  it('waits for ports, files and commands, and says what it last saw where it waits in vain', async () => {
    await hosts.get('m1').exec('(sleep 3; touch /tmp/is-ready) >/dev/null 2>&1 &');
    await hosts.get('m2').exec('touch /tmp/is-ready');
    const end = await run(`
  - wait-for: { port: "{{host.port}}" }
  - wait-for: { port: "{{host.port}}", from: host }
  - wait-for: { file: /tmp/is-ready, interval: 200ms }
  - wait-for: { command: test -d /tmp, timeout: 10s }
  - wait-for: { file: /tmp/is-ready, state: absent, timeout: 2s }
`);
    expect(end.exitCode).toBe(1);
    expect(end.all).toContain('waited 2s for /tmp/is-ready to be gone');
    expect(end.all).toContain('the last thing seen: it is there');
    const results = await place.results();
    expect(results).toMatchObject({ stages: [{ ok: 2 }, { ok: 2 }, { ok: 2 }, { ok: 2 }, { ok: 0 }] });
  });
});
