import { describe, expect, it } from 'vitest';
import { planJson } from '../../../src/plan/plan-json.ts';
import { describePlan } from '../../../src/report/plan/describe-plan.ts';
import { goodPlan, planOf } from '../fleet.ts';

const stage = `
hosts: managers
stages:
  - template: { src: t/a.conf, dest: /etc/a.conf }
    register: made
`;
const at = 'play/t/a.conf';

function told(text: string, yaml = stage) {
  const { problems } = planOf(yaml, { templates: { [at]: text } });
  return problems.map(
    ({ place, code, message }) => `${place?.file}:${place?.line}:${place?.column} ${code} ${message}`,
  );
}

describe('a template file', () => {
  it('is checked for every host, with places in itself', () => {
    expect(told('first\n  {{rack}} {{rol}}\n')).toEqual([
      expect.stringMatching(/^play\/t\/a\.conf:2:14 variable-undefined `rol`.* It concerns all 2 hosts\.$/),
    ]);
    expect(told('x\n{{#if x}}\n')).toEqual([
      expect.stringMatching(/^play\/t\/a\.conf:\d+:\d+ template-syntax/),
    ]);
    expect(told('{{facts.oss}}{{results.mad.stdout}}')).toEqual([
      expect.stringMatching(/^play\/t\/a\.conf:1:3 fact-unknown/),
      expect.stringMatching(/^play\/t\/a\.conf:1:16 result-unknown/),
    ]);
  });

  it('has its text beside the problems, for a code frame', () => {
    const { texts } = planOf(stage, { templates: { [at]: '{{x}}' } });
    expect(texts.get(at)).toBe('{{x}}');
  });

  it('has to be UTF-8 and there', () => {
    const { problems } = planOf(stage);
    expect(problems).toMatchObject([{ code: 'file-missing', place: { file: 'play/playbook.yml', line: 4 } }]);
  });

  it('is rendered for each host, and the plan tells size and digest of what differs', () => {
    const plan = goodPlan(stage, {
      templates: { [at]: 'rack {{rack}}\n{{#if (eq role "manager")}}\nboss\n{{/if}}\n' },
    });
    const [planned] = plan.stages;
    if (planned?.scope !== 'host') throw new Error('no host stage');
    const texts = planned.hosts.map(
      (host) => planned.prepare(host, { results: {} }).rendered?.get('t/a.conf')?.text,
    );
    expect(texts).toEqual(['rack a\nboss\n', 'rack b\nboss\n']);
    const lines = describePlan(plan, { mask: (line) => line }).split('\n');
    expect(lines.filter((line) => line.includes('12 B, SHA-256 '))).toHaveLength(2);
    const json = planJson(plan).stages[0];
    expect(json).toMatchObject({ tasks: [{ hosts: ['m1'], rendered: { 't/a.conf': { bytes: 12 } } }, {}] });
  });

  it('says so where only the run will know what is in it, and needs facts for it', () => {
    const plan = goodPlan(stage, { templates: { [at]: '{{facts.os}}' } });
    expect(describePlan(plan, { mask: (line) => line })).toContain('with what only the run will know');
    expect(plan.stages[0]).toMatchObject({ needsFacts: true });
  });

  it('cannot be chosen by what only the run will know', () => {
    const yaml = `
hosts: managers
stages:
  - exec: uname
    register: kind
  - template: { src: "t/{{results.kind.stdout}}", dest: /etc/a.conf }
`;
    expect(told('', yaml)).toEqual([
      expect.stringMatching(/^play\/playbook\.yml:6:22 stage-args Which file/),
    ]);
  });
});
