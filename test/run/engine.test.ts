import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Known } from '../../src/plan/plan.ts';
import { allTogether } from '../../src/run/not-run.ts';
import { TransportError } from '../../src/transport/errors.ts';
import { assertStage, hostStage, looksAtNothing, runStages } from './engine.ts';
import { afterChannels } from './local-transport.ts';

const outcomeOf = (known: Known) => (known.results.check as { outcome?: string } | undefined)?.outcome;

describe('the engine', () => {
  it('runs stages in order on all hosts, and keeps one connection a host', async () => {
    using run = await runStages([
      hostStage('echo one > file', ['a', 'b']),
      hostStage('cat file', ['a', 'b']),
    ]);
    expect(run.result('2', 'a')).toMatchObject({
      outcome: 'ok',
      exitCode: 0,
      attempts: 1,
      stdout: { tail: 'one\n' },
    });
    expect(run.connects.map(({ host }) => host).sort()).toEqual(['a', 'b']);
  });

  it('writes every event but progress into the journal, as it tells them', async () => {
    using run = await runStages([hostStage('true', ['a', 'b'])]);
    expect(run.journal).toEqual(run.events.filter(({ type }) => type !== 'progress'));
    expect(run.journal.map(({ type }) => type)).toEqual([
      'run-started',
      'stage-started',
      ...['task-started', 'task-started', 'attempt-started', 'attempt-started'],
      ...['task-ended', 'task-ended'],
      'stage-ended',
      'run-ended',
    ]);
  });

  it('runs at most as many hosts at once as the stage says', async () => {
    const hosts = Array.from({ length: 9 }, (_, index) => `h${index}`);
    let atOnce = 0;
    let most = 0;
    using _run = await runStages([hostStage('sleep 0.05', hosts, { concurrency: 3 })], {
      onEvent: ({ type }) => {
        if (type === 'task-started') most = Math.max(most, ++atOnce);
        if (type === 'task-ended') atOnce--;
      },
    });
    expect(most).toBe(3);
  });

  it('leaves a host out once it failed, and says so', async () => {
    using run = await runStages([
      hostStage((host) => (host === 'b' ? 'exit 4' : 'true'), ['a', 'b']),
      hostStage('true', ['a', 'b']),
    ]);
    expect(run.result('1', 'b')).toMatchObject({
      outcome: 'failed',
      reason: 'exit_code',
      exitCode: 4,
      ran: 'yes',
    });
    expect(run.result('2', 'a')).toMatchObject({ outcome: 'ok' });
    expect(run.result('2', 'b')).toMatchObject({ outcome: 'skipped', reason: 'host_failed_before' });
    const starts = run.events.filter((event) => event.type === 'stage-started');
    expect(starts.map(({ leftOut }) => leftOut)).toEqual([undefined, 1]);
    expect(run.events.at(-2)).toMatchObject({
      type: 'stage-ended',
      tally: { ok: 1, planned: 2 },
      isGood: false,
    });
  });

  it('keeps a host whose failure the stage tolerates', async () => {
    using run = await runStages([
      hostStage('exit 4', ['a'], { continueOnError: true }),
      hostStage('true', ['a']),
    ]);
    expect(run.result('2', 'a')).toMatchObject({ outcome: 'ok' });
  });

  it('lets a stage choose failed hosts by their results, and brings back those that it repaired', async () => {
    using run = await runStages([
      hostStage((host) => (host === 'b' ? 'exit 1' : 'true'), ['a', 'b'], { register: 'check' }),
      hostStage('true', ['a', 'b'], {
        when: {
          text: 'check failed',
          ...looksAtNothing,
          registers: ['check'],
          holds: (_, known) => outcomeOf(known) === 'failed',
        },
      }),
      hostStage('true', ['a', 'b']),
    ]);
    expect(run.result('2', 'a')).toMatchObject({ outcome: 'skipped', reason: 'when_is_false' });
    expect(run.result('2', 'b')).toMatchObject({ outcome: 'ok' });
    expect(run.result('3', 'b')).toMatchObject({ outcome: 'ok' });
    expect(run.events.filter((event) => event.type === 'task-ended' && event.isRecovery)).toHaveLength(1);
  });

  it('brings no host back by a condition over the result of a stage in which it did not fail', async () => {
    using run = await runStages([
      hostStage('echo 1.4', ['a'], { register: 'version' }),
      hostStage('exit 9', ['a'], { register: 'upgrade' }),
      hostStage('true', ['a'], {
        when: { ...looksAtNothing, text: '', registers: ['version'], holds: () => true },
      }),
      hostStage('true', ['a'], {
        when: { ...looksAtNothing, text: '', registers: ['version', 'upgrade'], holds: () => true },
      }),
    ]);
    expect(run.result('3', 'a')).toMatchObject({ outcome: 'skipped', reason: 'host_failed_before' });
    expect(run.result('4', 'a')).toMatchObject({ outcome: 'ok' });
  });

  it('tries a host that is down as often as asked, and never a command that said no unless the playbook asks', async () => {
    using run = await runStages([hostStage('echo x >> ran; exit 1', ['up', 'down'])], { refuses: ['down'] });
    expect(run.result('1', 'down')).toMatchObject({
      outcome: 'unreachable',
      ran: 'no',
      reason: 'refused',
      attempts: 3,
    });
    expect(run.result('1', 'up')).toMatchObject({ outcome: 'failed', attempts: 1 });
    expect(readFileSync(join(run.homeOf('up'), 'ran'), 'utf8')).toBe('x\n');
  });

  it('tries a command again when the playbook asks for it', async () => {
    const retry = { attempts: 3, delayMs: 1, isAsked: true };
    using run = await runStages([hostStage('echo x >> ran; [ $(wc -l < ran) -ge 3 ]', ['a'], { retry })]);
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(run.events.filter(({ type }) => type === 'attempt-ended')).toHaveLength(2);
  });

  it('does not say of a command that ran, and could not be tried again, that it never began', async () => {
    const retry = { attempts: 3, delayMs: 1, isAsked: true };
    using run = await runStages([hostStage('echo said; exit 7', ['a'], { retry })], {
      connection: afterChannels(1, () =>
        Promise.reject(new TransportError('channel_refused', 'the host is full')),
      ),
    });
    const message = 'exit code 7; attempt 3 did not begin: the host is full';
    expect(run.result('1', 'a')).toMatchObject({
      ...{ outcome: 'failed', ran: 'yes', reason: 'exit_code', exitCode: 7, attempts: 3, message },
      stdout: { tail: 'said\n' },
    });
  });

  it('says of one that was cancelled while it connects once more that it has run', async () => {
    const retry = { attempts: 2, delayMs: 1, isAsked: true };
    const abort = new AbortController();
    using run = await runStages([hostStage('exit 7', ['a'], { retry })], {
      signal: abort.signal,
      connection: afterChannels(1, async () => {
        abort.abort();
        throw abort.signal.reason;
      }),
    });
    expect(run.result('1', 'a')).toMatchObject({
      ...{ outcome: 'cancelled', ran: 'yes', reason: 'cancelled_before_retry', exitCode: 7, attempts: 2 },
      message: 'the run was cancelled before it was tried again; attempt 1: exit code 7',
    });
  });

  it('keeps unknown what nobody knows, though the host cannot be reached for the next attempt', () => {
    const lost = { outcome: 'unknown', ran: 'unknown', reason: 'link_lost', message: 'lost' } as const;
    const gone = { outcome: 'unreachable', ran: 'no', reason: 'refused', message: 'gone' } as const;
    const times = { durationMs: 1 };
    expect(allTogether({ ...lost, attempts: 1, ...times }, { ...gone, attempts: 2, ...times })).toMatchObject(
      { ...lost, attempts: 2, message: 'lost; attempt 2 did not begin: gone' },
    );
    const last = { ...gone, attempts: 2, ...times };
    expect(allTogether({ ...gone, attempts: 1, ...times }, last)).toBe(last);
  });

  it('stops at an assert that does not hold: no later stage starts', async () => {
    using run = await runStages([
      hostStage((host) => (host === 'b' ? 'exit 1' : 'true'), ['a', 'b']),
      assertStage(95),
      hostStage('touch later', ['a']),
    ]);
    expect(readdirSync(run.homeOf('a'))).toEqual([]);
    expect(run.events.at(-1)).toMatchObject({
      type: 'run-ended',
      stopped: expect.stringContaining('does not hold'),
    });
    expect(run.events.some((event) => event.type === 'stage-started' && event.stage === '3')).toBe(false);
  });

  it('starts nothing new after an interrupt and ends what runs', async () => {
    const abort = new AbortController();
    using run = await runStages([hostStage('echo x > begun; sleep 300.88', ['a', 'b'], { concurrency: 1 })], {
      signal: abort.signal,
      onEvent: (event) =>
        event.type === 'progress' && event.doing === 'running' && setTimeout(() => abort.abort(), 100),
    });
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'cancelled', ran: 'yes', reason: 'cancelled' });
    expect(run.result('1', 'b')).toMatchObject({
      outcome: 'cancelled',
      ran: 'no',
      reason: 'cancelled_before_start',
    });
    expect(run.events.at(-1)).toMatchObject({
      type: 'run-ended',
      stopped: expect.stringContaining('interrupted'),
    });
  });

  it('keeps the whole output in files and the end of it in the result', async () => {
    using run = await runStages([hostStage('seq 1 20000; echo bad >&2', ['a'])]);
    const { stdout, stderr } = run.result('1', 'a') ?? {};
    expect(stdout?.bytes).toBe(108_894);
    expect(stdout?.tail.length).toBeLessThanOrEqual(8192);
    expect(stdout?.tail.endsWith('\n19999\n20000\n')).toBe(true);
    expect(readFileSync(join(run.directory, stdout?.file ?? ''), 'utf8').split('\n')).toHaveLength(20_001);
    expect(readFileSync(join(run.directory, stderr?.file ?? ''), 'utf8')).toBe('bad\n');
  });

  it('keeps the output of a secret stage nowhere', async () => {
    using run = await runStages([hostStage('echo canary', ['a'], { isSecret: true })]);
    expect(JSON.stringify(run.result('1', 'a'))).not.toContain('canary');
    expect(readdirSync(run.directory)).toEqual(['journal.ndjson']);
  });

  it.each(['host', 'stage', 'task-ended', '"', 'e', '0', '1', '2'])(
    'writes a journal that can be read when a secret is %s, and tells what stands in it',
    async (secret) => {
      using run = await runStages([hostStage(`echo 'a ${secret} b'; exit 1`, ['a'])], { secret });
      expect(run.journal.map(({ type }) => type)).toEqual([
        ...['run-started', 'stage-started', 'task-started', 'attempt-started'],
        ...['task-ended', 'stage-ended', 'run-ended'],
      ]);
      expect(run.journal).toEqual(run.events.filter(({ type }) => type !== 'progress'));
      const { outcome, reason, exitCode, stdout } = run.result('1', 'a') ?? {};
      expect({ outcome, reason, exitCode }).toEqual({ outcome: 'failed', reason: 'exit_code', exitCode: 1 });
      expect(stdout?.tail).toBe('a *** b\n');
    },
  );

  it('leaves no evidence on the hosts', async () => {
    using run = await runStages([hostStage('true', ['a', 'b']), hostStage('exit 3', ['a', 'b'])]);
    expect([...readdirSync(run.homeOf('a')), ...readdirSync(run.homeOf('b'))]).toEqual([]);
  });
});
