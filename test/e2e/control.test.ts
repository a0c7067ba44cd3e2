import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

const playbook = `
hosts: all
vars: { token: "it's $HOME and \`id\`" }
stages:
  - name: Set up once
    exec:
      command: [cd made, 'printf %s "$TOKEN" > token', 'cat >> token']
      chdir: /home/deploy
      env: { TOKEN: "{{token}}" }
      stdin: "|fed"
      creates: made/token
    register: setup
  - name: Grow
    exec: echo x >> /home/deploy/n; wc -l < /home/deploy/n
    until: int(result.stdout) >= 3
    retry: { attempts: 5, delay: 100ms }
    changed-when: "true"
  - name: As root, in bash
    exec: { command: "[[ $(id -u) == 0 ]] && read -r x; echo $x; exit 3", shell: /bin/bash, stdin: hello }
    become: true
    failed-when: result.exit_code != 3 || result.stdout != 'hello'
  - name: For this machine
    exec: echo {{facts.arch}} {{facts.os}} > /home/deploy/facts
    when: facts.cpus >= 1 && facts.hostname != ''
  - assert: { that: "stages.setup.ok == 2 && stage.results.all(r, r.outcome == 'ok')" }
  - assert: { that: stages.setup.changed > 2, message: Nothing changed }
  - name: Never
    exec: touch /home/deploy/never
`;

describe('conditions, options and facts on real hosts', () => {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['h1', 'h2']);
    place = await makeWorkplace();
    await place.write('playbook.yml', playbook);
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
    for (const host of hosts) await host.exec('mkdir -m 777 /home/deploy/made');
    await hosts.get('h2').exec('echo kept > /home/deploy/made/token');
  });
  afterAll(async () => {
    await hosts[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  it('do what the page of the language says', async () => {
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(end.stdout + end.stderr).toContain('Nothing changed: not so: stages.setup.changed > 2');
    expect(end.exitCode).toBe(1);
    const [first, second] = await Promise.all(
      ['h1', 'h2'].map(async (name) => {
        const look = 'cd /home/deploy; cat made/token; echo; cat n facts; ls -A . /tmp';
        return (await hosts.get(name).exec(look)).stdout;
      }),
    );
    expect(first).toContain("it's $HOME and `id`|fed\nx\nx\nx\n");
    expect(second).toContain('kept\n');
    for (const text of [first, second]) {
      expect(text).toMatch(/^x\nx\nx\n\S+ \S+\n/m);
      expect(text).not.toMatch(/never|aeon/);
    }
  });

  it('stand in the journal, facts once a host', async () => {
    const journal = (await place.readOfRun('journal.ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const facts = journal.filter(({ type }) => type === 'facts-gathered');
    expect(facts.map(({ host }) => host).sort()).toEqual(['h1', 'h2']);
    const setup = journal.filter(({ type, stage }) => type === 'task-ended' && stage === '1');
    expect(setup.find(({ host }) => host === 'h2')?.result).toMatchObject({
      outcome: 'ok',
      ran: 'no',
      changed: false,
    });
  });
});
