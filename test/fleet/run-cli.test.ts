import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkplace } from './run-cli.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'aeonrun-cli-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** In the place of the command line: what is tested here is where and how it is run. */
async function program(name: string, text: string): Promise<string> {
  const path = join(directory, `${name}.mjs`);
  await writeFile(path, text);
  return path;
}

const tell = `console.log(process.cwd());
console.error(Object.keys(process.env).sort().join(), process.argv[2]);
process.exitCode = 3;`;

const keep = `import { mkdirSync, writeFileSync } from 'node:fs';
for (const id of ['20260101-a', '20260102-b']) {
  const run = process.env.XDG_STATE_HOME + '/aeon-run/runs/' + id;
  mkdirSync(run, { recursive: true });
  writeFileSync(run + '/results.json', JSON.stringify({ run_id: id }));
}`;

describe('a workplace', () => {
  it('runs the command line in its directory, with no environment but its own', async () => {
    await using place = await makeWorkplace(await program('tell', tell));
    expect(await place.run(['playbook.yml'], { env: { AEON_LIMIT: 'm1' } })).toEqual({
      exitCode: 3,
      stdout: `${place.directory}\n`,
      stderr: 'AEON_LIMIT,HOME,PATH,XDG_STATE_HOME playbook.yml\n',
    });
  });

  it('finds the results of the newest run', async () => {
    await using place = await makeWorkplace(await program('keep', keep));
    await place.run([]);
    expect(await place.runDirectories()).toHaveLength(2);
    expect(await place.results()).toEqual({ run_id: '20260102-b' });
  });

  it('ends a command line that still runs, and leaves nothing', async () => {
    const place = await makeWorkplace(
      await program('hang', 'console.log("up"); setInterval(() => {}, 1000);'),
    );
    const cli = place.start([]);
    await expect.poll(() => cli.stdout).toBe('up\n');
    await place[Symbol.asyncDispose]();
    expect((await cli.ended).exitCode).toBeUndefined();
    expect(existsSync(place.directory)).toBe(false);
  });
});
