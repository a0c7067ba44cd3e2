import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lookText } from '../../src/shell/look.ts';
import { plainScript, subshell } from '../../src/shell/plain-script.ts';
import { shells } from './shells.ts';

const mark = (word: string) => `\x1eaeon cafe ${word}\x1f`;

/** As the plain protocol runs it; what stands between the marks of stdout, and the exit code that the last one tells. */
function look([program = '', ...flags]: readonly string[], command: string) {
  const input = plainScript('cafe', subshell(lookText(command)));
  const { stdout } = spawnSync(program, [...flags, '-s', 'AEON_ATTEMPT=1'], { input, encoding: 'utf8' });
  const [, said = stdout, code] =
    /^\x1eaeon cafe start\x1f(.*)\x1eaeon cafe end (\d+)\x1f$/s.exec(stdout) ?? [];
  return { said, code: Number(code) };
}

describe.each(shells)('a look in %s', (...shell) => {
  it.each(['if true', "echo 'open", 'fi', ') ; (', '}; {', 'cat <<X\n$('])(
    'comes to its end with text that is none: %s',
    (text) => {
      const { said, code } = look(shell, text);
      expect(said).not.toContain(mark('start'));
      expect(code).toBeGreaterThan(0);
    },
  );

  it('sees nothing of its script, and ends with its own exit code', () => {
    expect(look(shell, 'cat; echo "it\'s" $#; exit 3')).toEqual({ said: "it's 0\n", code: 3 });
    expect(look(shell, 'cat <<X\nhere\nX')).toEqual({ said: 'here\n', code: 0 });
    expect(look(shell, 'false # a comment')).toEqual({ said: '', code: 1 });
  });
});
