import { describe, expect, it } from 'vitest';
import { controllerKind, drive, output } from './drive.ts';

const local = controllerKind('local');
const ended = (exitCode: number, stderr = '') => ({
  step: 'local' as const,
  answer: { exitCode, stdout: output('out'), stderr: output(stderr) },
});

describe('local', () => {
  it('runs beside the playbook, with nothing of our environment but what is named', () => {
    const { steps, end } = drive(local, 'make', [ended(0)]);
    expect(steps).toEqual([
      { kind: 'local', command: 'make', directory: '/playbooks/.', environment: {}, inherited: [] },
    ]);
    expect(end).toMatchObject({ exitCode: 0, stdout: { tail: 'out' } });
    const args = { command: 'make', chdir: 'build', env: { N: 3 }, inherit: ['SSH_AUTH_SOCK'] };
    expect(drive(local, args, [ended(0)]).steps[0]).toMatchObject({
      directory: '/playbooks/build',
      environment: { N: '3' },
      inherited: ['SSH_AUTH_SOCK'],
    });
  });

  it('fails with another exit code, and says that it ran here', () => {
    const { failure } = drive(local, 'make', [ended(2, 'no rule\n')]);
    expect(failure?.reason).toBe('exit_code');
    expect(failure?.message).toBe('the command ended with exit code 2: no rule (on this machine)');
  });

  it('is a stage on hosts with per-host, and does the same for each', () => {
    const args = { command: 'make', 'per-host': true };
    const perHost = local.onEachHost?.(args);
    expect(perHost).toMatchObject({ scope: 'host', name: 'local', runsHere: true });
    expect(perHost && drive(perHost, args, [ended(0)]).end).toMatchObject({ exitCode: 0 });
    expect(local.onEachHost?.({ command: 'make' })).toBe(undefined);
    expect(local.onEachHost?.('make')).toBe(undefined);
  });

  it('says in the plan that it runs here', () => {
    expect(local.describe('make\nmake install')).toBe('make ⏎ make install (here)');
    expect(local.describe({ command: 'make', chdir: 'b', env: { A: 1 } })).toBe(
      'make (here; in b; with A set)',
    );
  });
});
