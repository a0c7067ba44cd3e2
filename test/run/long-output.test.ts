import { expect, it } from 'vitest';
import { goodPlan } from '../plan/fleet.ts';
import { runStages } from './engine.ts';

it('a text of which the end alone is kept is put into nothing, and conditions look at its end', async () => {
  const { stages } = goodPlan(`hosts: m1
stages:
  - { exec: "seq 1 3000; echo why >&2", register: long }
  - { exec: "printf %s {{results.long.stdout}} > got", continue-on-error: true }
  - { exec: "printf %s {{quote results.long.stdout}} > got", continue-on-error: true }
  - { exec: "printf %s {{default results.long.stdout 'x'}} > got", continue-on-error: true }
  - { exec: "echo {{#if results.long.stdout}}{{exists results.long.stdout}}{{/if}} {{results.long.stderr}}" }
  - { exec: "true", when: results.long.stdout.endsWith('3000') }
`);
  using run = await runStages(stages);
  const cut = {
    ...{ outcome: 'failed', ran: 'no', reason: 'value_missing' },
    message: expect.stringMatching(
      /^`results\.long\.stdout` is longer than the 8 KiB .* Let the stage print less/,
    ),
  };
  for (const stage of ['2', '3', '4']) expect(run.result(stage, 'm1')).toMatchObject(cut);
  expect(run.result('5', 'm1')).toMatchObject({ outcome: 'ok', stdout: { tail: 'true why\n' } });
  expect(run.result('6', 'm1')).toMatchObject({ outcome: 'ok' });
});

it('a text of just that length is whole', async () => {
  const { stages } = goodPlan(`hosts: m1
stages:
  - { exec: "printf %08191d 7", register: long }
  - { exec: "printf %s {{results.long.stdout}} | wc -c", register: n }
`);
  using run = await runStages(stages);
  expect(run.result('2', 'm1')).toMatchObject({ outcome: 'ok', stdout: { tail: '8191\n' } });
});
