import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { planJson } from '../../src/plan/plan-json.ts';
import { fleet, goodPlan } from './fleet.ts';

const playbook = `
vars:
  token: { env: TOKEN }
  db: { user: app, password: { file: secret } }
  url: "https://{{token}}@host/"
  notOne: { env: prod, region: eu }
stages:
  - { hosts: all, exec: "a {{token}} {{db.password}} {{db.user}} {{url}} {{notOne.env}}" }
`;

const inventory = fleet({ m1: {}, m2: { vars: { token: { command: 'pass show m2' } } } });

function commands({ stages }: Plan): unknown[] {
  return stages.flatMap((stage) =>
    stage.scope === 'host' ? stage.hosts.map((host) => stage.prepare(host, { results: {} }).args) : [],
  );
}

describe('secrets among the vars', () => {
  it('stand as *** in the plan that is shown, and say where they come from', () => {
    const shown = goodPlan(playbook, { inventory });
    expect(JSON.stringify(planJson(shown))).toContain("a '***' '***' 'app' 'https://***@host/' 'prod'");
    expect(shown.secrets).toEqual([{ env: 'TOKEN' }, { file: 'secret' }]);
  });

  it.each(['env', 'file', 'command', 'prompt'])(
    'are never the vars themselves, where one is called %s',
    (name) => {
      const stages = `stages: [{ hosts: m3, exec: "a {{${name}}}" }]`;
      const host = fleet({ m3: { vars: { [name]: 'prod' } } });
      const plans = [
        goodPlan(stages, { inventory: host }),
        goodPlan(`vars: { ${name}: prod }\n${stages}`, { inventory: fleet({ m3: {} }) }),
        goodPlan(stages, { inventory: fleet({ m3: {} }), extraVars: { [name]: 'prod' } }),
        goodPlan(`vars: { ${name}: test, x: y }\n${stages}`, {
          inventory: host,
          extraVars: { [name]: 'prod' },
        }),
      ];
      for (const plan of plans) {
        expect(commands(plan)).toEqual(["a 'prod'"]);
        expect(plan.secrets).toBeUndefined();
      }
    },
  );

  it('are quoted for the shell as the texts that they are, and are no templates', () => {
    const texts: Record<string, string> = {
      '{"env":"TOKEN"}': `it's {{db.user}}`,
      '{"file":"secret"}': 'x y',
    };
    const secretText = (source: object) => texts[JSON.stringify(source)] ?? '';
    const revealed = goodPlan(playbook, { inventory, secretText });
    expect(commands(revealed)[0]).toBe(
      `a 'it'\\''s {{db.user}}' 'x y' 'app' 'https://it'\\''s {{db.user}}@host/' 'prod'`,
    );
  });
});
