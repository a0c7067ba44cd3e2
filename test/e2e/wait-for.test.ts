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

  it('tells a host that answers from a check that does not end, ends its shell or is no shell text', async () => {
    const end = await fleet.run(`
  - wait-online: { check: sleep 44, timeout: 2s }
    continue-on-error: true
  - wait-online: { check: kill -9 $$, timeout: 2s }
    continue-on-error: true
  - wait-for: { command: if true, timeout: 2s }
`);
    expect(end.exitCode).toBe(1);
    expect(end.all).toContain('the last thing seen: the check did not end within 2s');
    expect(end.all).toContain('the last thing seen: the check ended the shell that ran it');
    expect(end.all).toMatch(/the last thing seen: the command ended with exit code 2: .*yntax error/);
    expect(end.all).not.toContain('no login worked');
  });
});
