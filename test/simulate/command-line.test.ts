import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/cli/commands/simulate.ts';
import { Desk } from '../cli/in-process.ts';
import { makeWorkplace } from '../fleet/run-cli.ts';
import { Screen } from '../report/screen.ts';
import { inventory } from './stage.ts';

const files = {
  'play.yml': 'hosts: all\nstages:\n  - exec: touch /tmp/aeonrun-rehearsal-canary; exit 3\n',
  'inventory.yml': inventory,
};
const words = ['simulate', 'play.yml', '-i', 'inventory.yml'];

function stateOf({ directory }: Desk): Readonly<Record<string, string>> {
  return { XDG_STATE_HOME: join(directory, 'state') };
}

describe('aeon-run simulate', () => {
  it('contacts no host and executes no command', async () => {
    let connections = 0;
    const server = createServer(() => connections++);
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    using desk = new Desk({
      ...files,
      'inventory.yml': `hosts: { h: { address: 127.0.0.1, port: ${port} } }`,
    });
    expect((await desk.call(words, stateOf(desk))).code).toBe(0);
    server.close();
    expect(connections).toBe(0);
    expect(existsSync('/tmp/aeonrun-rehearsal-canary')).toBe(false);
  });

  it('keeps what it did beside the runs, never among them, and takes no lock', async () => {
    using desk = new Desk(files);
    await desk.call(words, stateOf(desk));
    expect(readdirSync(join(desk.directory, 'state/aeon-run'))).toEqual(['rehearsals']);
    const again = await desk.call(words, stateOf(desk));
    expect(again.code).toBe(0);
    expect(readdirSync(join(desk.directory, 'state/aeon-run/rehearsals'))).toHaveLength(1);
  });

  it('keeps as many as of runs, the newest, and all of them where the user says the place', async () => {
    using desk = new Desk(files);
    const seeded = async (seed: number, more: readonly string[] = []) => {
      const env = { ...stateOf(desk), AEON_KEEP_RUNS: '2' };
      const { code } = await desk.call([...words, '--seed', String(seed), ...more], env);
      expect(code).toBe(0);
      const place = join(desk.directory, more[1] ?? 'state/aeon-run/rehearsals');
      return readdirSync(place);
    };
    const [first = ''] = await seeded(1);
    desk.write('state/aeon-run/rehearsals/mine/plan.json', '');
    desk.write('state/aeon-run/rehearsals/rehearsal-0123456789ab/plan.json', '');
    utimesSync(join(desk.directory, 'state/aeon-run/rehearsals/rehearsal-0123456789ab/plan.json'), 1, 1);
    const kept = await seeded(2);
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining([first, 'mine']));
    for (const seed of [1, 2, 3]) await seeded(seed, ['--directory', 'own']);
    expect(readdirSync(join(desk.directory, 'own'))).toHaveLength(3);
  });

  it('leaves nothing to go on with, which resume, retry and show say', async () => {
    using desk = new Desk(files);
    await desk.call(words, stateOf(desk));
    const [id = ''] = readdirSync(join(desk.directory, 'state/aeon-run/rehearsals'));
    for (const call of [
      ['resume', `state/aeon-run/rehearsals/${id}/`],
      ['retry', `./${id}`],
      ['show', id],
    ]) {
      const { code, stderr } = await desk.call(call, stateOf(desk));
      expect(code).toBe(2);
      expect(stderr).toContain('is a rehearsal: nothing was changed');
    }
    const shown = await desk.call(['show', `state/aeon-run/rehearsals/${id}/`], stateOf(desk));
    expect(shown.code).toBe(0);
  });

  it('ends with the exit code that the run would have', async () => {
    using desk = new Desk({ ...files, 'model.yml': 'commands: [{ hosts: w1, exit: { "3": 100% } }]' });
    const end = await desk.call([...words, '--model', 'model.yml', '--results', 'r.json'], stateOf(desk));
    expect(end.code).toBe(1);
    const results = JSON.parse(readFileSync(join(desk.directory, 'r.json'), 'utf8'));
    expect(results).toMatchObject({ total_devices: 23, successful: 22, failed: 1, exit_code: 1 });
    expect(results.rehearsal).toEqual({ seed: 0, model: 'model.yml' });
  });

  it('does so too where what shows it throws, which is told once, and keeps its results and its log', async () => {
    using desk = new Desk({ ...files, 'model.yml': 'commands: [{ hosts: w1, exit: { "3": 100% } }]' });
    const end = await desk.inWorld({}, '', async (world) => {
      world.stdout.write = () => {
        throw new Error('a broken view');
      };
      const options = { inventory: ['inventory.yml'], model: 'model.yml', output: 'json' } as const;
      return await simulate(world, '0.0.0', 'play.yml', options);
    });
    expect(end.code).toBe(1);
    expect(end.stderr.match(/a broken view/g)).toHaveLength(1);
    const kept = /the rehearsal itself is not touched by it: it is kept in (.*)/.exec(end.stderr)?.[1] ?? '';
    const results = JSON.parse(readFileSync(join(kept, 'results.json'), 'utf8'));
    expect(results).toMatchObject({ successful: 22, failed: 1, exit_code: 1 });
    expect(readFileSync(join(kept, 'run.log'), 'utf8')).toContain('22 of 23 hosts ok');
  });

  it('asks for no secret, runs no command for one, and needs none', async () => {
    const inventory = `hosts:
  a: { password: { command: "echo > asked; echo x" } }
  b: { password: { env: NOT_SET } }
  c: { become: { password: { prompt: "sudo" } } }
`;
    using desk = new Desk({ ...files, 'inventory.yml': inventory });
    const end = await desk.call(words, stateOf(desk));
    expect(end.code, end.stderr).toBe(0);
    expect(existsSync(join(desk.directory, 'asked'))).toBe(false);
  });

  it('says where nothing can be rehearsed', async () => {
    using desk = new Desk(files);
    const stderr = async (given: readonly string[]) => (await desk.call(given)).stderr;
    expect(await stderr(['simulate', '-i', 'inventory.yml'])).toContain('which playbook?');
    expect(await stderr([...words, '--output', 'live'])).toContain('add --real-time');
    expect(await stderr([...words, '--seed', 'x'])).toContain('a whole number from 0');
    expect(await stderr([...words, '--test', 'a.test.yml'])).toContain('leave the playbook away');
  });

  it('tells a fleet of many hosts by its failures, unless asked for more', async () => {
    using desk = new Desk({ ...files, 'inventory.yml': 'hosts: ["w[1-60]"]' });
    const short = await desk.call(words, stateOf(desk));
    const long = await desk.call([...words, '--output', 'lines'], stateOf(desk));
    expect(short.stderr).not.toContain('w60 ok');
    expect(long.stderr).toContain('w60 ok');
    expect(short.stdout).toContain('60 of 60 hosts ok');
  });

  it.each(['auto', 'lines', 'quiet'])(
    'tells on stdout what came out of it, and all else on stderr, with --output %s',
    async (output) => {
      using desk = new Desk(files);
      const { stdout, stderr } = await desk.call([...words, '--output', output], stateOf(desk));
      expect(stdout).toMatch(/^\[rehearsal\] play\n✔ 1 .*\n[\s\S]*23 of 23 hosts ok \(100 %\)[^\n]*\n$/);
      expect(stderr.match(/^REHEARSAL: /gm)).toHaveLength(2);
      expect(stderr).not.toContain('23 of 23 hosts ok');
    },
  );
});

it('breaks what it says of a rehearsal between words, where the terminal would break it within one', async () => {
  using desk = new Desk(files);
  const { stderr } = await desk.inWorld(stateOf(desk), '', async (world) => {
    Object.assign(world.stderr, { isTTY: true, columns: 50 });
    return await simulate(world, '0.0.0', 'play.yml', { inventory: ['inventory.yml'], output: 'quiet' });
  });
  expect(stderr).toContain(
    'REHEARSAL: the hosts are simulated, nothing is\ncontacted. Nothing goes wrong (no --model), seed 0\n',
  );
});

describe('a rehearsal that takes its time', () => {
  it.each(['lines', 'live'])('ends with Ctrl-C as a run does, and says so: --output %s', async (output) => {
    await using place = await makeWorkplace();
    await place.write('play.yml', files['play.yml']);
    await place.write('inventory.yml', inventory);
    await place.write('model.yml', 'commands: [{ takes: 1h }]');
    const slow = ['--model', 'model.yml', '--real-time', '1', '--output', output, '--directory', 'kept'];
    const rehearsal = place.start([...words, ...slow]);
    await expect.poll(() => rehearsal.stderr, { timeout: 20_000 }).toMatch(/starts on 23 hosts|running/);
    rehearsal.signal('SIGINT');
    const { exitCode, stderr, stdout } = await rehearsal.ended;
    expect(exitCode).toBe(130);
    expect(stderr + stdout).toContain('interrupted in stage 1');
    const screen = new Screen();
    screen.write(stderr);
    expect(screen.lines).toContain('SIGINT: the rehearsal is ended');
    expect(screen.lines.findLast((line) => line !== '')).toMatch(/^REHEARSAL: cut short after .*, seed 0\.$/);
    const [kept = ''] = readdirSync(place.path('kept'));
    const results = readFileSync(join(place.path('kept'), kept, 'results.json'), 'utf8');
    expect(JSON.parse(results)).toMatchObject({
      exit_code: 130,
      stopped: expect.stringContaining('interrupted'),
    });
  });
});
