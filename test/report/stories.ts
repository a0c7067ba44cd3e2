import { names, resultOf, Story, text } from './events.ts';

/** Runs that most tests are about. */
const hosts = names('m', 4);

export function allOk(): Story {
  const story = new Story(hosts, [{ name: 'Ship the installer', kind: 'transfer' }]);
  story
    .stage('1', hosts)
    .start('1', ...hosts)
    .after(1200);
  for (const host of hosts) story.finish('1', host);
  return story.endStage('1', 4, 4, 1200).end(0);
}

export const hostile =
  '\x1b[31mred\x1b[0m and \x1b[2J\x1b[Hgone\n12:04:05 [1/1 Ship] m9 ok 0.1s\rback \u202eright\u202c\u0085\u009b2J\n';

export function failures(): Story {
  const stages = [
    { name: 'Ship the installer', kind: 'transfer' },
    { name: 'Install on managers' },
    { name: 'assert success-rate 95', kind: 'assert' },
    { name: 'Clean up' },
  ];
  const story = new Story(hosts, stages);
  story
    .stage('1', hosts)
    .start('1', ...hosts)
    .after(800);
  for (const host of hosts.slice(0, 3)) story.finish('1', host, { changed: false, durationMs: 400 });
  story.after(29_200).finish('1', 'm4', {
    outcome: 'unreachable',
    ran: 'no',
    phase: 'connect',
    reason: 'connect_timeout',
    message: 'm4 did not answer on port 22 within 30 s: is it switched on?',
    durationMs: 30_000,
  });
  story.endStage('1', 3, 4, 30_000).stage('2', hosts).start('2', 'm1', 'm2', 'm3').after(2000);
  story.retry('2', 'm2', 1, {
    outcome: 'unreachable',
    reason: 'refused',
    message: 'm2 refused the connection on port 22: is sshd running?',
  });
  story.finish('2', 'm1', { exitCode: 0, stdout: text('done\n', 'hosts/m1/2.out') }).after(7000);
  story.tell({ type: 'attempt-started', stage: '2', host: 'm2', attempt: 2, maxAttempts: 3, attemptId: 'b' });
  story.after(1500).finish('2', 'm2', { attempts: 2, durationMs: 10_500 });
  story.finish('2', 'm3', {
    outcome: 'failed',
    phase: 'exec',
    reason: 'exit_code',
    exitCode: 100,
    message: 'the command ended with exit code 100',
    stderr: text(hostile, 'hosts/m3/2.err'),
    durationMs: 10_500,
  });
  story.finish('2', 'm4', {
    outcome: 'skipped',
    ran: 'no',
    reason: 'host_failed_before',
    attempts: 0,
    durationMs: 0,
  });
  story.endStage('2', 2, 4, 10_500).stage('3', []);
  story.verdict('3', false, '2 of 4 hosts are ok (50 %), 95 % asked');
  return story.end(1, 'assert success-rate 95 does not hold');
}

/** A stage that ran on this machine fails, and stops the run. */
export function failsHere(): Story {
  const message = 'the command ended with exit code 2: make: Error 2 (on this machine)';
  const story = new Story(hosts, [{ name: 'Build', kind: 'local', hostCount: 0 }, { name: 'Install' }]);
  story
    .tell({ type: 'stage-started', stage: '1', hosts: [], doing: 'make (here)' })
    .after(1200)
    .tell({
      type: 'stage-ended',
      stage: '1',
      isGood: false,
      stopsRun: true,
      verdict: message,
      result: resultOf({
        outcome: 'failed',
        reason: 'exit_code',
        exitCode: 2,
        message,
        stderr: text('no rule for agent\nmake: Error 2\n', 'controller/1-build.err'),
      }),
      durationMs: 1200,
    });
  return story.end(
    1,
    'stage 1 (Build) did not come out well on this machine; the stage after it did not run',
  );
}

/** In its second stage, with all kinds of rows on the screen. */
export function inTheMiddle(prefix = 'w', count = 8): Story {
  const workers = names(prefix, count);
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = workers;
  const story = new Story(workers, [
    { name: 'Ship the installer', kind: 'transfer' },
    { name: 'Install on workers', concurrency: 5 },
    { name: 'Reboot', kind: 'reboot' },
  ]);
  story.stage('1', workers);
  for (const host of workers) story.finish('1', host);
  story.endStage('1', count, count, 1840).after(2000).stage('2', workers).start('2', a, b, c, d).after(1000);
  story.finish('2', b, { durationMs: 1000 }).start('2', e, f);
  story.retry('2', c, 1, {
    outcome: 'unreachable',
    reason: 'refused',
    message: `${c} refused the connection on port 22: is sshd running?`,
  });
  story.doing('2', a, 'running').doing('2', e, 'sending', 45_000_000, 100_000_000, 'bytes');
  story.doing('2', f, 'waiting', 12_000, 300_000, 'ms');
  story.after(1000).finish('2', d, {
    outcome: 'failed',
    reason: 'exit_code',
    exitCode: 1,
    message: 'the command ended with exit code 1',
    durationMs: 2000,
  });
  return story;
}

export function fiveThousand(prefix = 'edge-'): Story {
  const fleet = names(prefix, 5000);
  const story = new Story(fleet, [{ name: 'Install', concurrency: 200 }]);
  story
    .stage('1', fleet)
    .start('1', ...fleet.slice(0, 2200))
    .after(4000);
  for (const [at, host] of fleet.slice(0, 2000).entries()) {
    const isBad = at % 100 === 7;
    const message = `${host} did not answer on port 22 within 30 s: is it switched on?`;
    story.finish('1', host, isBad ? { outcome: 'unreachable', reason: 'connect_timeout', message } : {});
  }
  return story;
}
