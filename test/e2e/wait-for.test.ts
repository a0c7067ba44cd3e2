import { describe, expect, it } from 'vitest';
import { useTwoHosts } from './two-hosts.ts';

const fleet = useTwoHosts();

describe('wait-for on real hosts', () => {
  it('waits for ports, files and commands, and says what it last saw where it waits in vain', async () => {
    await fleet.hosts.get('m1').exec('(sleep 3; touch /tmp/is-ready) >/dev/null 2>&1 &');
    await fleet.hosts.get('m2').exec('touch /tmp/is-ready');
    const end = await fleet.run(`
  - wait-for: { port: "{{host.port}}" }
  - wait-for: { port: "{{host.port}}", from: host }
  - wait-for: { file: /tmp/is-ready, interval: 200ms }
  - wait-for: { command: test -d /tmp, timeout: 10s }
  - wait-for: { file: /tmp/is-ready, state: absent, timeout: 2s }
`);
    expect(end.exitCode).toBe(1);
    expect(end.all).toContain('waited 2s for /tmp/is-ready to be gone');
    expect(end.all).toContain('the last thing seen: it is there');
    const results = await fleet.place.results();
    expect(results).toMatchObject({ stages: [{ ok: 2 }, { ok: 2 }, { ok: 2 }, { ok: 2 }, { ok: 0 }] });
  });
});
