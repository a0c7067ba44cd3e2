import { describe, expect, it } from 'vitest';
import { planJson } from '../../../src/plan/plan-json.ts';
import { describePlan } from '../../../src/report/plan/describe-plan.ts';
import { fleet, goodPlan } from '../../plan/fleet.ts';

const yaml = `
name: Roll out
vars: { flags: --fast }
stages:
  - { hosts: all, transfer: { src: files/a.sh, dest: /tmp/a.sh, mode: "0755" } }
  - name: Install
    hosts: all
    exec: /tmp/a.sh --role {{role}} {{{flags}}}
    become: true
    register: install
    retry: { attempts: 2 }
    timeout: 90s
    concurrency: 2
    when: role != 'none'
  - { hosts: workers, exec: "echo {{results.install.stdout}}" }
  - { hosts: all, exec: "{{#each results.install.stdout}}{{this}}{{/each}}" }
  - assert: { success-rate: 95, of: install }
`;
const files = { 'play/files/a.sh': 1_234_567 };

function shown(text = yaml, mask = (line: string) => line): string {
  return describePlan(goodPlan(text, { files }), { mask });
}

/** How values are quoted is told elsewhere. */
function unquoted(text: string): string {
  return text.replaceAll("'", '');
}

describe('the plan for people', () => {
  it('has hosts in one line where the same will be done, rendered', () => {
    expect(unquoted(shown())).toContain(`
   m1, m2
     /tmp/a.sh --role manager --fast
`);
    expect(unquoted(shown())).toContain(`
   w1, w2, w3
     /tmp/a.sh --role worker --fast
`);
  });

  it('tells many hosts as the pattern that chooses them, and counts those that it cannot name', () => {
    const ofHosts = (names: readonly string[]) => {
      const inventory = fleet(Object.fromEntries(names.map((name) => [name, {}])));
      return describePlan(goodPlan('stages: [{ hosts: all, exec: uptime }]', { inventory }), {
        mask: (line) => line,
      });
    };
    const numbered = Array.from({ length: 20 }, (_, index) => `h${index}`);
    expect(ofHosts(['gate', ...numbered])).toContain('\n   gate,h[0-19]\n');
    const towns = Array.from({ length: 2000 }, (_, index) => `${'x'.repeat(index)}town`);
    expect(ofHosts(towns)).toContain('\n   town, xtown, xxtown, xxxtown, xxxxtown, +1,995 more\n');
  });

  it('tells limits as people write them', () => {
    const text =
      'stages: [{ hosts: all, reboot: { timeout: 5m } }, { hosts: all, exec: uptime, timeout: 2h }]';
    expect(shown(text)).toContain('reboot, back within 5m\n');
    expect(shown(text)).toContain('at most 2h');
  });

  it('has room for as many hosts as there are, each with a command of its own', () => {
    const inventory = fleet(Object.fromEntries(Array.from({ length: 70_000 }, (_, at) => [`h${at}`, {}])));
    const plan = goodPlan('stages: [{ hosts: all, exec: "echo {{host.name}}" }]', { inventory });
    expect(describePlan(plan, { mask: (line) => line })).toContain("   h69999\n     echo 'h69999'\n");
  });

  it('names the methods of becoming root where it is not sudo everywhere', () => {
    const inventory = fleet({ a: { becomeMethod: 'doas' }, b: {}, c: { becomeMethod: 'doas' } });
    const as = (hosts: string) =>
      describePlan(goodPlan(`stages: [{ hosts: "${hosts}", exec: uptime, become: true }]`, { inventory }), {
        mask: (line) => line,
      });
    expect(as('a,c')).toContain('   as root by doas\n');
    expect(as('a,b')).toContain('   as root by doas or sudo\n');
    expect(as('b')).toContain('   as root\n');
  });

  it('says how a stage runs where that is not the usual way', () => {
    expect(shown()).toContain(
      "when role != 'none' · as root · 2 at once · 2 attempts, 5s apart · at most 1m30s · registers install",
    );
    expect(shown('stages: [{ hosts: m1, exec: uptime }]')).toBe(
      'playbook  play/playbook.yml on 1 host\n\n1. exec: uptime  exec on 1 host\n   m1\n     uptime\n',
    );
  });

  it('tells the size of what is sent', () => {
    expect(shown()).toContain('files/a.sh → /tmp/a.sh (0755), 1.2 MB\n');
  });

  it('flags what is put in raw', () => {
    expect(shown()).toContain('! {{{flags}}} is put in raw, without quotes for the shell');
  });

  it('shows by name what only the run will know', () => {
    expect(unquoted(shown())).toContain('echo ‹results.install.stdout›');
    expect(shown()).toContain('what the results of earlier stages will make of it');
  });

  it('says what an assert judges', () => {
    expect(shown()).toContain('at least 95 % ok in stage 2, else the run stops');
  });

  it('names the stages that are left out, and why', () => {
    const plan = goodPlan(yaml, { files, limit: 'm1' });
    expect(describePlan(plan, { mask: (line) => line })).toContain(
      'Left out\n3. exec: echo {{results.install.stdout}}: --limit leaves it no host\n',
    );
  });

  it('masks secrets, and lets no control character through', () => {
    const text = 'stages: [{ hosts: m1, exec: "echo hunter2 \\e[2J\\x07" }]';
    const plain = shown(text, (line) => line.replaceAll('hunter2', '***'));
    expect(plain).toContain('echo *** ^[[2J^G');
    expect(plain).not.toContain('hunter2');
  });

  it('has colours only where they are asked for', () => {
    const plan = goodPlan(yaml, { files });
    const colored = describePlan(plan, { mask: (line) => line, color: true });
    expect(colored.replaceAll(/\x1b\[\d+m/g, '')).toBe(shown());
    expect(shown()).not.toContain('\x1b');
  });
});

describe('the plan as data', () => {
  it('has a version, the hosts and what each of them will do', () => {
    const data = planJson(goodPlan(yaml, { files }));
    expect(JSON.parse(JSON.stringify(data))).toMatchObject({
      version: 1,
      playbook: { name: 'Roll out' },
      hosts: [{ name: 'm1', address: '192.0.2.0' }, {}, {}, {}, {}],
      files: { 'files/a.sh': 1_234_567 },
      left_out: [],
      stages: [
        { id: '1', kind: 'transfer', tasks: [{ hosts: ['m1', 'm2', 'w1', 'w2', 'w3'] }] },
        {
          id: '2',
          name: 'Install',
          become_user: 'root',
          retry: { attempts: 2, delay_ms: 5000, is_asked: true },
          raw_insertions: ['{{{flags}}}'],
          when: "role != 'none'",
          tasks: [
            { hosts: ['m1', 'm2'], does: expect.stringContaining('manager'), timeout_ms: 90_000 },
            { hosts: ['w1', 'w2', 'w3'] },
          ],
        },
        {},
        {},
        { id: '5', kind: 'assert', judges: '2', does: 'at least 95 % ok' },
      ],
    });
  });
});
