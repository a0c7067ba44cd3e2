import { describe, expect, it } from 'vitest';
import type { PlannedHostStage } from '../../src/plan/plan.ts';
import { fleet, goodPlan, lines, planOf, smallFleet, told } from './fleet.ts';

function stageOf(yaml: string, id = '1', options = {}): PlannedHostStage {
  const stage = goodPlan(yaml, options).stages.find((each) => each.id === id);
  if (stage?.scope !== 'host') throw new Error(`no host stage ${id}`);
  return stage;
}

/** How values are quoted is told elsewhere. */
function unquoted(text = ''): string {
  return text.replaceAll("'", '');
}

function names(stage: PlannedHostStage): string[] {
  return stage.hosts.map(({ name }) => name);
}

const managersThenWorkers = `
stages:
  - { name: A, hosts: managers, exec: uptime, tags: [first] }
  - { name: B, hosts: workers, exec: uptime, tags: [second] }
  - { assert: { success-rate: 100 }, tags: second }
`;

describe('the hosts of a stage', () => {
  it('are those of its pattern, in the order of the inventory', () => {
    expect(names(stageOf('stages: [{ exec: uptime, hosts: "w2,m1" }]'))).toEqual(['m1', 'w2']);
    expect(names(stageOf('stages: [{ exec: uptime, hosts: [workers, m1] }]'))).toEqual([
      'm1',
      'w1',
      'w2',
      'w3',
    ]);
  });

  it('are fewer with a limit; a stage that it leaves without any is left out, and so is its assert', () => {
    const plan = goodPlan(managersThenWorkers, { limit: 'm1' });
    expect(plan.stages.map(({ id }) => id)).toEqual(['1']);
    expect(plan.hosts.map(({ name }) => name)).toEqual(['m1']);
    expect(plan.leftOut).toEqual([
      { id: '2', name: 'B', why: '--limit leaves it no host' },
      { id: '3', name: 'assert: at least 100 % ok', why: 'stage 2, which it judges, is left out' },
    ]);
  });

  it('are never none: a limit that leaves nothing at all is an error', () => {
    const yaml = 'stages: [{ exec: uptime, hosts: workers }]';
    expect(told(yaml, { limit: 'm1' })).toEqual([
      'undefined:undefined limit-leaves-nothing --limit m1 leaves no host to any stage.',
    ]);
    expect(told(yaml, { limit: 'nobody' })[0]).toContain('pattern-unknown --limit: There is no host');
  });

  it('must exist: each misspelt pattern is told at its place', () => {
    const yaml = 'stages:\n  - { exec: a, hosts: manager }\n  - { exec: b, hosts: "workers,w9" }\n';
    expect(told(yaml)).toEqual([
      expect.stringContaining('2:23 pattern-unknown'),
      expect.stringContaining('3:32 pattern-unknown'),
    ]);
  });
});

describe('the stages of a run', () => {
  it('can be chosen by tags, and by where to start', () => {
    const ids = (options: object) => goodPlan(managersThenWorkers, options).stages.map(({ id }) => id);
    expect(ids({ tags: ['first'] })).toEqual(['1']);
    expect(ids({ skipTags: ['first'] })).toEqual(['2', '3']);
    expect(ids({ startAt: 'B' })).toEqual(['2', '3']);
    expect(ids({ startAt: '2' })).toEqual(['2', '3']);
  });

  it('are never chosen by a word that does not exist', () => {
    expect(told(managersThenWorkers, { tags: ['frist'] })[0]).toContain(
      'unknown-tag No stage has the tag frist',
    );
    expect(told(managersThenWorkers, { startAt: 'C' })[0]).toContain('unknown-stage');
    expect(told(managersThenWorkers, { tags: ['first'], skipTags: ['first'] })[0]).toContain(
      'no-stages-left',
    );
  });
});

describe('variables', () => {
  const yaml = `
vars: { a: playbook, b: playbook, c: playbook, greeting: "{{a}} and {{b}}" }
stages:
  - exec: echo {{a}} {{b}} {{c}} {{d}} {{greeting}}
    hosts: m1
    vars: { b: stage, c: stage }
`;
  const inventory = fleet({ m1: { vars: { a: 'host', b: 'host', c: 'host', d: 'host' } } });

  it('count in this order: inventory, playbook, stage, command line', () => {
    const plan = goodPlan(yaml, { inventory, extraVars: { c: 'extra' } });
    expect(unquoted(lines(plan, '1').m1)).toBe('echo playbook stage extra host playbook and stage');
  });

  it('are data when they come from the command line', () => {
    const plan = goodPlan(yaml, { inventory, extraVars: { c: '{{a}}', greeting: 'x' } });
    expect(unquoted(lines(plan, '1').m1)).toBe('echo playbook stage {{a}} host x');
  });

  it('are looked for on every host, and the message names those that lack one', () => {
    const many = fleet(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`h${index}`, index < 3 ? { vars: { release: 'x' } } : {}]),
      ),
    );
    expect(told('hosts: all\nstages:\n  - exec: install {{release}}\n', { inventory: many })).toEqual([
      '3:21 variable-undefined `release` is not defined. It concerns h3, h4, h5, h6, h7 and 32 more.',
    ]);
    expect(told('hosts: all\nstages:\n  - exec: install {{relase}}\n', { inventory: many })[0]).toContain(
      'It concerns all 40 hosts.',
    );
  });

  it('are looked for in every stage at once, and in the vars themselves', () => {
    const text = `hosts: all
vars: { greeting: "hello {{nobody}}" }
stages:
  - exec: echo {{one}}
  - transfer: { src: "files/{{two}}", dest: /tmp/x }
`;
    const problems = told(text);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['2:28', '4:18', '5:31']);
  });

  it('that refer to each other in a circle are an error', () => {
    const text = 'hosts: all\nvars: { a: "{{b}}", b: "{{a}}" }\nstages: [{ exec: "echo {{a}}" }]\n';
    expect(told(text)[0]).toContain('variable-cycle');
  });
});

describe('conditions', () => {
  it('are compiled, and evaluated for each host', () => {
    const stage = stageOf("hosts: all\nstages: [{ exec: uptime, when: role == 'manager' }]");
    expect(stage.when).toMatchObject({ text: "role == 'manager'", registers: [] });
    const chosen = stage.hosts.filter((host) => stage.when?.holds(host, { results: {} }));
    expect(chosen.map(({ name }) => name)).toEqual(['m1', 'm2']);
  });

  it('are checked for names and types before the run', () => {
    expect(told("hosts: all\nstages:\n  - { exec: a, when: rol == 'manager' }\n")[0]).toContain(
      '3:22 condition-',
    );
    expect(told("hosts: all\nstages:\n  - { exec: a, when: rack == 'a' }\n")).toEqual([
      '3:22 variable-undefined `rack` is not defined. It concerns w1, w2, w3.',
    ]);
    expect(told("hosts: all\nstages:\n  - { exec: a, when: has(vars.rack) && rack == 'a' }\n")).toEqual([]);
  });
});

describe('results of earlier stages', () => {
  it('are only known later, and their fields are checked now', () => {
    const yaml = (use: string) => `hosts: all
stages:
  - { exec: uptime, register: check }
  - exec: echo {{results.${use}}}
`;
    expect(told(yaml('check.stdout'))).toEqual([]);
    expect(told(yaml('chek.stdout'))[0]).toContain(
      '4:18 result-unknown No stage before this one registers chek',
    );
    expect(told(yaml('check.stdot'))[0]).toContain('result-unknown Results have no field stdot');
  });

  it('are put in field by field, and have no deeper ones', () => {
    const advice = (use: string) =>
      planOf(`hosts: all
stages:
  - { exec: uptime, register: check }
  - { exec: uptime, register: quiet, secret: true }
  - { local: uptime, register: here }
  - exec: echo ${use}
  - local: echo {{results.here.stdout}}
`).problems.map(({ place, code, advice }) => `${place?.line}:${place?.column} ${code} ${advice}`);
    for (const fine of [
      '{{json results.check}}',
      '{{#if results.check}}x{{/if}}',
      '{{exists results.check}}',
    ]) {
      expect(advice(fine), fine).toEqual([]);
    }
    expect(advice('{{results.check}}')).toEqual(['6:18 result-unknown Write results.check.stdout.']);
    expect(advice('{{results.quiet}}')).toEqual(['6:18 result-unknown Write results.quiet.outcome.']);
    expect(advice("{{upper results.check}} {{default results.check 'x'}}")).toHaveLength(2);
    const deeper = ['6:18 result-unknown Write results.here.stdout.'];
    expect(advice('{{results.here.stdout.foo}}')).toEqual(deeper);
    expect(told('stages: [{ local: a, register: x }, { local: "{{results.x}}" }]\n')).toHaveLength(1);
  });

  it('of a stage that comes later do not exist', () => {
    const yaml = 'hosts: all\nstages:\n  - { exec: a, when: results.x.ok }\n  - { exec: b, register: x }\n';
    expect(told(yaml)[0]).toMatch(/^3:\d+ condition-name/);
  });

  it('of a stage that runs on other hosts are told with the hosts', () => {
    const yaml = `stages:
  - { hosts: managers, exec: a, register: x }
  - { hosts: all, exec: "echo {{results.x.stdout}}" }
  - { hosts: workers, exec: b, when: results.x.ok }
`;
    expect(told(yaml)).toEqual([
      expect.stringContaining('result-not-there The stage that registers x does not run on w1, w2, w3.'),
      expect.stringContaining('result-not-there The stage that registers x does not run on w1, w2, w3.'),
    ]);
  });

  it('are there for hosts that a limit chooses', () => {
    const yaml = `stages:
  - { hosts: all, exec: a, register: x }
  - { hosts: workers, exec: "echo {{results.x.stdout}}" }
`;
    expect(told(yaml, { limit: 'w1' })).toEqual([]);
  });

  it('of a stage that is left out by tags are told', () => {
    const yaml = `hosts: all
stages:
  - { exec: a, register: x }
  - { exec: "echo {{results.x.stdout}}", tags: only }
`;
    expect(told(yaml, { tags: ['only'] })[0]).toContain('does not run this time: it has none of --tags only');
    expect(planOf(yaml, { startAt: '2' }).problems[0]).toMatchObject({
      message: expect.stringContaining('does not run this time: --start-at begins after it'),
      advice: 'Let it run too.',
    });
  });

  it('are given to the stage when it runs', () => {
    const stage = stageOf(
      'hosts: m1\nstages:\n  - { exec: a, register: x }\n  - exec: echo {{results.x.stdout}}\n',
      '2',
    );
    const [host] = stage.hosts;
    if (host === undefined) throw new Error('no host');
    const results = { x: { stdout: 'done' } };
    expect(unquoted(String(stage.prepare(host, { results }).args))).toBe('echo done');
    expect(() => stage.prepare(host, { results: {} })).toThrow(/x/);
  });
});

describe('asserts', () => {
  const yaml = (assert: string) => `hosts: all
stages:
  - { name: Ship, exec: a, register: ship }
  - { name: Install, exec: b }
  - assert: ${assert}
  - { name: Later, exec: c }
`;
  const judged = (assert: string) => {
    const stage = goodPlan(yaml(assert)).stages.find(({ id }) => id === '3');
    return stage?.scope === 'fleet' ? stage.judgedStages.join() : undefined;
  };

  it('judge the host stage before them, or the one that they name', () => {
    expect(judged('{ success-rate: 100 }')).toBe('2');
    expect(judged('{ success-rate: 100, of: Ship }')).toBe('1');
    expect(judged('{ success-rate: 100, of: ship }')).toBe('1');
  });

  it('cannot judge what is not there, not before them, or not the only one', () => {
    expect(told(yaml('{ success-rate: 100, of: Shp }'))[0]).toContain(
      '5:38 judged-unknown No stage is named Shp',
    );
    expect(told(yaml('{ success-rate: 100, of: Later }'))[0]).toContain('is not before this one');
    expect(told(yaml('{ success-rate: 100, of: Install }').replace('Ship', 'Install'))[0]).toContain(
      'Stages 1 and 2 are both named Install',
    );
    expect(told('stages: [{ assert: { success-rate: 100 } }]')[0]).toContain('nothing-to-judge');
  });
});

describe('files of this machine', () => {
  const yaml = 'hosts: all\nstages:\n  - transfer: { src: "files/{{role}}.conf", dest: /etc/agent.conf }\n';

  it('must be there, for every host', () => {
    expect(told(yaml, { files: { 'play/files/manager.conf': 5 } })).toEqual([
      '3:22 file-missing files/worker.conf is not there, or is no file that can be read.',
    ]);
  });

  it('may be made by a stage before, which is told once, however many hosts have one', () => {
    const fetched = `hosts: all
stages:
  - fetch: { src: /etc/agent.conf, dest: got }
  - transfer: { src: "got/{{host.name}}/agent.conf", dest: /tmp/agent.conf }
  - transfer: { src: "got/m1/*", dest: /tmp/all/ }
`;
    expect(planOf(fetched).problems).toMatchObject([
      {
        severity: 'warning',
        message:
          'got/m1/agent.conf is not there, or is no file that can be read. So it is with 4 more paths, of other hosts.',
        advice:
          'A stage before this one may make it. If none does, it has to lie here: play/got/m1/agent.conf.',
        place: { line: 4 },
      },
      { severity: 'warning', message: 'No file is meant by got/m1/*.', place: { line: 5 } },
    ]);
  });

  it('that are templates have to be there before anything runs, also behind a stage that makes files', () => {
    const built = `hosts: all
stages:
  - local: make
  - template: { src: dist/agent.conf, dest: /etc/agent.conf }
`;
    expect(planOf(built).problems).toMatchObject([
      {
        code: 'file-missing',
        advice:
          'A template is read and checked before anything runs, so no stage before this one can make it. It has to lie here: play/dist/agent.conf.',
      },
    ]);
    expect(planOf(built).plan).toBeUndefined();
  });

  it('are in the plan with their sizes', () => {
    const files = { 'play/files/manager.conf': 5, 'play/files/worker.conf': 7 };
    const { fileSizes } = goodPlan(yaml, { files });
    expect(Object.fromEntries(fileSizes ?? [])).toEqual({ 'files/manager.conf': 5, 'files/worker.conf': 7 });
  });
});

describe('how a stage runs', () => {
  it('is built in where nobody says it: retries then serve only what never began', () => {
    const stage = stageOf('hosts: m1\nstages: [{ exec: uptime }]');
    expect(stage).toMatchObject({ concurrency: 10, retry: { attempts: 3, delayMs: 5000, isAsked: false } });
    const [host] = stage.hosts;
    expect(host && stage.prepare(host, { results: {} }).timeoutMs).toBe(1_800_000);
  });

  it('is said by the stage, then the command line for the concurrency, then the defaults', () => {
    const yaml = `hosts: m1
defaults: { concurrency: 20, retry: { attempts: 5 }, timeout: 1m, become: true }
stages:
  - exec: a
  - { exec: b, concurrency: 2, retry: { delay: 1 }, timeout: 5, become: false }
`;
    const [first, second] = [
      stageOf(yaml, '1', { concurrency: 50 }),
      stageOf(yaml, '2', { concurrency: 50 }),
    ];
    expect(first).toMatchObject({
      concurrency: 50,
      retry: { attempts: 5, delayMs: 5000, isAsked: true },
      becomeUser: 'root',
    });
    expect(second).toMatchObject({ concurrency: 2, retry: { attempts: 5, delayMs: 1000, isAsked: true } });
    expect(second).not.toHaveProperty('becomeUser');
    expect(stageOf(yaml).concurrency).toBe(20);
  });

  it('has the limit of its kind, which no default cuts, beside or below its name', () => {
    const yaml = `hosts: m1
defaults: { timeout: 1m }
stages:
  - wait-online: { timeout: 1h }
  - { wait-online: { timeout: 1h }, timeout: 30s }
  - { reboot: {}, timeout: 10m }
  - { wait-for: { port: 80, timeout: 20s }, timeout: 1m }
  - reboot: {}
  - exec: a
`;
    const limit = (id: string) => {
      const stage = stageOf(yaml, id);
      const [host] = stage.hosts;
      return host && stage.prepare(host, { results: {} }).timeoutMs;
    };
    expect(['1', '2', '3', '4', '5', '6'].map(limit)).toEqual([
      ...[3_600_000, 30_000, 600_000, 20_000],
      ...[300_000, 60_000],
    ]);
    const reboot = stageOf(yaml, '3');
    expect(reboot.hosts[0] && reboot.prepare(reboot.hosts[0], { results: {} }).args).toEqual({
      timeout: '10m',
    });
  });

  it('becomes whom the inventory names, if that is one user', () => {
    const inventory = fleet({ a: { becomeUser: 'admin' }, b: { becomeUser: 'admin' }, c: {} });
    const yaml = (hosts: string) => `stages:\n  - { exec: x, become: true, hosts: "${hosts}" }\n`;
    expect(stageOf(yaml('a,b'), '1', { inventory }).becomeUser).toBe('admin');
    expect(told(yaml('a,c'), { inventory })[0]).toContain('become-users-differ');
  });
});

describe('a plan', () => {
  it('is not made while a stage of the playbook is broken, but its other problems are found', () => {
    const { plan, problems } = planOf(
      'hosts: all\nstages:\n  - { exce: a, register: x }\n  - exec: "{{results.x.stdout}} {{nope}}"\n',
    );
    expect(plan).toBe(undefined);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-kind', 'variable-undefined']);
  });

  it('is not made while a setting is wrong, but the rest of the stage is looked at as well', () => {
    const { plan, problems } = planOf(
      'hosts: all\nvars: { a: 1.10 }\nstages:\n  - { exec: "echo {{nope}}", timeout: soon }',
    );
    expect(plan).toBe(undefined);
    expect(problems.map(({ code }) => code)).toEqual([
      'yaml-number-changes',
      'bad-duration',
      'variable-undefined',
    ]);
  });

  it('names what it was made from, and calls stages by what they do where they have no name', () => {
    const plan = goodPlan('hosts: all\nstages: [{ exec: "echo {{role}}" }]');
    expect(plan).toMatchObject({
      playbook: {
        path: 'play/playbook.yml',
        name: 'playbook',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      inventories: smallFleet.paths,
      stages: [{ id: '1', name: 'exec: echo {{role}}', place: { line: 2, column: 10 } }],
    });
  });
});
