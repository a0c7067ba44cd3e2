import { describe, expect, it } from 'vitest';
import { Desk } from './in-process.ts';

/** `validate` of a playbook alone. */
async function validated(playbook: string) {
  using desk = new Desk({ 'playbook.yml': playbook });
  return await desk.call(['validate', 'playbook.yml']);
}

describe('validate without an inventory', () => {
  it('finds nothing wrong with a rollout whose waves are judged', async () => {
    const stages = '[{ exec: a }, { assert: { success-rate: 100, of: wave } }]';
    const { code, stderr } = await validated(
      `hosts: all\nstages:\n  - { rollout: { waves: [100%] }, stages: ${stages} }\n`,
    );
    expect([stderr, code]).toEqual(['', 0]);
  });
});
