import { describe, expect, it, test } from 'vitest';
import { planJson } from '../../src/plan/plan-json.ts';
import { describePlan } from '../../src/report/plan/describe-plan.ts';
import { goodPlan, told } from './fleet.ts';

const stage = (more: string) => `hosts: managers\nstages:\n  - { exec: "true", ${more} }\n`;

test.each([
  ['until: result.exitcode == 0', '3:35 condition-name `result.exitcode` does not exist.'],
  ["failed-when: result.exit_code == '0'", '3:34 condition-type'],
  ['changed-when: result.stdout', '3:35 condition-type The condition is a text'],
  ['until: rol == 1', '3:28 condition-name `rol` is not defined.'],
  [
    'until: rack.size() > 1 && result.ok, hosts: all',
    '3:28 variable-undefined `rack` is not defined. It concerns w1, w2, w3',
  ],
  ['when: result.ok', '3:27 condition-name `result` is not defined.'],
  ["when: facts.oss == 'debian'", '3:33 condition-name `facts.oss` does not exist.'],
  ['failed-when: "{{x}}"', '3:35 template-not-here'],
  ['secret: true, until: result.stdout == "x"', '3:42 secret-output'],
])('%s is told as %s', (more, expected) => {
  expect(told(stage(more))[0]).toContain(expected);
});

test.each([
  ['echo {{facts.oss}}', '3:18 fact-unknown There is no fact oss.'],
  ['echo {{facts}}', '3:18 fact-unknown `facts` needs the name of a fact.'],
  ['echo {{facts.os.id}}', '3:18 fact-unknown The fact os is a text'],
])('the command %s is told as %s', (command, expected) => {
  expect(told(`hosts: m1\nstages:\n  - exec: "${command}"\n`)[0]).toContain(expected.replace('18', '19'));
});

describe('the plan', () => {
  const yaml = `
hosts: m1
vars: { least: 1, mine: "{{host.name}}" }
stages:
  - { exec: "echo {{facts.os}} {{#each facts.addresses}}{{this}}{{/each}}", register: probe, until: result.ok, failed-when: result.exit_code > 1 }
  - { transfer: { src: "agent-{{facts.arch}}", dest: /tmp/agent }, changed-when: "true" }
  - assert: { that: "stages.probe.ok >= least" }
`;

  it('names what only the host knows, and the conditions', () => {
    const text = describePlan(goodPlan(yaml), { mask: (line) => line });
    expect(text).toContain("echo '‹facts.os›' '‹facts.addresses›'");
    expect(text).toContain('3 attempts, 5s apart · until result.ok · failed when result.exit_code > 1');
    expect(text).toContain('agent-‹facts.arch›');
    expect(text).toContain('stages.probe.ok >= least in stage 2, else the run stops');
  });

  it('has them as data', () => {
    expect(planJson(goodPlan(yaml)).stages).toMatchObject([
      { until: 'result.ok', failed_when: 'result.exit_code > 1', needs_facts: true },
      { changed_when: 'true', needs_facts: true },
      { does: 'stages.probe.ok >= least' },
    ]);
  });
});

describe('has(vars.NAME)', () => {
  it.each([
    ['has(vars.nope)', '3:37 variable-undefined There is no var nope here, so has(vars.nope) is false.'],
    ['!has(vars.nope)', '3:38 variable-undefined There is no var nope here, so has(vars.nope) is false.'],
    ["has(vars.nope) && nope == 'x'", '3:37 variable-undefined There is no var nope here'],
  ])('is no more than warned of where no host has it: %s', (text, expected) => {
    const yaml = stage(`when: ${JSON.stringify(text)}`);
    expect(told(yaml)).toEqual([expect.stringContaining(expected)]);
    const [planned] = goodPlan(yaml).stages;
    if (planned?.scope !== 'host') throw new Error('no stage');
    const [host] = planned.hosts;
    expect(host && planned.when?.holds(host, { results: {} })).toBe(text.startsWith('!'));
  });

  it('asks nothing where it stands in a text between quotes', () => {
    expect(told(stage(`when: "role == 'has(vars.nope)'"`))).toEqual([]);
    expect(told(stage(`when: "rack == 'has(vars.nope)'", hosts: all`))[0]).toContain(
      'variable-undefined `rack` is not defined. It concerns w1, w2, w3',
    );
  });

  it('works in an assert too', () => {
    const yaml =
      'hosts: managers\nstages:\n  - exec: a\n  - assert: { that: "has(vars.nope) || stage.ok > 1" }\n';
    expect(told(yaml)).toEqual([expect.stringContaining('4:31 variable-undefined')]);
  });
});

describe('what an assert claims', () => {
  const claim = (that: string) =>
    `vars: { least: 1, mine: "{{host.name}}" }\nhosts: managers\nstages:\n  - { exec: "true", register: one, tags: t }\n  - { exec: "true", tags: u }\n  - { assert: { ${that} }, tags: u }\n  - { exec: "true", register: later }\n`;

  it.each([
    ['that: stage.okk > 1', '6:29 condition-name `stage.okk` does not exist.'],
    ['that: stages.later.ok > 1', '6:30 condition-name No stage before this one registers `later`.'],
    ["that: mine == 'm1'", '6:23 condition-name `mine` is not defined.'],
    ["that: role == 'x'", '6:23 condition-name `role` is not defined.'],
    ['that: stage.ok', '6:23 condition-type'],
    ['of: one', '6:7 missing-key The assert does not say what has to hold.'],
    ['message: x', '6:7 missing-key'],
    ['success-rate: 101', '6:31 out-of-range'],
  ])('%s is told as %s', (that, expected) => {
    expect(told(claim(that))).toEqual([expect.stringContaining(expected)]);
  });

  it('is left out with a stage that it looks at', () => {
    const plan = goodPlan(claim('that: stages.one.ok >= least'), { tags: ['u'] });
    expect(plan.leftOut?.map(({ id, why }) => `${id} ${why}`)).toContain(
      '3 stage 1, which it looks at, is left out',
    );
  });
});

describe('the output of a secret stage in the rows of an assert', () => {
  const toldOf = (claim: string) =>
    told(
      `hosts: managers\nstages:\n  - { exec: a, register: tok, secret: true }\n  - { exec: b, register: d }\n  - assert: { that: "${claim}" }\n`,
    );

  it.each([
    "stages.tok.results.all(r, r.exit_code == 0) && stages.d.results.all(r, r.stdout != '')",
    "stages.d.results.all(r, r.stdout == '' || stages.tok.results.all(r, r.ok))",
    "stages.tok.results.map(r, r.host).all(r, r != '.stdout')",
  ])('is not looked at by %s', (claim) => {
    expect(toldOf(claim)).toEqual([]);
  });

  it.each([
    "stages.d.results.all(r, r.ok) && stages.tok.results.all(r, r.stdout != '')",
    "stages.d.results.all(r, stages.tok.results.exists(s, s['stderr'] == r.stdout))",
    "stages['tok'].results.filter(r, r.ok)[0].stdout == ''",
  ])('is looked at by %s', (claim) => {
    expect(toldOf(claim)).toEqual([
      expect.stringContaining('secret-output This looks at the output of the stage tok'),
    ]);
  });
});
