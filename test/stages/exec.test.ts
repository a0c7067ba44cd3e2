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
});
