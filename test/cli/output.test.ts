import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Screen } from '../report/screen.ts';
import { Desk } from './in-process.ts';

let lab: Lab;
let desk: Desk;
beforeAll(async () => {
  lab = await startLab({ hosts: ['m1', 'w1'] });
  desk = new Desk({
    'inventory.yml': lab.inventory(),
    'playbook.yml': 'name: Try\nhosts: all\nstages: [{ name: Look, exec: "true" }]\n',
    'broken.yml': 'hosts: all\nstages: [{ exce: "true" }]\n',
  });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const run = (...args: string[]) => desk.call(['playbook.yml', '-i', 'inventory.yml', ...args]);

describe('a run', () => {
  it.each(['auto', 'lines', 'quiet'])(
    'tells on stdout what came out of it, with --output %s',
    async (output) => {
      const { stdout, stderr } = await run('--output', output);
      expect(stdout).toMatch(/^Try\n✔ 1 Look .*\n[\s\S]*2 of 2 hosts ok \(100 %\)[^\n]*\n$/);
      expect(stderr).not.toContain('2 of 2 hosts ok');
    },
  );

  it('tells on stderr how it goes, nothing of it where that is not wanted', async () => {
    expect((await run('--output', 'lines')).stderr).toContain('[1/1 Look] m1 ok');
    expect((await run('--output', 'quiet')).stderr).toBe('');
  });

  it('tells each step of its connections above the live view', async () => {
    const { stderr } = await run('--output', 'live', '--debug');
    const screen = new Screen();
    screen.write(stderr);
    const told = screen.lines.filter((line) => line.includes('debug: '));
    expect(told.length).toBeGreaterThan(4);
    expect(told).toHaveLength(stderr.split('debug: ').length - 1);
    expect(told.filter((line) => !/^debug: (m1|w1) /.test(line))).toEqual([]);
  });

  it('says of a secret stage that fails that its words are not kept, and never that there were none', async () => {
    const secret = '"echo canary >&2; exit 3", secret: true';
    desk.write(
      'secret.yml',
      `hosts: m1\nstages: [{ local: ${secret}, continue-on-error: true }, { exec: ${secret} }]\n`,
    );
    const { stdout, stderr } = await desk.call(['secret.yml', '-i', 'inventory.yml', '--output', 'lines']);
    const sentence = 'ended with exit code 3, and what it wrote is not kept (secret: true)';
    expect(stderr.split(sentence)).toHaveLength(3);
    expect(stdout + stderr).not.toContain('wrote nothing to stderr');
    expect((stdout + stderr).replaceAll('echo canary', '')).not.toContain('canary');
  });

  it.each(['wait-for: { command: LOOK, timeout: 1s }', 'wait-online: { check: LOOK, timeout: 1s }'])(
    'quotes nothing of what a secret stage saw that waits: %s',
    async (stage) => {
      const waits = stage.replace('LOOK', '"echo canary >&2; exit 3"');
      desk.write('look.yml', `hosts: m1\nstages: [{ ${waits}, secret: true }]\n`);
      const { stdout, stderr } = await desk.call(['look.yml', '-i', 'inventory.yml', '--output', 'lines']);
      expect(stdout).toContain('what it wrote is not kept (secret: true)');
      expect((stdout + stderr).replaceAll('echo canary', '')).not.toContain('canary');
    },
  );

  it('gives nothing but JSON on stdout with --output json', async () => {
    const { stdout, stderr } = await run('--output', 'json');
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect([types[0], types.at(-1)]).toEqual(['run-started', 'run-ended']);
    expect(stderr).toBe('');
  });

  it.each([
    ['problems', ['broken.yml', '-i', 'inventory.yml'], 'problems'],
    ['a file that is not there', ['nowhere.yml', '-i', 'inventory.yml'], 'problems'],
    ['an unknown option', ['playbook.yml', '--nope'], 'usage'],
    ['a wrong value', ['playbook.yml', '-c', 'x'], 'usage'],
    [
      'a place where nothing can be written',
      ['playbook.yml', '-i', 'inventory.yml', '--results', 'no/dir/x'],
      'usage',
    ],
  ])('gives an error as one JSON object with --output json: %s', async (_, args, code) => {
    const end = await desk.call([...args, '--output', 'json']);
    expect(JSON.parse(end.stdout).error).toMatchObject({ code, exit_code: 2, message: expect.any(String) });
    expect(end.code).toBe(2);
  });

  it('that has no place for its journal begins nothing', async () => {
    const end = await run('--run-dir', 'broken.yml', '--output', 'json');
    expect(end.code).toBe(5);
    expect(JSON.parse(end.stdout).error).toMatchObject({ code: 'journal', exit_code: 5 });
    expect(end.stderr).toMatch(
      /\/broken\.yml cannot be written, .*: a file of that name is in the way; .*--run-dir\n$/,
    );
  });

  it.each(['runs', 'show', 'unlock'])(
    'of before is no fault of ours where --run-dir is a file: %s',
    async (command) => {
      const end = await desk.call([
        command,
        ...(command === 'runs' ? [] : ['last']),
        '--run-dir',
        'broken.yml',
      ]);
      expect(end).toMatchObject({ code: 2, stdout: '' });
      expect(end.stderr).toMatch(
        /^aeon-run: the runs in \S+\/broken\.yml cannot be listed: it is no directory\./,
      );
    },
  );

  it.each([
    ['--run-dir', ['playbook.yml', '-i', 'inventory.yml', '--run-dir', '/proc/aeon/runs'], 5],
    ['--directory', ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--directory', '/proc/aeon/x'], 2],
    ['--directory', ['lab', 'up', '--directory', '/proc/aeon/lab'], 2],
    ['--out', ['secrets', 'keygen', '--out', '/proc/aeon/x/key'], 2],
    ['aeon-run init DIR', ['init', '/proc/aeon/x'], 2],
  ])('ends where the system makes no directory, and says %s', async (words, args, code) => {
    const end = await desk.call(args as string[]);
    expect(end.code).toBe(code);
    expect(end.stderr).toContain(words);
  });

  it('that is locked says so as JSON too', async () => {
    desk.write('slow.yml', 'hosts: m1\nstages: [{ exec: "touch begun; sleep 5" }]\n');
    const first = desk.call(['slow.yml', '-i', 'inventory.yml']);
    await expect
      .poll(
        () =>
          lab.hosts.get('m1') &&
          desk.call(['exec', '-i', 'inventory.yml', '-l', 'w1', 'ls ../m1/begun']).then(({ code }) => code),
        { timeout: 20_000 },
      )
      .toBe(0);
    const second = await run('--output', 'json');
    expect(second.code).toBe(4);
    expect(JSON.parse(second.stdout).error).toMatchObject({ code: 'locked', exit_code: 4 });
    expect((await first).code).toBe(0);
  });
});

describe('a usage error', () => {
  it.each([
    [[], 2, 'which playbook?'],
    [['plna', 'playbook.yml'], 2, 'Did you mean: aeon-run plan?'],
    [['plna'], 2, 'Did you mean: aeon-run plan?'],
    [['playbook.yml', '-i', 'inventory.yml', 'more.yml'], 2, 'one argument too many'],
    [['run', '--limt', 'm1', 'playbook.yml'], 2, 'Did you mean --limit?'],
    [['playbook.yml', '-c', '0'], 2, 'Look at: aeon-run run --help'],
    [['plan', 'playbook.yml', '-c', '0'], 2, 'Look at: aeon-run plan --help'],
    [['schema', 'foo'], 2, 'playbook, inventory, results'],
    [['secrets'], 2, 'one of these commands is needed'],
    [['secrets', 'encypt'], 2, 'encrypt'],
    [['exec', '-i'], 2, 'argument missing'],
    [['exec', '--timeout', 'soon', 'true'], 2, '90s, 5m'],
    [['copy', 'a'], 2, 'SRC DEST'],
    [['copy', 'playbook.yml', '/tmp/', '--mode', '999', '-H', 'm1'], 2, '0755'],
    [['exec', '-H', 'm1', '--user=', 'true'], 2, 'It is empty'],
    [['exec', '-H', 'm1', '--key=', 'true'], 2, 'It is empty'],
    [['exec', '-H', 'm1', '-b', '--become-user=', 'true'], 2, 'It is empty'],
    [['wait', '-H', 'm1', '--check', ''], 2, 'It is empty'],
    [['completion', 'tcsh'], 2, 'bash, zsh, fish'],
    [['inventory', '-i', 'inventory.yml', '--explain', 'm11'], 2, 'Did you mean m1?'],
  ])('is told on stderr with what to do: %j', async (args, code, words) => {
    const end = await desk.call(args as string[]);
    expect(end.stderr).toContain(words);
    expect(end).toMatchObject({
      code,
      stdout: args.length === 1 && args[0] === 'secrets' ? expect.any(String) : '',
    });
  });

  it.each([
    ['run', '-c', '1', '2'],
    ['run', '--start-at', 'a', 'b'],
    ['run', '--user', 'a', 'b'],
    ['run', '--connect-timeout', '1', '2'],
    ['run', '--host-keys', 'strict', 'off'],
    ['run', '--become-method', 'sudo', 'su'],
    ['run', '--output', 'lines', 'quiet'],
    ['run', '--output', 'auto', 'lines'],
    ['simulate', '--case', 'a', 'b'],
    ['simulate', '--model', 'a', 'b'],
    ['simulate', '--seed', '1', '2'],
  ])('is a second value of an option, of which one would win: %s %s', async (command, option, one, other) => {
    const { code, stderr } = await desk.call([command, 'playbook.yml', option, one, option, other]);
    expect(stderr).toContain('It was given already');
    expect(code).toBe(2);
  });
});

describe('help', () => {
  const commands = [
    'run',
    'plan',
    'validate',
    'exec',
    'copy',
    'wait',
    'inventory',
    'schema',
    'init',
    'completion',
    'secrets',
  ];

  it.each([[[]], ...commands.map((name) => [[name]])])(
    'of %j fits into 80 columns and shows how it is used',
    async (words) => {
      const { stdout, code } = await desk.call([...words, '--help']);
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toMatch(/^ {2}.*aeon-run \w|First steps/m);
    },
  );
});
