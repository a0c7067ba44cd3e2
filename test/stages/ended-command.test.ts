import { expect, it } from 'vitest';
import { controllerKind, drive, exited, hostKind, output } from './drive.ts';

const cut = { ...output('out'), incomplete: 'no space left on device' };

it.each([
  ['exec', hostKind('exec'), 'df', [{ step: 'command', answer: { ...exited(0), stdout: cut } }]],
  [
    'script',
    hostKind('script'),
    'a.sh',
    [
      { step: 'read-file', answer: Buffer.from('df\n') },
      { step: 'command', answer: { ...exited(0), stdout: cut } },
    ],
  ],
  [
    'local',
    controllerKind('local'),
    'df',
    [{ step: 'local', answer: { exitCode: 0, stdout: cut, stderr: output('') } }],
  ],
] as const)(
  '%s says that its output could not be kept whole, though it came out well',
  (_, kind, args, turns) => {
    expect(drive(kind, args, turns).end).toMatchObject({
      exitCode: 0,
      message: 'its output could not be kept whole here: no space left on device',
    });
  },
);
