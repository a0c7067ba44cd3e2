import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

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
    changed-when: "true"
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

  it('are not deceived when a run is resumed: what the command made does not spare it, and its cut output is not judged', async () => {
    const resumed = `
hosts: h1
defaults: { retry: { attempts: 1 } }
stages:
  - exec: { command: "touch /home/deploy/gone-on; sleep 2; exit 3", creates: /home/deploy/gone-on }
    failed-when: result.exit_code != 3
  - exec: sleep 2
    failed-when: "!result.stdout.contains('ready')"
`;
    await place.write('resumed.yml', resumed);
    const args = ['resumed.yml', '-i', 'inventory.yml', '--run-dir', 'cut', '--output', 'json'];
    await killWhile(place.start(args), '1');
    const second = await killWhile(
      place.start(['resume', 'last', '--run-dir', 'cut', '--output', 'json']),
      '2',
    );
    expect(resultOf(second, '1')).toMatchObject({ outcome: 'ok', ran: 'yes', exitCode: 3 });
    const { stdout } = await place.run(['resume', 'last', '--run-dir', 'cut', '--output', 'json']);
    expect(resultOf(stdout, '2')).toMatchObject({ outcome: 'unknown', ran: 'yes', exitCode: 0 });
  });
});

/** Kills the command line when its stage has run for half a second; gives what it had told. */
async function killWhile(cli: Cli, stage: string): Promise<string> {
  const isRunning = () =>
    events(cli.stdout).some((event) => event.type === 'attempt-started' && event.stage === stage);
  for (let tries = 0; !isRunning() && tries < 400; tries++) await sleep(50);
  await sleep(700);
  cli.signal('SIGKILL');
  await cli.ended;
  return cli.stdout;
}

interface Told {
  readonly type: string;
  readonly stage?: string;
  readonly result?: unknown;
}

function events(text: string): Told[] {
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line));
}

function resultOf(text: string, stage: string): unknown {
  return events(text).find((event) => event.type === 'task-ended' && event.stage === stage)?.result;
}
