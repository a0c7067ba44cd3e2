import { describe, expect, it } from 'vitest';
import { drive, exited, hostKind } from './drive.ts';

const script = hostKind('script');
const content = Buffer.from('#!/bin/sh\necho "$1"\n');

describe('script', () => {
  it('reads the file from beside the playbook and runs it as one command', () => {
    const turns = [
      { step: 'read-file', answer: content },
      { step: 'command', answer: exited(0) },
    ] as const;
    const { steps, end } = drive(script, { src: 'a.sh', args: "--x 'y z'", chdir: '/opt' }, turns);
    expect(steps[0]).toEqual({ kind: 'read-file', path: '/playbooks/a.sh' });
    expect(steps[1]).toMatchObject({ kind: 'command', setting: { directory: '/opt' } });
    expect(end?.exitCode).toBe(0);
  });

  it('fails as its exit code says', () => {
    const turns = [
      { step: 'read-file', answer: content },
      { step: 'command', answer: exited(3, 'no such package') },
    ] as const;
    const { failure } = drive(script, 'a.sh', turns);
    expect(failure).toMatchObject({
      reason: 'exit_code',
      message: 'the script ended with exit code 3: no such package',
    });
  });

  it('says what runs with which words', () => {
    expect(script.describe('a.sh')).toBe('a.sh');
    expect(script.describe({ src: 'a.py', args: ['a b', "it's"], interpreter: 'python3 -u' })).toBe(
      "a.py 'a b' 'it'\\''s' (by python3 -u)",
    );
  });
});
