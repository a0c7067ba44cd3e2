import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

const playbook = `
hosts: all
stages:
  - exec: echo prepared
  - { name: Workers, hosts: all, rollout: { waves: [1, 100%], max-failures: 100% }, stages: [{ exec: test -e may }] }
`;

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['w1', 'w2', 'w3', 'w4'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const retry = () => desk.call(['retry', 'last', '--output', 'lines']);
const allow = () => desk.call(['exec', '-i', 'inventory.yml', '--run-dir', 'other', '--', 'touch may']);

describe('a retry of a run that began at a wave', () => {
  it.each(['2.2', '2.2.1'])('runs on every host that failed: %s', async (start) => {
    const words = ['playbook.yml', '-i', 'inventory.yml', '--start-at', start, '--output', 'lines'];
    expect((await desk.call(words)).code).toBe(1);
    await allow();
    const { code, stdout, stderr } = await retry();
    expect(stderr).toContain(`--start-at ${start} named a wave of then: it begins at 2, in waves of`);
    expect(stdout).toContain('3 of 3 hosts ok');
    expect(code).toBe(0);
  });

  it('of which the playbook no longer has hosts says so', async () => {
    expect((await desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'lines'])).code).toBe(1);
    await allow();
    desk.write('playbook.yml', playbook.replaceAll('hosts: all', 'hosts: "w[1-3]"'));
    const { stdout, stderr } = await retry();
    expect(stderr).toContain('no stage of now is for w4: they are left out');
    expect(stdout).toContain('3 of 3 hosts ok');
  });
});
