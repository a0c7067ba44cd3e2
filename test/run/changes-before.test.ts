import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesWith } from '../../src/run/attempt/changes-before.ts';
import { transfer } from '../../src/stages/transfer/stage.ts';
import { waitFor } from '../../src/stages/wait-for/stage.ts';
import { goodPlan } from '../plan/fleet.ts';
import { hostStage, runStages } from './engine.ts';

const ship = (more = {}) =>
  hostStage('', ['a'], {
    kind: transfer,
    prepare: () => ({ args: { src: 'x', dest: 'x', mode: '0644' }, description: '', timeoutMs: 20_000 }),
    ...more,
  });
const look = hostStage('', ['a'], {
  kind: waitFor,
  prepare: () => ({ args: { command: 'test -e x' }, description: '', timeoutMs: 20_000 }),
});
const onRoot = (root: string) => writeFileSync(join(root, 'x'), 'new\n');

/** Takes from the journal what follows the start of the last attempt, as if the run had been killed there. */
function killInLastAttempt(directory: string): void {
  const path = join(directory, 'journal.ndjson');
  const lines = readFileSync(path, 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.includes('"type":"attempt-started"'));
  writeFileSync(path, `${lines.slice(0, last + 1).join('\n')}\n`);
}

describe('a file that an attempt before has brought', () => {
  it('is a change of the task, though the last attempt found it there', async () => {
    const { stages } = goodPlan(`hosts: m1
stages:
  - exec: { command: "date > made; cat made" }
    changed-when: result.attempts == 1
    until: result.attempts == 2
    retry: { attempts: 2, delay: 0 }
`);
    using run = await runStages(stages);
    expect(run.result('1', 'm1')).toMatchObject({ outcome: 'ok', attempts: 2, changed: true });
  });

  it('is one after a kill and a resume: what looks at results.NAME.changed restarts its service', async () => {
    using first = await runStages([ship()], { onRoot });
    expect(first.result('1', 'a')).toMatchObject({ changed: true });
    killInLastAttempt(first.directory);
    using second = await runStages([ship()], { resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject({
      ...{ outcome: 'ok', changed: true },
      message: 'the file was there already; an attempt before this one may have brought it',
    });
    killInLastAttempt(first.directory);
    using third = await runStages([ship()], { resumes: first.directory });
    expect(third.result('1', 'a')).toMatchObject({ outcome: 'ok', changed: true });
  });

  it('is none where it was there before, and the attempt before never began', async () => {
    const retry = { attempts: 1, delayMs: 0, isAsked: false };
    using first = await runStages([ship({ retry })], { onRoot, refuses: ['a'] });
    expect(first.result('1', 'a')).toMatchObject({ outcome: 'unreachable' });
    writeFileSync(join(first.homeOf('a'), 'x'), 'new\n', { mode: 0o644 });
    const journal = join(first.directory, 'journal.ndjson');
    const events = readFileSync(journal, 'utf8').split('\n');
    const ended = events.findIndex((line) => line.includes('"type":"task-ended"'));
    const again = events[ended]?.replace('"task-ended"', '"attempt-ended","attempt":1,"retryInMs":0');
    writeFileSync(journal, `${[...events.slice(0, ended), again].join('\n')}\n`);
    using second = await runStages([ship({ retry: { ...retry, attempts: 2 } })], {
      resumes: first.directory,
    });
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'ok', changed: false, attempts: 2 });
  });

  it('is none of a stage that only looks', async () => {
    using first = await runStages([ship(), look], { onRoot });
    killInLastAttempt(first.directory);
    using second = await runStages([ship(), look], { resumes: first.directory });
    expect(second.result('2', 'a')).toMatchObject({ outcome: 'ok', changed: false });
  });
});

it.each([
  ['some', 'none', { ran: 'yes', changed: true }],
  ['some', 'some', { ran: 'yes', changed: false }],
  ['none', 'none', { ran: 'no', reason: 'refused' }],
  ['maybe', 'maybe', { ran: 'no', reason: 'refused' }],
  ['maybe', 'none', { ran: 'unknown', reason: 'transfer_cut' }],
  ['maybe', 'none', { ran: 'no', reason: 'cancelled' }],
] as const)('has changed: %s, after %s and an attempt such as %j', (now, before, result) => {
  expect(changesWith(before, result)).toBe(now);
});
