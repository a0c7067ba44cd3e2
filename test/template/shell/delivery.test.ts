import { execFile } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCommand } from '../../../src/shell/exec-script.ts';
import { RuntimeValueFailure } from '../../../src/template/runtime-failure.ts';
import { compileTemplate } from '../compile.ts';
import { at } from '../place.ts';
import { type Case, cases, prelude } from './cases.ts';

const perShell = 6_800;
const perProcess = 400;
const shells = [
  { name: 'dash', words: ['dash'] },
  { name: 'bash', words: ['bash'] },
  { name: 'busybox sh', words: ['busybox', 'sh'] },
] as const;

const separator = '\x1e-next-\x1e';

test.each(shells)(
  'every value reaches a command unchanged through $name',
  { timeout: 120_000 },
  async ({ words }) => {
    const seed = Number(process.env.FAST_CHECK_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const drawn = fc.sample(cases, { numRuns: perShell, seed });
    let delivered = 0;
    for (let from = 0; from < drawn.length; from += perProcess) {
      const rendered = drawn.slice(from, from + perProcess).flatMap((one) => renderedCase(one) ?? []);
      const outputs = await run(
        words,
        rendered.map(({ command }) => command),
      );
      for (const [index, { template, scope, expected, command }] of rendered.entries()) {
        const wanted = expected.map((text) => `${text}\0`).join('');
        if (outputs[index] !== wanted) {
          expect({ seed, template, scope, command, output: outputs[index] }).toEqual({ output: wanted });
        }
        delivered += 1;
      }
    }
    // A here-document refuses values that hold its delimiter.
    expect(delivered).toBeGreaterThan(perShell * 0.95);
  },
);

function renderedCase(one: Case): (Case & { readonly command: string }) | undefined {
  const template = compileTemplate(one.template, 'shell', at);
  try {
    return { ...one, command: template.render(one.scope) };
  } catch (error) {
    if (error instanceof RuntimeValueFailure && /would end|takes away|loses/.test(error.message))
      return undefined;
    throw new Error(`${one.template} with ${JSON.stringify(one.scope)}`, { cause: error });
  }
}

/** One process for many commands; some run as the exec stage runs them. */
async function run(words: readonly string[], commands: readonly string[]): Promise<string[]> {
  const parts = commands.map((command, index) => (index % 20 === 0 ? runCommand(command) : command));
  const script = `${prelude}${parts.join(`\np '${separator}'\n`)}\n`;
  const [program = '', ...options] = words;
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(program, options, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error || stderr !== ''
        ? reject(new Error(`${stderr.slice(0, 2000)}`, { cause: error }))
        : resolve(stdout),
    );
    child.stdin?.end(script);
  });
  return output.split(`${separator}\0`);
}
