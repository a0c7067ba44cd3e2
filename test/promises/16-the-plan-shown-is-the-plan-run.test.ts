import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/events/events.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const playbook = `
name: All sorts
vars: { release: "1.4 'beta' $x", list: [a b, "c;d"] }
stages:
  - { name: On all, hosts: all, exec: "echo {{host.name}} {{release}} {{list}}", register: told }
  - { name: On some, hosts: "h[1-2]", transfer: { src: "files/{{role}}.conf", dest: "conf-{{host.name}}", mode: "0600" } }
  - { name: Not now, hosts: all, exec: echo never, tags: [never] }
  - { name: With a condition, hosts: all, exec: "echo {{role}}\\necho again", when: host.name != 'h2' }
  - assert: { success-rate: 50, of: On all }
`;

interface PlanJson {
  readonly stages: readonly {
    readonly id: string;
    readonly kind: string;
    readonly hosts?: readonly string[];
    readonly tasks?: readonly { readonly hosts: readonly string[]; readonly args?: unknown }[];
  }[];
}

const args = [
  'playbook.yml',
  '-i',
  'inventory.yml',
  '--skip-tags',
  'never',
  '-l',
  'all:!h4',
  '-e',
  'role=a b',
];
let sshd: SshdHost;
let place: Workplace;
let shown = '';
let plan: PlanJson;
let events: readonly RunEvent[] = [];
beforeAll(async () => {
  place = await makeWorkplace();
  // A login shell that keeps all it is told, by the address that it was told at.
  await place.write(
    'shell',
    '#!/bin/sh\nset -- "$@"\ntee -a "$HOME/received.$(echo "$SSH_CONNECTION" | cut -d" " -f3)" | /bin/sh "$@"\n',
  );
  chmodSync(place.path('shell'), 0o755);
  chmodSync(place.directory, 0o755);
  sshd = await startSshd({ addresses: 4, accounts: [{ name: 'root', shell: place.path('shell') }] });
  await place.write('inventory.yml', inventoryOf(sshd));
  await place.write('playbook.yml', playbook);
  await place.write('files/a b.conf', 'conf');
  shown = (await place.run(['plan', ...args, '--json'])).stdout;
  plan = JSON.parse(shown);
  const end = await place.run([...args, '--output', 'json']);
  expect(end.exitCode, end.stdout + end.stderr).toBe(0);
  events = end.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
  await sshd[Symbol.asyncDispose]();
});

describe('the plan shown is the plan run', () => {
  it('byte for byte: what plan --json prints is what the run keeps', async () => {
    expect(await place.readOfRun('plan.json')).toBe(shown);
  });

  it('stage by stage and host by host: the journal has what the plan has, and nothing else', () => {
    const planned = plan.stages.map(({ id, hosts = [] }) => [id, hosts]);
    const begun = events.flatMap((event) =>
      event.type === 'stage-started' ? [[event.stage, event.hosts]] : [],
    );
    expect(begun).toEqual(planned);
    const ended = events.flatMap((event) =>
      event.type === 'task-ended' ? [`${event.stage} ${event.host}`] : [],
    );
    const tasks = plan.stages.flatMap(({ id, hosts = [] }) => hosts.map((host) => `${id} ${host}`));
    expect(ended.toSorted()).toEqual(tasks.toSorted());
  });

  it('word for word: a host is told the commands that its plan shows, in their order, and no others', async () => {
    const notMet = new Set(['h2 4']); // Its condition does not hold, which only the run tells.
    for (const [at, host] of ['h1', 'h2', 'h3', 'h4'].entries()) {
      const planned = plan.stages.flatMap(({ id, kind, tasks = [] }) =>
        tasks
          .filter(({ hosts }) => kind === 'exec' && hosts.includes(host) && !notMet.has(`${host} ${id}`))
          .map((task) => task.args),
      );
      const { stdout } = await sshd.exec(
        `cat ${sshd.home('root')}/received.${sshd.addresses[at]} 2>/dev/null`,
      );
      expect(commandsIn(stdout)).toEqual(planned);
      expect(planned).toHaveLength({ h1: 2, h2: 1, h3: 2, h4: 0 }[host] ?? 0);
    }
  });
});

describe('what plan --diff shows is what a run would do', () => {
  const env = { TOKEN: 'canary-token-1', PIN: '4711\nab12\n' };
  const diff = async (...more: string[]) =>
    await place.run(['plan', 'secret.yml', '-i', 'inventory.yml', '--diff', 'h1', ...more], { env });

  it('with secrets in files and in their names, none of which is shown', async () => {
    await place.write('files/secret.conf', 'token {{token}}\n{{pin}}end {{last}}\n');
    await place.write(
      'secret.yml',
      `
hosts: all
vars: { token: { env: TOKEN }, pin: { env: PIN }, last: 1 }
stages: [{ template: { src: files/secret.conf, dest: "conf-{{token}}" } }]
`,
    );
    const before = await diff();
    expect(before.exitCode, before.stderr).toBe(0);
    expect(before.stdout).toMatch(/new +conf-\*\*\*, \d+ B\n.*\n +\+token \*\*\*\n +\+\*\*\*end 1\n/);
    const run = await place.run(['secret.yml', '-i', 'inventory.yml', '-l', 'h1'], { env });
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect((await diff()).stdout).toMatch(/nothing: all of it is there already/);
    expect(JSON.parse((await diff('--json')).stdout).stages[0].changes).toMatchObject([
      { what: 'unchanged' },
    ]);
    const other = await diff('-e', 'last=2');
    expect(other.stdout).toMatch(
      /changed +conf-\*\*\*, .*\n.*\n +token \*\*\*\n +-\*\*\*end 1\n +\+\*\*\*end 2\n/,
    );
    const json = await diff('-e', 'last=2', '--json');
    expect(JSON.parse(json.stdout).stages[0].changes[0].diff).toContain('+***end 2');
    for (const { stdout, stderr } of [before, other, json]) {
      expect(stdout + stderr).not.toMatch(/canary|4711|ab12/);
    }
  });
});

/** What the scripts that a host got would run. */
function commandsIn(received: string): string[] {
  const quoted = received.matchAll(/unset aeon_umask [^;]*; eval ('(?:[^']|'\\'')*')/g);
  return [...quoted].map(([, text = '']) => text.slice(1, -1).replaceAll("'\\''", "'"));
}
