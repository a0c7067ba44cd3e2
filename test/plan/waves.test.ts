import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { describePlan } from '../../src/report/plan/describe-plan.ts';
import { hostsOfShare } from '../../src/stages/rollout/share.ts';
import { fleet, goodPlan, lines, planOf, told } from './fleet.ts';

const ten = fleet(
  Object.fromEntries([
    ['m1', { groups: ['managers'] }],
    ...Array.from({ length: 10 }, (_, at) => [`w${at + 1}`, { groups: ['workers'] }] as const),
  ]),
);

/** `4.1.2 w1 w2`: the id of each stage with its hosts, or its name where it has none. */
function shown({ stages }: Plan): string[] {
  return stages.map((stage) =>
    stage.scope === 'host'
      ? `${stage.id} ${stage.hosts.map(({ name }) => name).join(' ')}`
      : `${stage.id} ${stage.name}`,
  );
}

const rollout = (settings: string, stages: string) =>
  `stages:\n  - { hosts: all, exec: before }\n  - hosts: workers\n    rollout: ${settings}\n    stages: ${stages}\n`;

describe('the plan of a rollout', () => {
  it('has its stages once for each wave, with what stands between the waves', () => {
    const yaml = rollout(
      '{ waves: [1, 30%, 100%], pause: 30s }',
      '[{ name: One, exec: a }, { exec: b, hosts: "w[2-3]" }]',
    );
    const plan = goodPlan(yaml, { inventory: ten });
    expect(shown(plan)).toEqual([
      '1 m1 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10',
      '2.1.1 w1',
      '2.1.3 wave 1/3: enough are ok',
      '2.1.4 wave 1/3: wait 30s',
      '2.2.1 w2 w3',
      '2.2.2 w2 w3',
      '2.2.3 wave 2/3: enough are ok',
      '2.2.4 wave 2/3: wait 30s',
      '2.3.1 w4 w5 w6 w7 w8 w9 w10',
      '2.3.3 wave 3/3: enough are ok',
    ]);
    expect(plan.leftOut).toEqual([
      { id: '2.1.2', name: 'wave 1/3: exec: b', why: 'it has no host of this wave' },
      { id: '2.3.2', name: 'wave 3/3: exec: b', why: 'it has no host of this wave' },
    ]);
    const text = describePlan(plan, { mask: (line) => line });
    expect(text).toContain(
      '── Rollout 2: wave 2 of 3, 2 hosts ──\n\n2.2.1. wave 2/3: One  exec on 2 hosts\n',
    );
    expect(text).toContain('     no host may fail in the wave, else the run stops\n');
  });

  it.each([
    ['[100%]', ['w1 w2 w3 w4 w5 w6 w7 w8 w9 w10']],
    ['[3, 5, 100%]', ['w1 w2 w3', 'w4 w5', 'w6 w7 w8 w9 w10']],
    ['[1, 1%, 11%, 100%]', ['w1', 'w2', 'w3 w4 w5 w6 w7 w8 w9 w10']],
    ['[20, 50%, 100%]', ['w1 w2 w3 w4 w5 w6 w7 w8 w9 w10']],
  ])('with waves: %s has no wave without hosts', (waves, expected) => {
    const { stages } = goodPlan(rollout(`{ waves: ${waves} }`, '[{ exec: a }]'), { inventory: ten });
    const hosts = stages.flatMap((stage) =>
      stage.scope === 'host' && stage.id !== '1' ? [stage.hosts.map(({ name }) => name).join(' ')] : [],
    );
    expect(hosts).toEqual(expected);
  });

  it('counts the hosts that --limit leaves', () => {
    const yaml = rollout('{ waves: [50%, 100%] }', '[{ exec: a }]');
    const plan = goodPlan(yaml, { inventory: ten, limit: 'w[3-6]' });
    expect(shown(plan).filter((line) => line.startsWith('2.'))).toEqual([
      '2.1.1 w3 w4',
      '2.1.2 wave 1/2: enough are ok',
      '2.2.1 w5 w6',
      '2.2.2 wave 2/2: enough are ok',
    ]);
  });

  it('is left out whole where --limit leaves it no host, and is nothing to do where it is all', () => {
    const stages =
      '[{ exec: a }, { assert: { success-rate: 100, of: wave } }, { assert: { success-rate: 100 } }]';
    const plan = goodPlan(rollout('{ waves: [1, 100%] }', stages), { inventory: ten, limit: 'm1' });
    expect(shown(plan)).toEqual(['1 m1']);
    expect(plan.leftOut?.map(({ id, why }) => `${id} ${why}`)).toEqual([
      '2.1 --limit leaves it no host',
      '2.2 --limit leaves its rollout no host',
      '2.3 stage 2.1, which it judges, is left out',
    ]);
    const alone = 'stages:\n  - { hosts: workers, rollout: { waves: [100%] }, stages: [{ exec: a }] }\n';
    const { problems } = planOf(alone, { inventory: ten, limit: 'm1' });
    expect(problems.map(({ code }) => code)).toEqual(['limit-leaves-nothing']);
  });

  it.each([
    [{ startAt: '2.2' }, ['2.2.1', '2.2.2', '2.2.3']],
    [{ startAt: '2.2.2' }, ['2.2.2', '2.2.3']],
    [{ startAt: 'wave 2/2: One' }, ['2.2.1', '2.2.2', '2.2.3']],
    [{ startAt: 'One' }, ['2.1.1', '2.1.2', '2.1.3', '2.1.4', '2.2.1', '2.2.2', '2.2.3']],
    [{ tags: ['t'] }, ['2.1.2', '2.1.3', '2.1.4', '2.2.2', '2.2.3']],
    [{ skipTags: ['t'] }, ['1', '2.1.1', '2.1.3', '2.1.4', '2.2.1', '2.2.3']],
  ])('is judged wave by wave wherever some of it is chosen: %j', (choice, expected) => {
    const yaml = rollout('{ waves: [1, 100%], pause: 1s }', '[{ name: One, exec: a }, { exec: b, tags: t }]');
    expect(goodPlan(yaml, { inventory: ten, ...choice }).stages.map(({ id }) => id)).toEqual(expected);
  });

  const repaired = `stages:
  - { name: First, hosts: all, tags: first, exec: a }
  - name: Workers
    hosts: workers
    rollout: { waves: [100%] }
    stages: [{ name: Fetch, exec: b, tags: fetch }, { name: Install, exec: c, tags: install }]
    on-failure: [{ name: Back, exec: d, tags: back }]
  - { name: Last, hosts: all, exec: e }
  - { name: Last, hosts: all, exec: f }
`;

  it.each([
    [{ tags: ['install'] }, ['2.1.2', '2.1.3', '2.1.4']],
    [{ skipTags: ['fetch'] }, ['1', '2.1.2', '2.1.3', '2.1.4', '3', '4']],
    [{ tags: ['install'], skipTags: ['back'] }, ['2.1.2', '2.1.3']],
    [{ tags: ['first'] }, ['1']],
  ])('keeps its repair while a stage of it is chosen, unless that is skipped itself: %j', (choice, ids) => {
    const plan = goodPlan(repaired, { inventory: ten, ...choice });
    expect(plan.stages.map(({ id }) => id)).toEqual(ids);
  });

  it('is begun by its own name with its first wave; a name that several stages have begins nowhere', () => {
    const { stages } = goodPlan(repaired, { inventory: ten, startAt: 'Workers' });
    expect(stages.map(({ id }) => id)).toEqual(['2.1.1', '2.1.2', '2.1.3', '2.1.4', '3', '4']);
    const [problem] = planOf(repaired, { inventory: ten, startAt: 'Last' }).problems;
    expect(problem).toMatchObject({ code: 'unknown-stage', message: 'Several stages are named Last: 3, 4.' });
    expect(planOf(repaired, { inventory: ten, startAt: 'Wokers' }).problems[0]?.advice).toMatch(/Workers/);
  });

  it('gives its stages what an include gives, and may include', () => {
    const yaml = `vars: { a: top, b: top }
stages:
  - { hosts: workers, tags: t, when: "a == 'top'", vars: { b: rollout }, rollout: { waves: [1, 100%] }, stages: [{ include: more.yml, vars: { c: include } }] }
`;
    const includes = { 'play/more.yml': '- { exec: "echo {{a}} {{b}} {{c}}", register: r }' };
    const plan = goodPlan(yaml, { inventory: ten, includes, tags: ['t'] });
    expect(plan.stages.map(({ id }) => id)).toEqual(['1.1.1.1', '1.1.2', '1.2.1.1', '1.2.2']);
    expect(lines(plan, '1.1.1.1')).toEqual({ w1: "echo 'top' 'rollout' 'include'" });
    expect(plan.stages[0]).toMatchObject({ when: { text: "a == 'top'" } });
  });

  it('has what runs when a wave has failed behind its verdict, and says so', () => {
    const yaml = `vars: { a: top }
stages:
  - name: Workers
    hosts: workers
    become: true
    rollout: { waves: [1, 100%], pause: 1s }
    stages: [{ name: One, exec: a }]
    on-failure:
      - { name: Back, exec: "back {{a}}" }
      - include: more.yml
      - assert: { success-rate: 100, of: Back }
  - assert: { success-rate: 100 }
`;
    const includes = { 'play/more.yml': '- { exec: b }\n- { exec: c }' };
    const plan = goodPlan(yaml, { inventory: ten, includes });
    const ids = (number: number) => ['1', '2', '3', '4.1', '4.2', '5'].map((rest) => `1.${number}.${rest}`);
    expect(plan.stages.map(({ id }) => id)).toEqual([...ids(1), '1.1.6', ...ids(2), '2']);
    expect(plan.stages.filter(({ isOnFailure }) => isOnFailure).map(({ id }) => id)).toEqual([
      ...ids(1).slice(2),
      ...ids(2).slice(2),
    ]);
    expect(lines(plan, '1.1.3')).toEqual({ w1: "back 'top'" });
    expect(plan.stages.at(-1)).toMatchObject({ judgedStages: ['1.1.1', '1.2.1'] });
    expect(plan.stages[5]).toMatchObject({ id: '1.1.5', judgedStages: ['1.1.3'] });
    const only = '   only when the wave has failed, before the run stops';
    const text = describePlan(plan, { mask: (line) => line });
    expect(text).toContain(`1.1.3. wave 1/2: Back  exec on 1 host\n${only} · as root\n   w1\n`);
    expect(text.match(new RegExp(only, 'g'))).toHaveLength(8);
  });

  it('lets an assert judge its own wave, or all of them where it stands outside', () => {
    const stages = `[{ name: One, exec: a, register: one }, { exec: b }, { assert: { success-rate: 50, of: One } },
      { assert: { success-rate: 50, of: wave } }, { assert: { success-rate: 50 } }]`;
    const yaml = `${rollout('{ waves: [1, 100%] }', stages)}  - assert: { success-rate: 50, of: one }
  - assert: { success-rate: 50 }
`;
    const judged = goodPlan(yaml, { inventory: ten }).stages.flatMap((stage) =>
      stage.scope === 'fleet'
        ? [`${stage.id}: ${stage.isOverWave ? 'wave' : stage.judgedStages.join(' ')}`]
        : [],
    );
    expect(judged).toEqual([
      '2.1.3: 2.1.1',
      '2.1.4: wave',
      '2.1.5: 2.1.2',
      '2.1.6: wave',
      '2.2.3: 2.2.1',
      '2.2.4: wave',
      '2.2.5: 2.2.2',
      '2.2.6: wave',
      '3: 2.1.1 2.2.1',
      '4: 2.1.2 2.2.2',
    ]);
  });

  it('knows the results of the stages before, for the hosts of the wave and after all waves', () => {
    const stages = '[{ exec: a, register: r }, { exec: "echo {{results.r.stdout}}" }]';
    const yaml = `${rollout('{ waves: [1, 100%] }', stages)}  - { hosts: workers, exec: "echo {{results.r.stdout}}" }\n`;
    expect(goodPlan(yaml, { inventory: ten }).stages).toHaveLength(8);
    expect(told(yaml, { inventory: ten, startAt: '2.2' })).toEqual([
      '6:37 result-not-there The stage that registers r does not run on w1.',
    ]);
  });
});

describe('what is wrong in a rollout', () => {
  it('is told once, of all hosts and not of those of each wave', () => {
    const yaml = rollout(
      '{ waves: [1, 50%, 100%] }',
      '[{ exec: "{{nowhere}}" }, { exec: a, hosts: managers }]',
    );
    expect(told(yaml, { inventory: ten })).toEqual([
      '5:25 variable-undefined `nowhere` is not defined. It concerns all 10 hosts.',
      '5:39 rollout-without-it None of the hosts of this stage is among those of its rollout, so it would run in no wave.',
    ]);
  });

  it('is told too where nobody knows its hosts', () => {
    const yaml = rollout('{ waves: [1, 100%] }', '[{ exec: "{{nowhere}}" }]').replace('workers', 'wrokers');
    expect(told(yaml, { inventory: ten }).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '3:12 pattern-unknown',
      '5:25 variable-undefined',
    ]);
  });

  it('is that nobody knows its hosts, also where all its stages name their own', () => {
    const stages = '[{ exec: a, hosts: workers }, { assert: { success-rate: 9, of: wave } }]';
    const yaml = rollout('{ waves: [1, 100%] }', stages).replace('workers', 'wrokers');
    const { plan, problems } = planOf(yaml, { inventory: ten });
    expect(problems.map(({ code }) => code)).toEqual(['pattern-unknown']);
    expect(plan).toBeUndefined();
  });

  it('is not that an assert judges nothing, where what it judges is broken', () => {
    const stages = '[{ exce: a }, { assert: { success-rate: 9, of: wave } }]';
    const { problems } = planOf(rollout('{ waves: [1, 100%] }', stages), { inventory: ten });
    expect(problems.map(({ code }) => code)).toEqual(['unknown-kind']);
  });

  it.each([
    ['{ waves: [1, 10%] }', '[{ exec: a }]', '4:14 stage-args The waves leave some of the hosts out.'],
    [
      '{ waves: [50%, 10%, 100%] }',
      '[{ exec: a }]',
      '4:14 stage-args After a wave up to 50% of the hosts comes one up to 10%, which has none.',
    ],
    [
      '{ waves: [5, 5, 100%] }',
      '[{ exec: a }]',
      '4:14 stage-args After a wave up to 5 of the hosts comes one up to 5, which has none.',
    ],
    [
      '{ waves: [100%] }',
      '[{ assert: { success-rate: 9, of: wave } }, { exec: a }]',
      '5:47 nothing-to-judge No stage before this one runs on the hosts of the wave, so there is nothing to judge.',
    ],
    [
      '{ waves: [100%] }',
      '[{ rollout: { waves: [100%] }, stages: [{ exec: a }] }]',
      '5:16 rollout-nested This rollout stands among the stages of another one.',
    ],
    [
      '{ waves: [100%] }',
      '[{ exec: a, register: r }, { exec: a, register: r }]',
      '5:61 duplicate-register The stage of line 5 registers its result under the same name.',
    ],
    ['{ waves: [100%] }', '[]', '5:13 wrong-length stages must not be empty.'],
    ['{ waves: [100%] }', '{ exec: a }', '5:13 wrong-type stages must be a list, but a map stands there.'],
  ])('is told at its place: %s %s', (settings, stages, expected) => {
    expect(told(rollout(settings, stages), { inventory: ten })).toEqual([expected]);
  });

  it('is a stage beside it that registers the same name', () => {
    const yaml = `hosts: workers
stages:
  - { exec: a, register: r }
  - rollout: { waves: [100%] }
    stages: [{ exec: a, register: r }]
`;
    expect(told(yaml, { inventory: ten })).toEqual([
      expect.stringMatching(/^5:14 duplicate-register Stages 1 \(play\/playbook\.yml:3\) and 2\.1 register/),
    ]);
  });

  it('is that a register is there twice, also where all stands in one line', () => {
    const yaml =
      'hosts: workers\nstages: [{ rollout: { waves: [100%] }, stages: [{ exec: a, register: r }], on-failure: [{ exec: a, register: r }] }]\n';
    expect(planOf(yaml, { inventory: ten }).problems.map(({ code }) => code)).toEqual(['duplicate-register']);
  });

  it('is nothing where two rollouts have the same stages', () => {
    const yaml = `hosts: workers
stages:
  - { rollout: { waves: [1, 100%] }, stages: &both [{ exec: a, register: r }] }
  - { rollout: { waves: [100%] }, stages: *both }
`;
    expect(goodPlan(yaml, { inventory: ten }).stages.map(({ id }) => id)).toEqual([
      '1.1.1',
      '1.1.2',
      '1.2.1',
      '1.2.2',
      '2.1.1',
      '2.1.2',
    ]);
  });

  it.each([
    ['- rollout: { waves: [100%] }', '3:5 missing-key The rollout has no stages.'],
    [
      '- { exec: a, stages: [{ exec: b }] }',
      '3:16 unknown-key stages has no meaning with exec, which has no stages of its own.',
    ],
    ['- { stages: [{ exec: b }] }', '3:5 no-kind This stage does not say what to do.'],
    [
      '- { rollout: { waves: [100%] }, stages: [{ exec: b }], retry: { attempts: 2 } }',
      '3:58 unknown-key retry has no meaning with rollout, which gives its stages tags, hosts, when, become, vars.',
    ],
    [
      '- assert: { success-rate: 9, of: wave }',
      '3:36 judged-unknown This assert stands in no rollout, so there is no wave.',
    ],
  ])('is told of a stage that is none, or half of one: %s', (stage, expected) => {
    expect(told(`hosts: workers\nstages:\n  ${stage}\n`, { inventory: ten })).toEqual([expected]);
  });

  it('is told of what runs when a wave has failed, too', () => {
    const yaml = `hosts: workers
stages:
  - rollout: { waves: [100%] }
    stages: [{ exec: a, register: r }]
    on-failure:
      - { exec: "{{nowhere}}", register: r }
      - { exce: b }
      - { exec: c, hosts: managers }
  - { assert: { success-rate: 9, of: Back } }
  - { exec: d, on-failure: [{ exec: e }] }
  - { rollout: { waves: [100%] }, stages: [{ exec: a }], on-failure: [] }
`;
    expect(told(yaml, { inventory: ten }).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '6:9 duplicate-register',
      '7:11 unknown-kind',
      '10:16 unknown-key',
      '11:70 wrong-length',
      '6:20 variable-undefined',
      '8:9 rollout-without-it',
      '9:38 judged-unknown',
    ]);
  });

  it('is that nobody says on which hosts it runs, once', () => {
    const yaml = 'stages:\n  - rollout: { waves: [100%] }\n    stages: [{ exec: a }, { exec: b }]\n';
    expect(planOf(yaml, { inventory: ten }).problems.map(({ code }) => code)).toEqual(['no-hosts-named']);
  });
});

describe('a share of the hosts', () => {
  it.each([
    [{ percent: 5.1 }, 1000, 'ceil', 51],
    [{ percent: 10 }, 9, 'ceil', 1],
    [{ percent: 10 }, 9, 'floor', 0],
    [{ percent: 33.3 }, 10, 'floor', 3],
    [{ percent: 100 }, 7, 'floor', 7],
    [{ count: 3 }, 2, 'ceil', 2],
  ] as const)('%j of %d hosts, %s, is %d', (share, hosts, round, expected) => {
    expect(hostsOfShare(share, hosts, round)).toBe(expected);
  });

  it('puts each host into exactly one wave, in the order of the inventory', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 12 }).map(String),
      fc.integer({ min: 1, max: 99 }).map((percent) => `${percent}%`),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 4 }), (sizes) => {
        const counts = sizes.filter((one) => !one.endsWith('%')).map(Number);
        const percents = sizes.filter((one) => one.endsWith('%')).map((one) => Number.parseInt(one, 10));
        const rising = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b);
        const waves = [...rising(counts), ...rising(percents).map((one) => `${one}%`), '100%'];
        const plan = goodPlan(rollout(`{ waves: [${waves.join(', ')}] }`, '[{ exec: a }]'), {
          inventory: ten,
        });
        const inWaves = plan.stages.flatMap((stage) =>
          stage.scope === 'host' && stage.wave !== undefined ? stage.hosts.map(({ name }) => name) : [],
        );
        expect(inWaves).toEqual(Array.from({ length: 10 }, (_, at) => `w${at + 1}`));
      }),
    );
  });
});
