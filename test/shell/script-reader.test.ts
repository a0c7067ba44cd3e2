import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkScanner } from '../../src/remote/command/mark-scanner.ts';
import { tagOf } from '../../src/shell/attempt-tag.ts';
import {
  becomeCommand,
  becomeScript,
  readBecomeCommand,
  readBecomeScript,
} from '../../src/shell/become/become.ts';
import { becomeMethods } from '../../src/shell/become/method.ts';
import { endTreeScript, readEndTreeScript } from '../../src/shell/end-tree.ts';
import {
  evidenceText,
  parseEvidence,
  readEvidenceScript,
  readReadEvidenceScript,
  readRemoveEvidenceScript,
  removeEvidenceScript,
} from '../../src/shell/evidence.ts';
import {
  execScript,
  readExecScript,
  readRunCommand,
  readShellCommandLine,
  runCommand,
  shellCommandLine,
} from '../../src/shell/exec-script.ts';
import { lookText, readLook } from '../../src/shell/look.ts';
import { markText, printMark } from '../../src/shell/marks.ts';
import { plainScript, readPlainScript, readSubshell, subshell } from '../../src/shell/plain-script.ts';
import { readUploadScript, uploadScript } from '../../src/shell/upload-script.ts';

const attemptId = '0123456789abcdef0123456789abcdef';
const tag = tagOf(attemptId);
const nonce = 'fedcba9876543210fedcba9876543210';

/** What users write, with what quoting has to take care of. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom("'", '\\', '\n', '"', '$', '{', '}', ' ', 'a', '\r', '\u2028') }),
  fc.constantFrom("echo 'it''s'", "'\\''", 'exit\n}\n', '$& $1 PLACEHOLDER', 'aeon_c=$?'),
);
const text = nasty.filter((each) => !each.includes('\0'));

describe('whoever plays a host reads back what a script was made from:', () => {
  it('the command line of the shell', () => {
    expect(readShellCommandLine(shellCommandLine(tag))).toEqual({ tag });
  });

  it('a command under the exec protocol, whatever its text is', () => {
    fc.assert(
      fc.property(text, (command) => {
        const script = readExecScript(execScript({ attemptId, nonce, body: runCommand(command) }));
        expect(script).toMatchObject({ attemptId, nonce });
        expect(readRunCommand(script?.body ?? '')).toEqual({ command });
      }),
    );
  });

  it('a look', () => {
    fc.assert(
      fc.property(text, (command) => {
        const script = readPlainScript(plainScript(nonce, subshell(lookText(command))));
        expect(script?.nonce).toBe(nonce);
        expect(readLook(readSubshell(script?.body ?? '')?.text ?? '')).toEqual({ command });
      }),
    );
  });

  it('a change of the user, with a password and without, and what runs there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...becomeMethods), text, fc.boolean(), (method, user, hasPassword) => {
        const become = { method, tag, nonce, user, hasPassword };
        expect(readBecomeCommand(becomeCommand(become))).toEqual(become);
        expect(readBecomeScript(becomeScript(user))).toEqual({ body: user });
      }),
    );
  });

  it('a transfer', () => {
    fc.assert(
      fc.property(text, text, (destination, name) => {
        const upload = { attemptId, nonce, destination, name, mode: '755', sha256: 'ab12' };
        expect(readUploadScript(uploadScript(upload))).toEqual(upload);
      }),
    );
  });

  it('the looks at evidence, its removal and the end of a process tree', () => {
    expect(readReadEvidenceScript(readEvidenceScript(attemptId))).toEqual({ attemptId, tag });
    expect(readRemoveEvidenceScript(removeEvidenceScript(attemptId))).toEqual({ attemptId });
    expect(readEndTreeScript(endTreeScript(tag, 4))).toEqual({ tag, grace: '4' });
  });

  it('what the evidence of an attempt says', () => {
    const evidence = fc.record(
      {
        isStarted: fc.boolean(),
        isHeld: fc.boolean(),
        isUnsure: fc.boolean(),
        exitCode: fc.integer({ min: 0, max: 255 }),
        isAlive: fc.boolean(),
        isClaimedByUs: fc.boolean(),
        upSeconds: fc.nat(),
      },
      { requiredKeys: ['isStarted', 'isHeld', 'isUnsure', 'isAlive', 'isClaimedByUs'] },
    );
    fc.assert(
      fc.property(evidence, (said) => {
        expect(parseEvidence(evidenceText(said))).toEqual(said);
      }),
    );
  });

  it('the marks that it prints', () => {
    const printed = execFileSync('/bin/sh', ['-c', printMark(nonce, 'end %s', '7')], { encoding: 'utf8' });
    expect(printed).toBe(markText(nonce, 'end 7'));
    expect([...new MarkScanner(nonce).push(Buffer.from(printed))]).toEqual([{ kind: 'mark', word: 'end 7' }]);
  });

  it('and takes no script for another one', () => {
    const scripts = [
      execScript({ attemptId, nonce, body: runCommand('true') }),
      plainScript(nonce, subshell('true')),
      readEvidenceScript(attemptId),
      endTreeScript(tag, 4),
      shellCommandLine(tag),
    ];
    const readers = [
      readExecScript,
      readPlainScript,
      readReadEvidenceScript,
      readEndTreeScript,
      readShellCommandLine,
    ];
    const read = scripts.map((script) => readers.map((reader) => reader(script) !== undefined));
    expect(read).toEqual(scripts.map((_, row) => readers.map((_reader, column) => row === column)));
  });

  it('a command of a megabyte', () => {
    const command = `echo 'x'; `.repeat(100_000);
    expect(readRunCommand(runCommand(command))).toEqual({ command });
    expect(readRunCommand(`${runCommand(command)} `)).toBeUndefined();
  });
});
