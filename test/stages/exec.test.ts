import { describe, expect, it } from 'vitest';
import { TaskFailure } from '../../src/result/task-failure.ts';
import { drive, exited, hostKind } from './drive.ts';

const exec = hostKind('exec');

describe('exec', () => {
  it('runs the text as one command, and is ok with exit code 0', () => {
    const { steps, end } = drive(exec, 'uname -a', [{ step: 'command', answer: exited(0) }]);
    expect(steps).toEqual([{ kind: 'command', command: 'uname -a' }]);
    expect(end).toMatchObject({ exitCode: 0, stdout: { tail: 'out' } });
  });

  it('never claims to know whether something changed', () => {
    const { end } = drive(exec, { command: 'uname -a' }, [{ step: 'command', answer: exited(0) }]);
    expect(end).not.toHaveProperty('changed');
  });

  it('fails with the exit code, the outputs and the last line that the command wrote to stderr', () => {
    const answer = exited(3, 'reading\nE: no such package\n\n');
    const { failure } = drive(exec, 'apt-get install x', [{ step: 'command', answer }]);
    expect(failure?.reason).toBe('exit_code');
    expect(failure?.message).toBe('the command ended with exit code 3: E: no such package');
    expect(failure?.details).toMatchObject({ exitCode: 3, stdout: { tail: 'out' }, stderr: { bytes: 28 } });
  });

  it('says what the well-known exit codes mean, and when stderr is empty', () => {
    const { failure } = drive(exec, 'nope', [{ step: 'command', answer: exited(127) }]);
    expect(failure?.message).toBe(
      'the command ended with exit code 127 (command not found) and wrote nothing to stderr',
    );
  });

  it('leaves a failure of the engine as it is', () => {
    const fails = new TaskFailure('timeout', 'it took longer than 5 s');
    expect(drive(exec, 'sleep 9', [{ step: 'command', fails }]).failure).toBe(fails);
  });

  it('describes a script of several lines in one line, whole', () => {
    expect(exec.describe('set -e\n  cd /opt\n./migrate\n')).toBe('set -e ⏎ cd /opt ⏎ ./migrate');
  });

  it('runs a list of commands as one, and says which of them failed', () => {
    const { steps, failure } = drive(
      exec,
      ['cd /opt', './migrate'],
      [{ step: 'command', answer: exited(3, 'no', 2) }],
    );
    expect(steps).toEqual([{ kind: 'command', command: 'cd /opt', next: ['./migrate'] }]);
    expect(failure?.message).toBe('command 2 of 2 (./migrate) ended with exit code 3: no');
    expect(exec.describe(['cd /opt', './migrate'])).toBe('cd /opt && ./migrate');
    const odd = ['cd /opt', '[ -e x ]'];
    const ended = drive(exec, odd, [{ step: 'command', answer: exited(1, '', 2) }]);
    expect(ended.failure?.message).toBe('command 2 of 2 ended with exit code 1 and wrote nothing to stderr');
  });

  it('hands over where and with what it runs as data', () => {
    const args = {
      command: 'make',
      chdir: '/opt',
      env: { RELEASE: "it's", DEBUG: true, JOBS: 4 },
      stdin: 'yes\n',
      shell: '/bin/bash',
    };
    const { steps } = drive(exec, args, [{ step: 'command', answer: exited(0) }]);
    const environment = { RELEASE: "it's", DEBUG: 'true', JOBS: '4' };
    const setting = { directory: '/opt', environment, stdin: 'yes\n', shell: '/bin/bash' };
    expect(steps).toEqual([{ kind: 'command', command: 'make', setting }]);
    expect(exec.describe(args)).toBe(
      'make (in /opt; with RELEASE, DEBUG, JOBS set; 4 bytes on stdin; by /bin/bash)',
    );
  });
});

describe('exec with checks', () => {
  const args = { command: './install', chdir: '/opt', creates: 'bin/agent', unless: 'a', onlyif: 'b' };
  const look = (stdout: string, exitCode = 0, stderr = '') =>
    ({ step: 'look', answer: { exitCode, stdout, stderr } }) as const;

  it('runs the command where they ask for it', () => {
    const { steps } = drive(exec, args, [look(''), { step: 'command', answer: exited(0) }]);
    expect(steps.map(({ kind }) => kind)).toEqual(['look', 'command']);
  });

  it.each([
    ['creates', 'not run: bin/agent is there already (creates)'],
    ['unless', 'not run: the check of unless says that it is not needed'],
    ['onlyif 1', 'not run: the check of onlyif ended with exit code 1'],
  ])('is ok and unchanged without it when the host says %s', (said, message) => {
    const { steps, end } = drive(exec, args, [look(`${said}\n`)]);
    expect(steps).toHaveLength(1);
    expect(end).toEqual({ ran: 'no', changed: false, message });
  });

  it('fails and runs nothing when they cannot be made', () => {
    const { failure } = drive(exec, args, [look('', 2, "sh: cd: can't cd to /opt\n")]);
    expect(failure).toMatchObject({ reason: 'check_failed', ran: 'no' });
    expect(failure?.message).toContain("can't cd to /opt");
  });

  it('may be tried again when the link is lost in them, since nothing was run', () => {
    const fails = new TaskFailure('link_lost', 'the link was lost');
    const { failure } = drive(exec, args, [{ step: 'look', fails }]);
    expect(failure).toMatchObject({ reason: 'lost_before_start', ran: 'no' });
  });
});
