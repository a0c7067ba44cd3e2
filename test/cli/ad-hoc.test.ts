import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exec as execCommand } from '../../src/cli/commands/exec.ts';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

let lab: Lab;
let desk: Desk;
let exec: (...args: string[]) => ReturnType<Desk['call']>;
beforeAll(async () => {
  lab = await startLab({ hosts: ['m1', 'w1', 'w2', 'w3'], quirks: { w3: { isDown: true } } });
  desk = new Desk({ 'inventory.yml': lab.inventory() });
  exec = (...args) => desk.call(['exec', '-i', 'inventory.yml', ...args]);
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

describe('one command on many hosts', () => {
  it('tells hosts that say the same together, folded, on stdout; the verdict on stderr', async () => {
    const end = await exec('-l', 'all:!w3', '--', 'echo same; echo odd >&2');
    expect(end.stdout).toBe('── m1,w[1-2] (3 hosts)\nsame\nstderr: odd\n');
    expect(end.stderr).toMatch(/^✔ 3 of 3 hosts ok \(100 %\) · /);
    expect(end.code).toBe(0);
  });

  it('tells those that differ apart, with exit codes and with why a host was not reached', async () => {
    const end = await exec('--', 'case $PWD in */m1) echo I am m1;; *) exit 3;; esac');
    expect(end.code).toBe(1);
    expect(end.stdout).toMatch(
      /^── m1\nI am m1\n── w\[1-2\] \(2 hosts\): ✖ exit code 3\n── w3: ⊘ unreachable \(refused\)\n.*refuses/,
    );
    expect(end.stderr).toContain('2 failed · 1 unreachable');
    expect(end.stderr).toContain('Logs: ');
  });

  it('takes one word as shell text, and several as words that arrive as they are', async () => {
    expect((await exec('-l', 'm1', 'echo a  b | tr a-z A-Z')).stdout).toBe('── m1\nA B\n');
    const words = ['printf', '%s|', '{{host.name}}', "it's", '$HOME', 'a  b', '', '-n'];
    expect((await exec('-l', 'm1', '--', ...words)).stdout).toBe(
      "── m1\n{{host.name}}|it's|$HOME|a  b||-n|\n",
    );
  });

  it('shows long outputs whole, and the same long output once', async () => {
    const { stdout } = await exec('-l', 'm1,w1', 'seq 1 5000');
    expect(stdout.split('\n')).toHaveLength(5002);
  });

  it('writes each line behind the name of its host with --by-host, also in its retry', async () => {
    const end = await exec('--by-host', '--', 'seq 1 3000; echo odd >&2; test "${PWD##*/}" != w2');
    const lines = end.stdout.trimEnd().split('\n');
    for (const host of ['m1', 'w1', 'w2']) {
      const own = lines.filter((line) => line.startsWith(`${host}: `));
      expect([own.length, own[0], own.at(-1)]).toEqual([3000, `${host}: 1`, `${host}: 3000`]);
    }
    expect(lines).toHaveLength(9000);
    expect(end.stderr).toMatch(/^w2: odd\nw2: \[failed\] exit code 1$/m);
    expect(end.stderr).toMatch(/^w3: \[unreachable\] .*refuses/m);
    expect((await desk.call(['retry', 'last'])).stdout).toMatch(/^w2: 1\nw2: 2\n/);
    expect(await exec('--by-host', '--output', 'json', '--', 'true')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('--by-host and --output json are different views'),
    });
  });

  it('keeps a run as every run is kept', async () => {
    await exec('-l', 'm1', 'echo kept');
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    const newest = readdirSync(runs).sort().at(-1) ?? '';
    expect(readFileSync(join(runs, newest, 'journal.ndjson'), 'utf8')).toContain('"run-ended"');
    expect(JSON.parse(readFileSync(join(runs, newest, 'results.json'), 'utf8')).successful).toBe(1);
  });

  it('is told to a second run as what it runs, and as no file', async () => {
    const locks = join(desk.directory, '.local/state/aeon-run/locks');
    const running = exec('-l', 'm1', 'sleep 3');
    await expect.poll(() => readdirSync(locks).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    const second = await exec('-l', 'm1', 'true');
    expect(second.stderr).toMatch(/ is locked by run \S+ of exec: sleep 3, process \d+ on /);
    expect(await running).toMatchObject({ code: 0 });
  });

  it('tells a second run none of its secrets', async () => {
    desk.write('more.yml', 'hosts: { m1: { password: hunter22 } }\n');
    const locks = join(desk.directory, '.local/state/aeon-run/locks');
    const running = exec('-i', 'more.yml', '-l', 'm1', 'sleep 2; : hunter22');
    await expect.poll(() => readdirSync(locks).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    const second = await exec('-l', 'm1', 'true');
    expect(second.stderr).toContain('of exec: sleep 2; : ***, process');
    expect(await running).toMatchObject({ code: 0 });
  });

  it.each(['auto', 'live', 'lines', 'quiet'])('is told on stdout with --output %s', async (output) => {
    const end = await exec('-l', 'm1,w1', '--output', output, 'echo same');
    expect(end.stdout).toBe('── m1,w1 (2 hosts)\nsame\n');
    expect(end.stderr).toMatch(output === 'quiet' ? /^$/ : /✔ 2 of 2 hosts ok/);
  });

  it('tells with --output quiet what failed', async () => {
    const end = await exec('-l', 'm1', '--output', 'quiet', 'echo why; exit 3');
    expect(end.stdout).toBe('── m1: ✖ exit code 3\nwhy\n');
    expect(end.stderr).toMatch(/ m1 failed [\s\S]*\nLogs: .*\n✖ 0 of 1 hosts ok/);
  });

  it('is shown again as it was, wherever its directory lies', async () => {
    const then = await exec('-l', 'm1,w1', 'echo $((1 + 1)); seq 1 5000');
    const shown = await desk.call(['show', 'last']);
    expect(shown.stdout).toBe(then.stdout);
    expect(shown.stderr).toBe(then.stderr);
    const lines = (await desk.call(['show', 'last', '--output', 'lines'])).stdout;
    expect(lines).toMatch(/ m1 ok .*[\s\S]*── m1,w1 \(2 hosts\)\n2\n1\n[\s\S]*✔ 2 of 2 hosts ok/);
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    cpSync(join(runs, readdirSync(runs).sort().at(-1) ?? ''), join(desk.directory, 'artifact'), {
      recursive: true,
    });
    expect((await desk.call(['show', './artifact'])).stdout).toBe(then.stdout);
  });

  it('is told in its retry, too', async () => {
    await exec('-l', 'm1,w1', 'echo again; case $PWD in */w1) exit 3;; esac');
    expect((await desk.call(['retry', 'last'])).stdout).toBe('── w1: ✖ exit code 3\nagain\n');
  });

  it('is told in its resume, with what was said before', async () => {
    await exec('-l', 'm1,w1', '-c', '1', 'echo said');
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    const journal = join(runs, readdirSync(runs).sort().at(-1) ?? '', 'journal.ndjson');
    const events = readFileSync(journal, 'utf8').split('\n');
    const end = events.findIndex((line) => line.includes('"task-ended"'));
    writeFileSync(journal, `${events.slice(0, end + 1).join('\n')}\n`);
    const shown = await desk.call(['show', 'last']);
    expect(shown.stdout).toMatch(/^── (m1|w1)\nsaid\n$/);
    expect(shown.stderr).toContain('Stopped: the record ends here');
    expect((await desk.call(['resume', 'last'])).stdout).toBe('── m1,w1 (2 hosts)\nsaid\n');
  });

  it('gives events and nothing else with --output json', async () => {
    const { stdout } = await exec('-l', 'm1', '--output', 'json', 'echo x');
    const events = stdout.trimEnd().split('\n');
    expect(events.map((line) => JSON.parse(line).type)).toContain('task-ended');
  });

  it.each([
    [[''], 'the command is empty'],
    [[], 'which command is to run'],
  ])('refuses the words %j', async (words, message) => {
    const end = await desk.call(['exec', ...words]);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(message);
  });
});

describe('an option behind the command', () => {
  it.each([
    [['echo', 'hi', '--limit', 'm1'], '--limit', 'echo'],
    [['echo', 'hi', '--limit=m1'], '--limit', 'echo'],
    [['df -h | tail -1', '-l', 'm1'], '-l', "'df -h | tail -1'"],
    [['ls', '-i', 'more.yml'], '-i', 'ls'],
    [['ls', '-H', 'm1'], '-H', 'ls'],
    [['restart', '--timeout', '5m'], '--timeout', 'restart'],
  ])('is refused, as it would be lost: %j', async (words, option, first) => {
    const end = await exec(...words);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(`aeon-run exec ${option} … -- ${first} …`);
    expect(end.stderr).toContain(`aeon-run exec … -- ${first} … ${option}`);
  });

  it.each([
    [['--', 'echo', '--limit', 'x'], '--limit x\n'],
    [['--', 'echo', '-l'], '-l\n'],
    [['printf', '%s,', '--', '--limit'], '--,--limit,'],
    [['sh', '-c', 'echo one'], 'one\n'],
    [['echo --limit x'], '--limit x\n'],
  ])('is a word of the command where it can be nothing else: %j', async (words, said) => {
    const end = await exec('-l', 'm1', ...words);
    expect(end.stdout.trimEnd(), end.stderr).toBe(`── m1\n${said}`.trimEnd());
  });
});

describe('the stdin of a command', () => {
  const withStdin = async (name: string) => {
    await using file = await open(name);
    return await desk.inWorld({}, '', (world) => {
      const stdin = Object.assign(world.stdin, { fd: file.fd });
      const options = { inventory: ['inventory.yml'], limit: 'm1', output: 'auto' } as const;
      return execCommand({ ...world, stdin }, '0.0.0', ['cat; echo end'], options);
    });
  };

  it('that would be a file is refused, as no host gets it', async () => {
    await expect(withStdin(join(desk.directory, 'inventory.yml'))).rejects.toThrow(
      /^stdin is a file, .*aeon-run copy SRC DEST.*<\/dev\/null$/,
    );
  });

  it('is empty where ours is: /dev/null, or an empty file', async () => {
    desk.write('empty', '');
    for (const name of ['/dev/null', join(desk.directory, 'empty')]) {
      expect((await withStdin(name)).stdout).toBe('── m1\nend\n');
    }
  });

  it('is empty where something is piped to us', async () => {
    const end = await desk.call(['exec', '-i', 'inventory.yml', '-l', 'm1', 'cat; echo end'], {}, 'piped');
    expect(end.stdout).toBe('── m1\nend\n');
  });
});

describe('a file for many hosts', () => {
  it('arrives from the current directory', async () => {
    desk.write('here/notes.txt', 'hello\n');
    const end = await desk.call([
      'copy',
      'here/notes.txt',
      'notes.txt',
      '-i',
      'inventory.yml',
      '-l',
      'm1,w1',
    ]);
    expect(end.code, end.stderr).toBe(0);
    expect(readFileSync(join(lab.directory, 'hosts/w1/notes.txt'), 'utf8')).toBe('hello\n');
    expect(end.stdout).toContain('2 of 2 hosts ok');
  });

  it('that is not there is told before any host is contacted', async () => {
    const end = await desk.call(['copy', 'nots.txt', '/tmp/', '-i', 'inventory.yml']);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain('nots.txt is not there');
    expect(end.stderr).toContain('starts from the current directory');
  });

  it.each([
    ['here', 'Write here/ to bring all that is in it.'],
    ['/dev/null', '/dev/null is no regular file'],
    ['here/note.txt', 'Did you mean here/notes.txt?'],
  ])('that cannot be sent is told with what helps: %s', async (src, words) => {
    desk.write('here/notes.txt', 'hello\n');
    const end = await desk.call(['copy', src, '/tmp/', '-i', 'inventory.yml']);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain(words);
    expect(end.stderr).not.toContain('current directory');
  });
});

describe('waiting for hosts', () => {
  it('ends when a login works and the check passes', async () => {
    const end = await desk.call([
      'wait',
      '-i',
      'inventory.yml',
      '-l',
      'm1',
      '--timeout',
      '20s',
      '--check',
      'true',
    ]);
    expect(end.code, end.stderr).toBe(0);
  });

  it('fails when its time is over', async () => {
    const end = await desk.call(['wait', '-i', 'inventory.yml', '-l', 'w3', '--timeout', '1.5s']);
    expect(end.code).toBe(1);
    expect(end.stdout).toContain('still_offline');
  });
});

describe('hosts from the command line', () => {
  it('are logged in to as they say, and the password is written nowhere', async () => {
    const place = lab.hosts.get('m1')?.place;
    const password = 'hunter22-secret';
    const line = `${place?.address}:lab:${password}`;
    const end = await desk.call(['exec', '-H', line, '--debug', 'true'], { AEON_CONNECT_TIMEOUT: '2' });
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    const newest = join(runs, readdirSync(runs).sort().at(-1) ?? '');
    const kept = readdirSync(newest, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(end.stderr).toContain('debug: ');
    expect(end.stdout + end.stderr + kept.join('')).not.toContain(password);
  });
});
