import { describe, expect, it } from 'vitest';
import { planJson } from '../../src/plan/plan-json.ts';
import { describePlan } from '../../src/report/plan/describe-plan.ts';
import { goodPlan, planOf, told } from './fleet.ts';

describe('the plan of stages on this machine', () => {
  it('shows what runs here, and what only the run will know', () => {
    const plan = goodPlan(
      `hosts: w1
vars: { word: "a b" }
stages:
  - { local: "echo {{word}} {{{word}}}", register: made }
  - { exec: "x {{results.made.stdout}}" }
  - { local: "echo {{results.made.stdout}}", when: results.made.ok, continue-on-error: true }`,
    );
    const text = describePlan(plan, { mask: (line) => line });
    expect(text).toContain('local on this machine, once');
    expect(text).toContain("echo 'a b' a b (here)");
    expect(text).toContain('! {{{word}}} is put in raw');
    expect(text).toContain("echo '‹results.made.stdout›' (here)");
    expect(text).toContain('when results.made.ok · continues on error');
    expect(planJson(plan).stages[0]).toMatchObject({ runs_on: 'controller', register: 'made' });
    expect(plan.hosts.map(({ name }) => name)).toEqual(['w1']);
  });

  it('shows that it runs here for each host, as you', () => {
    const plan = goodPlan(
      'hosts: workers\ndefaults: { become: true }\nstages: [{ local: { command: "x {{host.name}}", per-host: true } }]',
    );
    const text = describePlan(plan, { mask: (line) => line });
    expect(text).toContain('local on this machine, once for each of 3 hosts');
    expect(text).not.toContain('as root');
  });

  it.each([
    ['local: "x {{host.name}}"', 'no-host-here `host` belongs to a host'],
    ['local: "x {{facts.os}}"', 'no-host-here `facts` belongs to a host'],
    ['local: "x {{results.r.stdout}}"', 'no-host-here Each host has its own results.r'],
    ['local: "x {{role}}"', 'variable-undefined `role` is not defined'],
    ['local: x, when: role == 1', 'condition-name'],
    ['local: x, when: results.r.ok', 'condition-name'],
    ['pause: 1, when: stages.q.ok > 0', 'condition-name'],
  ])('finds what is of no host: %s', (stage, problem) => {
    const [first] = told(`hosts: workers\nstages: [{ exec: x, register: r }, { ${stage} }]`);
    expect(first).toContain(problem);
  });

  it.each([
    ["host.name == 'm1'", 'This stage runs once, on this machine, and sees no host, also where an include'],
    ["facts.os == 'debian'", 'This stage runs once, on this machine, and sees no host'],
    [
      "role == 'x'",
      'also where an include hands its when on to one: it knows no vars of hosts. Define it under vars of the playbook',
    ],
  ])('says what a when can look at here, and not what an assert can: %s', (when, advice) => {
    const { problems } = planOf(`hosts: workers\nstages: [{ local: make, when: "${when}" }]`);
    expect(problems).toMatchObject([{ code: 'condition-name', advice: expect.stringContaining(advice) }]);
  });

  it('sees counts of stages, results of this machine and vars in when', () => {
    const { problems } = planOf(`hosts: w1
vars: { most: 3 }
stages:
  - { exec: x, register: r }
  - { local: x, register: here }
  - { pause: 1, when: stages.r.failed < most && results.here.ok }`);
    expect(problems).toEqual([]);
  });

  it('is not judged by an assert', () => {
    const plan = goodPlan(
      'hosts: w1\nstages: [{ exec: x }, { pause: 1 }, { assert: { success-rate: 100 } }]',
    );
    expect(plan.stages[2]).toMatchObject({ judgedStages: ['1'] });
  });

  it('is left out with the stage that its when looks at', () => {
    const plan = goodPlan(
      'hosts: w1\nstages: [{ exec: x, register: r, tags: a }, { pause: 1, tags: b, when: stages.r.ok > 0 }, { exec: y, tags: b }]',
      { tags: ['b'] },
    );
    expect(plan.leftOut).toMatchObject([
      { id: '1' },
      { id: '2', why: 'stage 1, which it looks at, is left out' },
    ]);
  });
});
