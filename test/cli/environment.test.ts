import { describe, expect, it } from 'vitest';
import { variableOf } from '../../src/cli/environment.ts';
import { makeProgram } from '../../src/cli/program.ts';
import type { World } from '../../src/cli/world.ts';
import { Desk } from './in-process.ts';

const files = {
  'playbook.yml': 'hosts: all\nstages: [{ exec: "true" }]\n',
  'inventory.yml': 'hosts: ["w[1-30]"]\n',
  'other.yml': 'hosts: [m1]\n',
};

async function planned(args: readonly string[], env: Readonly<Record<string, string>>) {
  using desk = new Desk(files);
  const { stdout, stderr } = await desk.call(['plan', 'playbook.yml', '--json', ...args], env);
  return stdout.startsWith('{"error"') ? { wrong: stderr, json: JSON.parse(stdout) } : JSON.parse(stdout);
}
const inventory = ['-i', 'inventory.yml'];

describe('an option', () => {
  it.each([
    ['the command line beats AEON_*', ['-c', '2'], { AEON_CONCURRENCY: '3', PARALLEL_MAX_JOBS: '4' }, 2],
    ['AEON_* beats the old name', [], { AEON_CONCURRENCY: '3', PARALLEL_MAX_JOBS: '4' }, 3],
    ['the old name beats the default', [], { PARALLEL_MAX_JOBS: '4' }, 4],
    ['an empty variable says nothing', [], { AEON_CONCURRENCY: '' }, 10],
  ])('is taken from where it should be: %s', async (_, args, env, expected) => {
    const { stages } = await planned([...inventory, ...args], env as Record<string, string>);
    expect(stages[0].concurrency).toBe(expected);
  });

  it('may hold several values', async () => {
    const { hosts } = await planned([], { AEON_INVENTORY: 'inventory.yml,other.yml', AEON_LIMIT: 'w1,m1' });
    expect(hosts.map(({ name }: { name: string }) => name)).toEqual(['w1', 'm1']);
  });

  it('that is empty puts no run into the current directory', async () => {
    using desk = new Desk(files);
    const placeOf = async (directory: string) =>
      (await desk.call(['runs'], { AEON_RUN_DIR: directory })).stderr.trim();
    expect(await placeOf('')).toBe(`there are no runs in ${desk.directory}/.local/state/aeon-run/runs`);
    expect(await placeOf('kept')).toBe(`there are no runs in ${desk.directory}/kept`);
  });

  it.each([
    ['hosts', ['-H', 'c'], { AEON_INVENTORY: 'inventory.yml' }, ['c']],
    ['an inventory', ['-i', 'other.yml'], { AEON_HOST: 'c', AEON_INVENTORY: 'inventory.yml' }, ['m1']],
  ])('that names %s takes none from the environment', async (_, args, env, expected) => {
    const { hosts } = await planned(args, env as Record<string, string>);
    expect(hosts.map(({ name }: { name: string }) => name)).toEqual(expected);
  });

  it.each(['AEON_LIMIT', 'AEON_TAGS', 'AEON_SKIP_TAGS', 'AEON_START_AT'])(
    'that chooses is no choice of all where %s is empty',
    async (name) => {
      const { json, wrong } = await planned(inventory, { [name]: '' });
      expect(wrong).toContain(`${name} is set to nothing`);
      expect(json.error).toMatchObject({ code: 'usage', exit_code: 2 });
    },
  );

  it.each([
    ['AEON_LIMT', 'AEON_LIMIT'],
    ['AEON_TAG', 'AEON_TAGS'],
    ['AEON_SKIPTAGS', 'AEON_SKIP_TAGS'],
    ['AEON_limit', 'AEON_LIMIT'],
  ])('that chooses is no choice of all where it is misspelt: %s', async (name, meant) => {
    const { json, wrong } = await planned(inventory, { [name]: 'w1' });
    expect(wrong).toContain(`Did you mean ${meant}?`);
    expect(json.error).toMatchObject({ code: 'usage', exit_code: 2 });
  });

  it('is none where a variable is one of ours or of somebody else', async () => {
    const env = { AEON_KEY: '', AEON_AGE: '1', AEON_RELEASE: '1.2', AEON_TMPDIR: '/tmp', AEON_LIMIT: 'w1' };
    expect((await planned(inventory, env)).hosts).toHaveLength(1);
  });

  it('of the old module says how what never began is tried', async () => {
    const env = { PARALLEL_RETRY_COUNT: '5', PARALLEL_RETRY_DELAY: '0' };
    const { stages } = await planned(inventory, env);
    expect(stages[0].retry).toEqual({ attempts: 5, delay_ms: 0, is_asked: false });
  });

  it.each([
    [{ AEON_CONCURRENCY: 'many' }, 'AEON_CONCURRENCY'],
    [{ PARALLEL_MAX_JOBS: '0' }, 'PARALLEL_MAX_JOBS'],
    [{ PARALLEL_RETRY_COUNT: '-1' }, 'PARALLEL_RETRY_COUNT'],
    [{ PARALLEL_RETRY_DELAY: '5s' }, 'PARALLEL_RETRY_DELAY'],
    [{ AEON_HOST_KEYS: 'maybe' }, 'AEON_HOST_KEYS'],
    [{ AEON_ASK_PASSWORD: 'perhaps' }, 'AEON_ASK_PASSWORD'],
  ])('that is wrong in the environment is named: %j', async (env, name) => {
    const { json, wrong } = await planned(inventory, env as Record<string, string>);
    expect(wrong).toContain(name);
    expect(json.error).toMatchObject({ code: 'usage', exit_code: 2 });
  });

  it('of another command is no mistake here', async () => {
    using desk = new Desk(files);
    const env = { AEON_OUTPUT: 'lines' };
    expect((await desk.call(['validate', 'playbook.yml', ...inventory], env)).code).toBe(0);
  });

  it('has a variable each, and no two share one in a command', () => {
    const world = { env: {}, stdout: {} } as unknown as World; // Nothing runs.
    const { commands } = makeProgram(world, '0', () => {});
    for (const command of [...commands, ...commands.flatMap((one) => one.commands)]) {
      const names = command.options.map(variableOf);
      expect(names.every((name) => /^AEON_[A-Z_]+$/.test(name))).toBe(true);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
