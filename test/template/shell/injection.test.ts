import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProblemsError } from '../../../src/document/problem.ts';
import { RuntimeValueFailure } from '../../../src/template/runtime-failure.ts';
import { compileTemplate } from '../compile.ts';
import { at } from '../place.ts';

/** What shells give a meaning, and nothing that would rightly run a value (`eval`, `trap`, `sh -c`). */
const pieces = [
  ...['{{v}}', '{{v}}', '{{v}} ', '"{{v}}"', "'{{v}}'", '{{xs}}', '{{#if v}}', '{{else}}', '{{/if}}'],
  ...['{{#each xs}}', '{{/each}}', ' ', ' ', ' ', '\n', '\t', ';', '\\', '\\\n', "'", '"', '`'],
  ...['$', '$(', '$((', '))', '(', ')', '${x:-', '${x#', '${', '}', '$x', '$1', '$#', '$?', "$'", '$"', '$['],
  ...['"$', '$\\\n', '<(', '<', '>', '>&', '|', '&', '&&', '||', '<<EOF', '<<-EOF', "<<'EOF'", '<< -EOF'],
  ...['\nEOF\n', '\n-EOF\n', '\nEOF', '#', '!', '*', '~', '%', '@', '^', '-', '=', '1', '2', 'a', ']', '['],
  ...['case a in ', 'case ', ' in ', 'a) ', 'b) ', ';;', ' esac', 'if ', ' then ', ' fi', 'do ', ' done'],
  ...[
    'for x in ',
    'for x ',
    '{ ',
    '; }',
    'f() ',
    'function ',
    'time ',
    'coproc ',
    'X=1 ',
    'y=',
    'y=(',
    'y[',
    ']=',
  ],
  ...[
    '<<<',
    ';&',
    '|&',
    '&>',
    '>|',
    '&>>',
    'while ',
    'select x in ',
    'read ',
    '<<\\EOF',
    '<<"EOF"',
    '{a,',
    ' =~ ',
    '${ ',
    '${|',
    '${x:-$',
    '+=',
    'local ',
    'printf ',
    '-n ',
    '[ ',
    '((',
    '!(',
    '@(',
    '{x}>',
    '\r',
    'é',
    'echo ',
    'cat ',
    '[[ ',
    ' ]]',
    ' -eq ',
    ' -lt ',
    ' == ',
    ' -v ',
    'let ',
    'declare ',
    '-i ',
    'test ',
    'unset ',
  ],
];
const some = (most: number) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: most }).map((parts) => parts.join(''));

/** Where shells read a value once more, or their own quotes differ: pieces drawn one by one seldom come to these. */
const traps = fc.constantFrom(
  ...['[[ {{v}} -eq 1 ]]', '[[ 1 -lt {{v}} ]]', '[[ -v {{v}} ]]', '[ -v {{v}} ]', 'test -v {{v}}'],
  ...[
    'declare {{v}}=1',
    'declare -i y={{v}}',
    'declare -n y={{v}}',
    'typeset {{v}}',
    'let {{v}}',
    'unset {{v}}',
  ],
  ...[
    'y[{{v}}]=1',
    'y=([{{v}}]=1)',
    'printf -v {{v}} a',
    'read {{v}}',
    'wait -n -p {{v}}',
    'echo $(({{v}}))',
  ],
  ...[
    "echo $'\\'{{v}}'",
    "echo $'a'{{v}}",
    'echo $"{{v}}"',
    'echo $[{{v}}]',
    'echo `echo {{v}}`',
    'echo ${x:-{{v}} }',
  ],
  ...['echo "${x:-"{{v}}"}"', 'cat <<EOF\n{{v}}\nEOF\n', "cat <<'EOF'\n{{v}}\nEOF\n", 'echo ${ {{v}}; }'],
  ...[
    "echo $'\\'' {{v}} '",
    'echo "$(echo "{{v}}")"',
    'echo $x{{v}}',
    'case {{v}} in {{v}}) ;; esac',
    '# {{v}}\n',
  ],
);
const texts = fc
  .oneof(
    fc.array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 16 }).map((parts) => parts.join('')),
    fc.tuple(some(2), traps, some(2)).map((parts) => parts.join('')),
  )
  .filter((text) => /\{\{(?:v|xs)\}\}/.test(text) && !passesOutputOn(text));

/** `let "$(echo {{v}})"`: what one command says is handed to another by the text itself, which no quoting can help. */
function passesOutputOn(text: string): boolean {
  const says = /\$\(|`|\$\{ /.test(text) && /echo |cat |printf /.test(text);
  return says && /let |read |declare |local |typeset |test |unset |wait |\[|\(\(/.test(text);
}

const mark = '>PWN';
const values = fc.constantFrom(
  `a[$(${mark})]`,
  `$(${mark})`,
  `a';${mark};'";${mark};"\`${mark}\``,
  `\n${mark}\nEOF\n${mark}\n-EOF\n${mark}\n`,
  `${mark};)${mark};}${mark};]]${mark};;;${mark}\n${mark}`,
  `\\`,
);

const shells = [['sh'], ['dash'], ['bash'], ['busybox', 'sh']] as const;
const rounds = Number(process.env.AEON_RUN_FUZZ_ROUNDS ?? 1_500);

test('whatever the text around it, no shell runs what is in a value', { timeout: 0 }, async () => {
  const seed = Number(process.env.FAST_CHECK_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const drawn = fc.sample(fc.record({ text: texts, v: values }), { numRuns: rounds, seed });
  const commands = drawn.flatMap(({ text, v }) => {
    const command = rendered(text, v);
    return command === undefined ? [] : [{ seed, text, v, command }];
  });
  const run: object[] = [];
  for (let from = 0; from < commands.length; from += 8) {
    const next = commands.slice(from, from + 8).map(async (one) => {
      for (const words of shells) if (await leavesMark(words, one.command)) run.push({ ...one, words });
    });
    await Promise.all(next);
  }
  expect(run).toEqual([]);
  expect(commands.length).toBeGreaterThan(rounds / 50);
});

function rendered(text: string, v: string): string | undefined {
  try {
    const scope = { v, xs: [v, v] };
    const template = compileTemplate(text, 'shell', at);
    const problems = template.check(scope, new Set());
    return problems.length > 0 ? undefined : template.render(scope);
  } catch (error) {
    if (error instanceof ProblemsError || error instanceof RuntimeValueFailure) return undefined;
    throw error;
  }
}

/** Whether the command leaves a file of the name that only values hold. */
async function leavesMark([program = '', ...options]: readonly string[], command: string): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'aeon-run-injection-'));
  try {
    await new Promise<void>((resolve) => {
      const env = { PATH: '/usr/bin:/bin' };
      const child = execFile(
        program,
        [...options, '-c', command],
        { cwd: directory, env, timeout: 5_000 },
        () => resolve(),
      );
      child.stdin?.end();
    });
    return existsSync(join(directory, 'PWN'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
