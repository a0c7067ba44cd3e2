import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/events/events.ts';
import type { PlannedHostStage } from '../../src/plan/plan.ts';
import { readJournal } from '../../src/run/journal/journal-reader.ts';
import { Past } from '../../src/run/resume/past.ts';
import { exec } from '../../src/stages/exec/stage.ts';
import { script } from '../../src/stages/script/stage.ts';
import { defineHostStage } from '../../src/stages/stage.ts';
import { RuntimeValueFailure } from '../../src/template/runtime-failure.ts';
import { TransportError } from '../../src/transport/errors.ts';
import { goodPlan } from '../plan/fleet.ts';
import { commandKind, hostStage, looksAtNothing, runStages } from './engine.ts';
import { afterChannels } from './local-transport.ts';

/** Takes from the journal of a run what follows the first or last event of this type, as if it had been killed there. */
function killBehind(type: string, directory: string, which: 'first' | 'last' = 'first'): void {
  const path = join(directory, 'journal.ndjson');
  const lines = readFileSync(path, 'utf8').split('\n');
  const isOfType = (line: string) => line.includes(`"type":"${type}"`);
  const last = which === 'first' ? lines.findIndex(isOfType) : lines.findLastIndex(isOfType);
  writeFileSync(
    path,
    lines
      .slice(0, last + 1)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

describe('an interrupt while a command on this machine ends', () => {
  it.each([
    ['well', 0, ''],
    ['with an exit code that is tolerated', 3, '\n    continue-on-error: true'],
  ])('%s keeps no resumed run from what follows', async (_how, exitCode, more) => {
    const { stages } = goodPlan(`hosts: m1\nstages:\n  - local: make${more}\n  - exec: touch later\n`);
    const abort = new AbortController();
    const runLocal = async () => {
      abort.abort();
      return { kind: 'exited', exitCode } as const;
    };
    using first = await runStages(stages, { signal: abort.signal, surroundings: { runLocal } });
    expect(first.events.at(-1)).toMatchObject({ stopped: expect.stringContaining('interrupted in stage 1') });
    using second = await runStages(stages, { resumes: first.directory });
    expect(second.result('2', 'm1')).toMatchObject({ outcome: 'ok' });
    const ended = second.journal.find((event) => event.type === 'stage-ended' && event.stage === '1');
    expect(ended).toMatchObject({ stopsRun: false });
  });
});

describe('a task of which the journal tells no end', () => {
  it('keeps what its attempts came to that are over, when the next one has begun', async () => {
    const stages = [hostStage('exit 7', ['a'], { retry: { attempts: 2, delayMs: 1, isAsked: true } })];
    using run = await runStages(stages);
    killBehind('attempt-started', run.directory, 'last');
    const { events } = await readJournal(join(run.directory, 'journal.ndjson'));
    const task = new Past(events).openTask('1', 'a');
    expect(task).toMatchObject({ attempt: { number: 2 }, before: { ran: 'yes', exitCode: 7, attempts: 1 } });
    expect(task?.attempt?.ended).toBeUndefined();
  });
});

describe('an attempt of an earlier process that never began, as its host has proven', () => {
  const stages = [hostStage('echo x >> ran', ['a'])];
  const full = () => Promise.reject(new TransportError('channel_refused', 'the host is full'));

  /** Killed when the attempt was announced, before it came to the host. */
  async function killedBefore() {
    const run = await runStages(stages, { refuses: ['a'] });
    killBehind('attempt-started', run.directory);
    return run;
  }

  it('is unreachable where the next one gets no channel, and leaves nothing on the host', async () => {
    using first = await killedBefore();
    const resumes = first.directory;
    using second = await runStages(stages, { resumes, connection: afterChannels(1, full) });
    expect(second.result('1', 'a')).toMatchObject({
      ...{ outcome: 'unreachable', ran: 'no', phase: 'channel', reason: 'channel_refused', attempts: 3 },
      message: 'the host is full',
    });
    expect(readdirSync(second.homeOf('a'))).toEqual([]);
  });

  it('is unknown where the next one has run a command and gets no channel for what follows', async () => {
    const twice = defineHostStage({
      ...commandKind,
      *run(task) {
        yield* commandKind.run(task);
        return yield* commandKind.run(task);
      },
    });
    using first = await killedBefore();
    const resumes = first.directory;
    using second = await runStages(
      stages.map((stage) => ({ ...stage, kind: twice })),
      { resumes, connection: afterChannels(2, full) },
    );
    const known = { outcome: 'unknown', ran: 'yes', reason: 'channel_refused', attempts: 1 };
    expect(second.result('1', 'a')).toMatchObject(known);
    expect(readFileSync(join(second.homeOf('a'), 'ran'), 'utf8')).toBe('x\n');
  });

  it('is begun by a further resume where the next one was interrupted before it began', async () => {
    using first = await killedBefore();
    const resumes = first.directory;
    const abort = new AbortController();
    const interrupted = async () => {
      abort.abort();
      throw abort.signal.reason;
    };
    using second = await runStages(stages, {
      ...{ resumes, signal: abort.signal },
      connection: afterChannels(1, interrupted),
    });
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'cancelled', ran: 'no' });
    using third = await runStages(stages, { resumes });
    expect(third.result('1', 'a')).toMatchObject({ outcome: 'ok' });
    expect(readFileSync(join(third.homeOf('a'), 'ran'), 'utf8')).toBe('x\n');
  });
});

describe('an attempt of an earlier process that had begun', () => {
  /** Killed when its command was sent; the host tells this of it. */
  async function resumedWith(evidence: string, kind: PlannedHostStage['kind'], args: unknown) {
    const prepare = () => ({ args, description: '', timeoutMs: 20_000 });
    const stages = [hostStage('', ['a'], { kind, prepare })];
    const first = await runStages(stages, { refuses: ['a'] });
    killBehind('attempt-started', first.directory);
    const started = first.events.find((event) => event.type === 'attempt-started');
    writeFileSync(join(first.homeOf('a'), `.aeon-${started?.attemptId}`), evidence);
    return runStages(stages, { resumes: first.directory });
  }

  it('is what its command came to, though the check before it could not be made any more', async () => {
    const args = { command: 'rmdir "$PWD"', chdir: 'gone', onlyif: 'true' };
    using well = await resumedWith('started\nheld 1\nexit 0\n', exec, args);
    expect(well.result('1', 'a')).toMatchObject({ outcome: 'ok', ran: 'yes', exitCode: 0, attempts: 1 });
    using badly = await resumedWith('started\nheld 1\nexit 7\n', exec, args);
    expect(badly.result('1', 'a')).toMatchObject({ outcome: 'failed', ran: 'yes', exitCode: 7, attempts: 1 });
  });

  it('is unknown where the host cannot tell, though the script is not here any more', async () => {
    using run = await resumedWith('started\n', script, 'gone.sh');
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'unknown', ran: 'unknown', reason: 'link_lost' });
  });
});

describe('an attempt of an earlier process, in a plan that was changed', () => {
  const holdsNot = { text: "host != 'a'", ...looksAtNothing, registers: [], holds: () => false };
  const missing = () => {
    throw new RuntimeValueFailure('release is not there');
  };
  const command = (more: Partial<PlannedHostStage> = {}) => [
    hostStage('echo x >> ran', ['a'], { retry: { attempts: 3, delayMs: 1, isAsked: true }, ...more }),
  ];

  /** Killed when its command was sent; the host tells this of it. */
  async function begun(evidence: string) {
    const run = await runStages(command(), { refuses: ['a'] });
    killBehind('attempt-started', run.directory);
    const started = run.events.find((event) => event.type === 'attempt-started');
    if (evidence !== '') writeFileSync(join(run.homeOf('a'), `.aeon-${started?.attemptId}`), evidence);
    return run;
  }

  it.each([
    ['when is false', 'exit 0', { when: holdsNot }, { outcome: 'ok', ran: 'yes' }],
    ['when is false', 'exit 7', { when: holdsNot }, { outcome: 'failed', ran: 'yes', exitCode: 7 }],
    ['when is false', '', { when: holdsNot }, { outcome: 'unknown', reason: 'link_lost' }],
    [
      'a value is missing',
      'exit 0',
      { prepare: missing },
      {
        ...{ outcome: 'failed', ran: 'yes', reason: 'value_missing', exitCode: 0 },
        message: 'its command, begun before the resume, ended with exit code 0; release is not there',
      },
    ],
    ['a value is missing', '', { prepare: missing }, { outcome: 'unknown', reason: 'link_lost' }],
  ])('is asked for where %s now, and is the last (%s)', async (_why, end, change, result) => {
    using first = await begun(`started\nheld 1\n${end}\n`);
    using second = await runStages(command(change), { resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject({ ...result, attempts: 1 });
    expect(second.journal.filter(({ type }) => type === 'attempt-started')).toHaveLength(1);
    expect(readdirSync(second.homeOf('a'))).not.toContain('ran');
  });

  it.each([
    ['when is false', { when: holdsNot }, { outcome: 'skipped', ran: 'no', reason: 'when_is_false' }],
    ['a value is missing', { prepare: missing }, { outcome: 'failed', ran: 'no', reason: 'value_missing' }],
  ])('is as if it had not begun where %s now, and the host proves it', async (_why, change, result) => {
    using first = await begun('');
    using second = await runStages(command(change), { resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject(result);
    expect(readdirSync(second.homeOf('a'))).toEqual([]);
  });

  it('keeps what it came to, where another was to follow', async () => {
    using first = await runStages(command({ prepare: () => exits(7) }));
    killBehind('attempt-ended', first.directory);
    using second = await runStages(command({ when: holdsNot }), { resumes: first.directory });
    const message = "exit code 7; attempt 2 did not begin: not so: host != 'a'";
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'failed', ran: 'yes', exitCode: 7, message });
  });

  it('is unknown where it leaves no evidence', async () => {
    using first = await begun('');
    const kind = { ...commandKind, isRepeatable: true } as const;
    using second = await runStages(command({ kind, when: holdsNot }), { resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'unknown', ran: 'unknown' });
  });
});

describe('a command on this machine that an earlier process began', () => {
  it.each(['', '\n    idempotent: true'])('is unknown where when is false now%s', async (more) => {
    const { stages } = goodPlan(`hosts: m1\nstages:\n  - local: make${more}\n`);
    const { stages: changed } = goodPlan(`hosts: m1\nstages:\n  - local: make${more}\n    when: "1 > 2"\n`);
    const runLocal = async () => ({ kind: 'exited', exitCode: 0 }) as const;
    using first = await runStages(stages, { surroundings: { runLocal } });
    killBehind('stage-started', first.directory);
    using second = await runStages(changed, { resumes: first.directory });
    const ended = second.journal.find((event) => event.type === 'stage-ended');
    expect(ended).toMatchObject({ result: { outcome: 'unknown', ran: 'unknown', reason: 'not_known_here' } });
  });
});

function exits(code: number) {
  return { args: `exit ${code}`, description: '', timeoutMs: 20_000 };
}

describe('the age of an attempt of an earlier process', () => {
  it('is told by the clocks that the run was given', async () => {
    // Of another boot than this machine's, whose uptime would contradict the clock on the wall.
    const surroundings = { controllerMoment: () => ({ bootId: 'another', uptimeSeconds: 5 }) };
    using first = await runStages([hostStage('true', ['a'])], { surroundings });
    killBehind('attempt-started', first.directory);
    using second = await runStages([hostStage('true', ['a'])], { surroundings, resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'ok' });
  });
});

describe('the clock of a resumed run', () => {
  it('goes on behind what was taken back too', async () => {
    const stages = [hostStage('[ -e again ] || { touch again; sleep 0.3; exit 3; }', ['a'])];
    const abort = new AbortController();
    using first = await runStages(stages, {
      signal: abort.signal,
      onEvent: ({ type }) => type === 'attempt-started' && setTimeout(() => abort.abort(), 250),
    });
    using second = await runStages(stages, { resumes: first.directory });
    const times = second.journal.map(({ elapsedMs }) => elapsedMs);
    expect(second.journal.map(({ type }) => type)).toContain('run-resumed');
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });
});

describe('an interrupt in the pause before a retry', () => {
  const stages = [
    hostStage('echo x >> ran; [ $(wc -l < ran) -ge 3 ] || exit 3', ['a'], {
      retry: { attempts: 3, delayMs: 60_000, isAsked: true },
    }),
  ];

  async function interrupted() {
    const abort = new AbortController();
    const onEvent = ({ type }: RunEvent) => type === 'attempt-ended' && abort.abort();
    return runStages(stages, { signal: abort.signal, onEvent });
  }

  it('is told with what the last attempt left behind, and as no attempt', async () => {
    using run = await interrupted();
    expect(run.result('1', 'a')).toMatchObject({
      outcome: 'cancelled',
      ran: 'yes',
      reason: 'cancelled_before_retry',
      attempts: 1,
      exitCode: 3,
      message: 'the run was cancelled before it was tried again; attempt 1: exit code 3',
    });
    expect(run.events.filter(({ type }) => type === 'attempt-started')).toHaveLength(1);
  });

  it('is told the same when the run was killed in that pause, and interrupted before it could go on', async () => {
    using first = await interrupted();
    killBehind('attempt-ended', first.directory);
    using second = await runStages(stages, { resumes: first.directory, signal: AbortSignal.abort() });
    expect(second.result('1', 'a')).toEqual(first.result('1', 'a'));
    using third = await runStages(stages, { resumes: first.directory, signal: AbortSignal.abort() });
    expect(third.result('1', 'a')).toEqual(first.result('1', 'a'));
  });

  it('takes no attempt from a resumed run, and gives it none more', async () => {
    using first = await interrupted();
    const quick = stages.map((stage) => ({ ...stage, retry: { ...stage.retry, delayMs: 1 } }));
    using second = await runStages(quick, { resumes: first.directory });
    expect(second.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(readFileSync(join(second.homeOf('a'), 'ran'), 'utf8')).toBe('x\nx\nx\n');
    const started = second.journal.filter((event) => event.type === 'attempt-started');
    expect(started.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });
});
