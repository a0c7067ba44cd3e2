import { describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/load.ts';
import type { LoadedHostStage } from '../../src/playbook/playbook.ts';

function load(text: string) {
  return loadPlaybook('playbook.yml', Buffer.from(text));
}

/** `line:column code` of each problem. */
function told(text: string): string[] {
  return load(text).problems.map(({ place, code }) => `${place?.line}:${place?.column} ${code}`);
}

function adviceOf(text: string): string {
  return load(text)
    .problems.map(({ message, advice }) => `${message} ${advice ?? ''}`)
    .join('\n');
}

const whole = `
name: Roll out the agent
hosts: all
vars: { release: 1.4.2 }
defaults: { concurrency: 20, timeout: 10m, retry: { attempts: 2 }, become: true }
stages:
  - name: Ship
    hosts: managers
    transfer: { src: files/install.sh, dest: /tmp/install.sh, mode: "0755" }
    tags: [install, agent]
  - exec: /tmp/install.sh --release {{release}}
    become: { user: agent }
    register: install
    retry: { delay: 1m }
    timeout: 90
    concurrency: 3
    idempotent: true
    secret: true
    continue-on-error: true
    when: role == 'manager'
    vars: { role: manager }
    tags: late
  - assert: { success-rate: 95, of: install }
`;

describe('a playbook', () => {
  it('is read with every setting of its stages', () => {
    const { playbook, problems } = load(whole);
    expect(problems).toEqual([]);
    expect(playbook).toMatchObject({
      name: 'Roll out the agent',
      path: 'playbook.yml',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      vars: { values: { release: '1.4.2' } },
      defaults: { concurrency: 20, timeoutMs: 600_000, retry: { attempts: 2 }, become: true },
      stages: [
        { id: '1', scope: 'host', name: 'Ship', hosts: { pattern: 'managers' }, tags: ['install', 'agent'] },
        {
          id: '2',
          scope: 'host',
          hosts: { pattern: 'all' },
          register: 'install',
          settings: {
            become: { user: 'agent' },
            retry: { delayMs: 60_000 },
            timeoutMs: 90_000,
            concurrency: 3,
          },
          isIdempotent: true,
          isSecret: true,
          continueOnError: true,
          when: { text: "role == 'manager'" },
          vars: { values: { role: 'manager' } },
          tags: ['late'],
        },
        { id: '3', scope: 'fleet', args: { 'success-rate': 95, of: 'install' } },
      ],
    });
  });

  it('is called by its file where it has no name', () => {
    expect(load('hosts: all\nstages: [{ exec: uptime }]').playbook?.name).toBe('playbook');
  });

  it('knows which of its strings are templates', () => {
    const [, exec] = load(whole).playbook?.stages ?? [];
    expect(
      (exec as LoadedHostStage).args.templates.map(({ path, template }) => [path, template.text]),
    ).toEqual([[[], '/tmp/install.sh --release {{release}}']]);
  });

  it('takes an escaped {{ as text', () => {
    const text = "hosts: all\nstages:\n  - exec: docker ps --format '\\{{.Names}}'\n";
    const [exec] = load(text).playbook?.stages ?? [];
    expect((exec as LoadedHostStage).args.value).toBe("docker ps --format '{{.Names}}'");
  });
});

describe('what is wrong with a playbook', () => {
  it('is told all at once, in the order of the file, each thing once', () => {
    const text = `hosts: all
stages:
  - exce: uptime
  - exec: uptime
    transfer: { src: a, dest: b }
  - name: nothing
  - exec: uptime
    registr: x
  - transfer: { src: a, dst: b, mode: 0755 }
  - exec: uptime
    timeout: soon
`;
    expect(told(text)).toEqual([
      '3:5 unknown-kind',
      '5:5 several-kinds',
      '6:5 no-kind',
      '8:5 unknown-key',
      '9:25 unknown-key',
      '9:39 bad-mode',
      '11:14 bad-duration',
    ]);
  });

  it('comes with the word that was meant', () => {
    expect(adviceOf('hosts: all\nstages: [{ exce: uptime }]')).toContain('Did you mean exec?');
    expect(adviceOf('hosts: all\nstages: [{ exec: uptime, registr: x }]')).toContain(
      'Did you mean register?',
    );
    expect(adviceOf('host: all\nstages: [{ exec: uptime }]')).toContain('Did you mean hosts?');
  });

  it.each([
    ['shell: uptime', 'Write exec:'],
    ['ansible.builtin.copy: { src: a, dest: b }', 'Write transfer:'],
    ['apt: { name: nginx }', 'exec: apt-get install -y nginx'],
    ['exec: uptime\n    with_items: [a]', '{{#each list}}'],
    ['exec: uptime\n    ignore_errors: true', 'continue-on-error: true'],
    ['exec: uptime\n    become_user: root', 'become: { user: … }'],
  ])('is said to people who know other tools: %s', (stage, advice) => {
    const { problems } = load(`hosts: all\nstages:\n  - ${stage}\n`);
    expect(problems).toMatchObject([{ code: 'other-tool', advice: expect.stringContaining(advice) }]);
  });

  it('is one thing for a file that is an Ansible playbook', () => {
    expect(told('- hosts: all\n  tasks:\n    - shell: uptime\n')).toEqual(['1:1 wrong-type']);
  });

  it('is looked for in what another tool calls its tasks', () => {
    expect(told('hosts: all\ntasks:\n  - shell: uptime\n')).toEqual(['2:1 other-tool', '3:5 other-tool']);
  });

  it('is a register that another stage has', () => {
    const text = 'hosts: all\nstages:\n  - { exec: a, register: x }\n  - { exec: b, register: x }\n';
    expect(told(text)).toEqual(['4:26 duplicate-register']);
    expect(adviceOf(text)).toContain('line 3');
  });

  it('is a template where none is possible', () => {
    const text = `hosts: all
stages:
  - name: Install {{release}}
    exec: uptime
  - exec: uptime
    when: "{{role}} == 'manager'"
`;
    expect(told(text)).toEqual(['3:19 template-not-here', '6:12 template-not-here']);
    expect(adviceOf(text)).toContain('A condition is an expression already');
  });

  it('is a template that cannot be read, in every stage', () => {
    const text = 'hosts: all\nstages:\n  - exec: echo {{x\n  - transfer: { src: "{{#each}}", dest: b }\n';
    const problems = told(text);
    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(problems.every((problem) => /^[34]:\d+ template-/.test(problem))).toBe(true);
  });

  it('is a setting that has no meaning for the kind', () => {
    expect(told('stages:\n  - assert: { success-rate: 5 }\n    become: true\n')).toEqual(['3:5 unknown-key']);
    const local = 'stages:\n  - local: make\n    become: true\n';
    expect(adviceOf(local)).toMatch(/this machine\. Remove the line\.$/); // per-host would not take it either.
    expect(adviceOf('stages:\n  - include: a.yml\n    register: x\n')).toContain('Write it at the stages.');
  });

  it('is a setting of the stage that stands below its kind', () => {
    const text = 'hosts: all\nstages:\n  - exec: { command: a, retry: { attempts: 2 }, chdirr: /x }\n';
    expect(load(text).problems).toMatchObject([
      { code: 'unknown-key', advice: 'It is a key of the stage: write retry beside exec, not below it.' },
      { code: 'unknown-key', advice: expect.stringContaining('Did you mean chdir?') },
    ]);
    // It would be told there too.
    const local = 'stages:\n  - local: { command: a, become: true }\n';
    expect(adviceOf(local)).toContain('Keys that can stand here: command,');
    expect(told('hosts: all\nstages:\n  - reboot: { timeout: 5m }\n')).toEqual([]); // Its own.
  });

  it('is a stage without hosts, when the playbook has no default', () => {
    expect(told('stages:\n  - exec: uptime\n')).toEqual(['2:5 no-hosts-named']);
  });

  it('is a setting in a short form that we do not have', () => {
    const advice = adviceOf('hosts: all\nstages:\n  - { exec: a, retry: 3, become: postgres }\n');
    expect(advice).toContain('Write retry: { attempts: 3 }.');
    expect(advice).toContain('Write become: { user: postgres }');
  });

  it('is a kind with nothing after it', () => {
    expect(adviceOf('hosts: all\nstages:\n  - reboot:\n')).toContain('Write it like this: reboot: {');
    expect(adviceOf('hosts: all\nstages:\n  - reboot\n')).toContain('Write - reboot: {}');
    expect(adviceOf('hosts: all\nstages:\n  - transfer: a b\n')).toContain(
      'Write it like this: transfer: { src: files/install.sh, dest: /tmp/install.sh, mode: "0755" }',
    );
  });

  it('is, as a warning, a variable that a name of our own hides', () => {
    const { playbook, problems } = load('hosts: all\nvars: { host: x }\nstages: [{ exec: uptime }]');
    expect(problems).toMatchObject([
      { code: 'reserved-name', severity: 'warning', place: { line: 2, column: 9 } },
    ]);
    expect(playbook).toBeDefined();
  });

  it('leaves the stages that are right for the plan to look at', () => {
    const { playbook, problems } = load('hosts: all\nstages:\n  - { zfs: a, register: r }\n  - exec: b\n');
    expect(problems).toHaveLength(1);
    expect(playbook?.stages).toMatchObject([{ scope: 'broken', register: 'r' }, { scope: 'host' }]);
  });

  it('leaves a key that is misspelt as it was meant', () => {
    const { playbook, problems } = load('host: web\nstage: [{ exce: { comand: uptime } }]\n');
    expect(problems.map(({ advice }) => /Did you mean \w+/.exec(advice ?? '')?.[0])).toEqual(
      ['hosts', 'stages', 'exec', 'command'].map((key) => `Did you mean ${key}`),
    );
    expect(playbook).toMatchObject({
      isWhole: false,
      stages: [{ scope: 'host', hosts: { pattern: 'web' } }],
    });
  });

  it('gives no playbook when the file is none', () => {
    expect(load('hosts: { web1: {} }\n').playbook).toBe(undefined);
  });
});
