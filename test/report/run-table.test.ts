import { expect, it } from 'vitest';
import { type RunSummary, runTable } from '../../src/report/run-table.ts';

const run: RunSummary = {
  run_id: '20261124-120405-0a1b2c',
  started: '2026-11-24T12:04:05.000Z',
  state: 'finished',
  directory: '/runs/20261124-120405-0a1b2c',
  name: 'Roll out the agent to all sites',
  ok: 3,
  total: 3,
  exit_code: 0,
};

it('a run is a row of the terminal, and whole where there is none', () => {
  const table = (columns: number) =>
    runTable([run], { localTime: () => '2026-11-24 12:04', columns, ellipsis: '…' });
  const [head = '', row = ''] = table(80);
  expect(head).toMatch(/ playbook$/);
  expect(row).toMatch(/ finished {2}Roll out .*…$/);
  expect(row).toHaveLength(80);
  expect(table(Number.POSITIVE_INFINITY)[1]).toMatch(/ Roll out the agent to all sites$/);
});

it.each([
  ['finished', 0, 'finished'],
  ['finished', 1, 'failed'],
  ['finished', 3, 'unknown'],
  ['finished', 5, 'finished (5)'],
  ['interrupted', 130, 'interrupted'],
  ['running', undefined, 'running'],
] as const)('a run that is %s, with exit code %s, is told as %s', (state, exit_code, told) => {
  const { exit_code: _, ...other } = run;
  const ended = { ...other, state, ...(exit_code !== undefined && { exit_code }) };
  const look = { localTime: () => '2026-11-24 12:04', columns: Number.POSITIVE_INFINITY, ellipsis: '…' };
  expect(runTable([ended], look)[1]?.split(/ {2,}/)[3]).toBe(told);
});
