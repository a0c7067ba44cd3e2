import { describe, expect, it } from 'vitest';
import type { PlannedHostStage } from '../../src/plan/plan.ts';
import { describePlan } from '../../src/report/plan/describe-plan.ts';
import { goodPlan, lines, planOf } from './fleet.ts';

type Files = Readonly<Record<string, string>>;

function told(yaml: string, includes: Files, files: Readonly<Record<string, number>> = {}): string[] {
  return planOf(yaml, { includes, files }).problems.map(({ place, code, message, includedBy = [] }) =>
    [
      `${place?.file}:${place?.line} ${code} ${message}`,
      ...includedBy.map(({ file, line }) => `${file}:${line}`),
    ].join(' < '),
  );
}

function stagesOf(yaml: string, includes: Files): PlannedHostStage[] {
  return goodPlan(yaml, { includes }).stages.filter((stage) => stage.scope === 'host');
}

const hostsOf = (stage: PlannedHostStage | undefined) => stage?.hosts.map(({ name }) => name);

describe('an included playbook', () => {
  const main = `
hosts: all
stages:
  - exec: first
  - include: common/a.yml
  - exec: last
`;

  it('has its stages in the place of the include, with ids below it', () => {
    const includes = {
      'play/common/a.yml': 'stages: [{ exec: one }, { include: more/b.yml }, { exec: three }]',
      'play/common/more/b.yml': 'stages: [{ name: deep, exec: two }]',
    };
    const plan = goodPlan(main, { includes });
    expect(plan.stages.map(({ id }) => id)).toEqual(['1', '2.1', '2.2.1', '2.3', '3']);
    expect(describePlan(plan, { mask: (line) => line })).toContain('2.2.1. deep');
    for (const startAt of ['2.2', 'deep', '2.2.1']) {
      const { stages } = goodPlan(main, { includes, startAt });
      expect(stages.map(({ id }) => id)).toEqual(['2.2.1', '2.3', '3']);
    }
  });

  it('that says lock: true locks the hosts of the whole run', () => {
    const locked = (lock: string, others: string) =>
      goodPlan(`${lock}\n${main}`, {
        includes: { 'play/common/a.yml': `${others}\nstages: [{ exec: one }]` },
      }).locksHosts;
    expect(locked('', 'lock: true')).toBe(true);
    expect(locked('lock: true', '')).toBe(true);
    expect(locked('lock: false', 'lock: false')).toBeUndefined();
  });

  it('is named by the include that is at fault, where there are two', () => {
    const yaml = `
hosts: all
stages:
  - { include: a.yml, vars: { port: 80, name: x } }
  - { include: a.yml }
`;
    const file = `
- exec: echo {{port}}
- exec: echo {{url}}
  vars: { url: "http://{{name}}" }
- exec: "true"
  when: port > 1
`;
    const includes = { 'play/a.yml': file };
    const { problems } = planOf(yaml, { includes });
    expect(problems.map(({ place, includedBy }) => [place?.line, includedBy?.[0]?.line])).toEqual([
      [2, 5],
      [4, 5],
      [6, 5],
    ]);
  });

  it('may be a mere list of stages, with its places', () => {
    const includes = { 'play/common/a.yml': '- exec: one\n- exec: "{{nowhere}}"\n' };
    expect(told(main, includes)).toEqual([
      expect.stringContaining('play/common/a.yml:2 variable-undefined `nowhere` is not defined.'),
    ]);
    const plan = goodPlan(main, { includes: { 'play/common/a.yml': '- exec: one\n- exec: two\n' } });
    expect(plan.stages.map(({ id, place }) => [id, place.line])).toEqual([
      ['1', 4],
      ['2.1', 1],
      ['2.2', 2],
      ['3', 6],
    ]);
  });

  it('is not read for ever where files include each other twice, again and again', () => {
    const twice = (file: string) => `- include: ${file}\n- include: ${file}\n`;
    const files = Array.from({ length: 25 }, (_, at) => [
      `play/f${at}.yml`,
      at === 24 ? '- exec: x\n' : twice(`f${at + 1}.yml`),
    ]);
    const found = told('hosts: all\nstages: [{ include: f0.yml }]', Object.fromEntries(files));
    expect(found.some((each) => each.includes('include-too-many'))).toBe(true);
  });

  it('is told from one whose included file has changed', () => {
    const sha256 = (text: string) =>
      goodPlan(main, { includes: { 'play/common/a.yml': text } }).playbook.sha256;
    expect(sha256('stages: [{ exec: a }]')).not.toBe(sha256('stages: [{ exec: b }]'));
  });

  it.each([
    ['its own', '{ hosts: w1, exec: a }', 'hosts: w2\n', ', hosts: w3', ['w1']],
    ['then those of the include', '{ exec: a }', 'hosts: w2\n', ', hosts: w3', ['w3']],
    ['then those of its file', '{ exec: a }', 'hosts: w2\n', '', ['w2']],
    ['then those of the file that includes it', '{ exec: a }', '', '', ['m1', 'm2']],
  ])('runs on %s hosts', (_, stage, top, ofInclude, expected) => {
    const yaml = `hosts: managers\nstages:\n  - { include: a.yml${ofInclude} }\n`;
    expect(hostsOf(stagesOf(yaml, { 'play/a.yml': `${top}stages: [${stage}]` })[0])).toEqual(expected);
  });

  it('needs no hosts of its own, and says so when nobody names any', () => {
    const includes = { 'play/a.yml': 'stages:\n  - exec: a\n' };
    expect(told('stages:\n  - { include: a.yml }\n', includes)).toEqual([
      expect.stringMatching(/^play\/a\.yml:2 no-hosts-named .* < play\/playbook\.yml:2$/),
    ]);
  });

  it('takes variables: the nearest one counts', () => {
    const yaml = `
hosts: m1
vars: { a: main, b: main, c: main, d: main }
stages:
  - include: a.yml
    vars: { c: include, d: include }
`;
    const inside = `
vars: { b: file, c: file, d: file }
stages:
  - exec: echo {{a}} {{b}} {{c}} {{d}}
    vars: { d: stage }
`;
    const plan = goodPlan(yaml, { includes: { 'play/a.yml': inside } });
    expect(lines(plan, '1.1')).toEqual({ m1: "echo 'main' 'file' 'include' 'stage'" });
    const beaten = goodPlan(yaml, { includes: { 'play/a.yml': inside }, extraVars: { d: 'e' } });
    expect(lines(beaten, '1.1')).toEqual({ m1: "echo 'main' 'file' 'include' 'e'" });
  });

  it('adds the condition of the include to that of the stage, each with its place', () => {
    const yaml = `
hosts: all
stages:
  - include: a.yml
    when: role == 'manager'
`;
    const inside = "stages:\n  - { exec: a, when: host.name != 'm1' }\n  - exec: b\n";
    const [first, second] = stagesOf(yaml, { 'play/a.yml': inside });
    const held = (stage: PlannedHostStage | undefined) =>
      stage?.hosts.filter((host) => stage.when?.holds(host, { results: {} })).map(({ name }) => name);
    expect(held(first)).toEqual(['m2']);
    expect(held(second)).toEqual(['m1', 'm2']);
    expect(told(yaml.replace('role ==', 'rle =='), { 'play/a.yml': inside })).toEqual([
      expect.stringMatching(/^play\/playbook\.yml:5 condition-name/),
    ]);
    expect(told(yaml, { 'play/a.yml': inside.replace('host.name', 'hst.name') })).toEqual([
      expect.stringMatching(/^play\/a\.yml:2 condition-name/),
    ]);
  });

  it('takes become, tags and defaults where its stages do not say them', () => {
    const yaml = `
hosts: m1
defaults: { timeout: 7m, concurrency: 3 }
stages:
  - { include: a.yml, become: true, tags: common }
`;
    const inside = `
defaults: { become: { user: postgres }, concurrency: 5 }
stages:
  - { exec: a }
  - { exec: b, become: false, tags: own }
`;
    const includes = { 'play/a.yml': inside };
    const [first, second] = stagesOf(yaml, includes);
    expect(first).toMatchObject({ becomeUser: 'root', concurrency: 5 });
    expect(first?.prepare(first.hosts[0] ?? failed(), { results: {} }).timeoutMs).toBe(7 * 60_000);
    expect(second).not.toHaveProperty('becomeUser');
    const ids = (choice: object) => goodPlan(yaml, { includes, ...choice }).stages.map(({ id }) => id);
    expect(ids({ tags: ['common'] })).toEqual(['1.1', '1.2']);
    expect(ids({ tags: ['own'] })).toEqual(['1.2']);
    expect(ids({ skipTags: ['own'] })).toEqual(['1.1']);
    const more = `${yaml}  - exec: last\n`;
    expect(goodPlan(more, { includes, skipTags: ['common'] }).stages.map(({ id }) => id)).toEqual(['2']);
    const withoutBecome = yaml.replace('become: true, ', '');
    expect(stagesOf(withoutBecome, includes)[0]).toMatchObject({ becomeUser: 'postgres' });
  });

  it('finds its files beside itself', () => {
    const includes = { 'play/sub/a.yml': 'stages: [{ transfer: { src: files/x, dest: /x } }]' };
    const yaml = 'hosts: m1\nstages: [{ include: sub/a.yml }]';
    const plan = goodPlan(yaml, { includes, files: { 'play/sub/files/x': 7 } });
    expect(describePlan(plan, { mask: (line) => line })).toContain('files/x → /x, 7 B');
    expect(plan.stages[0]).toMatchObject({ directory: 'sub' });
    expect(told(yaml, includes)).toEqual([expect.stringContaining('sub/files/x is not there')]);
  });
});

describe('problems of an included playbook', () => {
  const main = 'hosts: all\nstages:\n  - include: a.yml\n';

  it('stand at their place, with the way to them', () => {
    const includes = {
      'play/a.yml': 'stages:\n  - exec: "{{nope}}"\n  - include: b.yml\n',
      'play/b.yml': 'stages:\n  - exce: x\n',
    };
    expect(told(main, includes).sort()).toEqual([
      expect.stringMatching(/^play\/a\.yml:2 variable-undefined .* < play\/playbook\.yml:3$/),
      expect.stringMatching(/^play\/b\.yml:2 unknown-kind .* < play\/a\.yml:3 < play\/playbook\.yml:3$/),
    ]);
  });

  it('show a circle with all that is on it', () => {
    const includes = {
      'play/a.yml': 'stages: [{ include: b.yml }]',
      'play/b.yml': 'stages: [{ include: ./a.yml }]',
    };
    expect(told(main, includes)).toEqual([
      expect.stringMatching(
        /^play\/b\.yml:1 include-cycle Playbooks include each other in a circle: play\/a\.yml → play\/b\.yml → play\/a\.yml\./,
      ),
    ]);
    expect(told('hosts: all\nstages: [{ include: playbook.yml }]', {})).toEqual([
      expect.stringContaining('play/playbook.yml → play/playbook.yml'),
    ]);
  });

  it('are told for a file that is not there, or is no playbook', () => {
    expect(told(main, {})).toEqual([expect.stringMatching(/^play\/playbook\.yml:3 file-missing a\.yml/)]);
    expect(told(main, { 'play/a.yml': 'just words\n' })).toEqual([
      expect.stringMatching(/^play\/a\.yml:1 wrong-type The file is mere text.* < /),
    ]);
    expect(told(main.replace('a.yml', '"{{x}}.yml"'), {})[0]).toContain('No template is possible in include');
  });

  it('are told once for a file that is included twice', () => {
    const twice = `${main}  - include: a.yml\n`;
    expect(told(twice, { 'play/a.yml': 'stages:\n  - exec: "{{nope}}"\n' })).toHaveLength(1);
  });

  it('are none where a file that registers is included twice: each host has its own result, and the last one counts', () => {
    const yaml = `
stages:
  - { include: a.yml, hosts: managers }
  - { include: a.yml, hosts: workers }
  - { exec: "echo {{results.r.stdout}}", hosts: all }
  - { assert: { of: r, success-rate: 100 } }
`;
    const { stages } = goodPlan(yaml, { includes: { 'play/a.yml': '- { exec: x, register: r }\n' } });
    expect(stages.at(-1)).toMatchObject({ judgedStages: ['2.1'] });
    const elsewhere = yaml.replace('hosts: workers', 'hosts: w1');
    expect(told(elsewhere, { 'play/a.yml': '- { exec: x, register: r }\n' })).toEqual([
      expect.stringContaining('does not run on w2, w3'),
    ]);
  });

  it('are told where two files register one name', () => {
    const both = `${main}  - include: b.yml\n`;
    const file = '- { exec: x, register: r }\n';
    expect(told(both, { 'play/a.yml': file, 'play/b.yml': file })).toEqual([
      expect.stringMatching(/^play\/b\.yml:1 duplicate-register Stages 1\.1 \(play\/a\.yml:1\) and 2\.1/),
    ]);
  });

  it('name keys that an include cannot give', () => {
    expect(told(`${main}    retry: { attempts: 2 }\n`, { 'play/a.yml': 'stages: [{ exec: x }]' })).toEqual([
      expect.stringMatching(/^play\/playbook\.yml:4 unknown-key retry has no meaning with include/),
    ]);
  });
});

function failed(): never {
  throw new Error('no host');
}
