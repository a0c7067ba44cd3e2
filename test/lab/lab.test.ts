import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { readBootId } from '../../src/remote/boot-id.ts';
import { runCommand } from '../../src/remote/command/run-command.ts';
import { uploadFile } from '../../src/remote/file/upload.ts';
import { type Link, newNonce } from '../../src/remote/link.ts';
import { opensshConnection, sshArguments } from './openssh-connection.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    hosts: ['m1', 'w1', 'w2', 'w3'],
    quirks: { w1: { rebootMs: 1000 }, w2: { isDown: true }, w3: { latencyMs: 300 } },
  });
});
afterAll(() => lab[Symbol.asyncDispose]());

/** Through OpenSSH's own client. */
async function run(name: string, command: string, input?: Buffer) {
  const child = spawn('ssh', [...sshArguments(lab, name), command]);
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  const text = (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]).toString('latin1');
  return { code, stdout: text('stdout'), stderr: text('stderr') };
}

function link(name: string): Link {
  const connection = opensshConnection(lab, name);
  return { host: name, connection, attemptId: newNonce(), signal: AbortSignal.timeout(20_000) };
}

function home(name: string): string {
  return join(lab.directory, 'hosts', name);
}

/** proc_pid_stat(5): a zombie runs no more. */
function isRunning(pid: string): boolean {
  const status = `/proc/${pid.trim()}/stat`;
  return existsSync(status) && !/\) Z /.test(readFileSync(status, 'latin1'));
}

describe('a host of the lab', () => {
  it('runs commands by /bin/sh in its own directory', async () => {
    const { stdout } = await run('m1', 'pwd; echo "$HOME"; hostname; echo "$TMPDIR"');
    expect(stdout.split('\n')).toEqual([home('m1'), home('m1'), 'm1', join(home('m1'), 'tmp'), '']);
  });

  it('keeps standard output, standard error and the exit code apart', async () => {
    const end = await run('m1', 'printf out; printf err >&2; exit 7');
    expect(end).toEqual({ code: 7, stdout: 'out', stderr: 'err' });
  });

  it('has pipes, as sshd has them: a command outlives its link', async () => {
    let output = '';
    const end = await runCommand(link('m1'), {
      command: 'cat "$AEON_TMPDIR"/.aeon-*',
      timeoutMs: 10_000,
      listener: {
        onOutput: (_, bytes) => {
          output += bytes.toString();
        },
      },
    });
    if (end.kind === 'exited') await end.acknowledge();
    expect(output).toMatch(/^started\nheld \d+\n$/);
  });

  it('keeps nothing open of a command that has ended', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    await run('m1', 'true');
    const before = open();
    for (let count = 0; count < 5; count += 1) await run('m1', 'echo out; echo err >&2');
    await expect.poll(open).toBeLessThanOrEqual(before);
  });

  it('hands 3 MB to a slow reader and back without a changed byte', async () => {
    const input = Buffer.alloc(3_000_000, 'a line of text\n');
    const { stdout } = await run('m1', 'sleep 0.3; cat', input);
    expect(stdout === input.toString('latin1')).toBe(true);
  });

  it('outlives a command that reads none of its input', async () => {
    const end = await run('m1', 'exec <&-; echo done', Buffer.alloc(5_000_000));
    expect(end).toMatchObject({ code: 0, stdout: 'done\n' });
  });

  it('gives a command nothing of our own environment', async () => {
    process.env.AEON_TEST_CANARY = 'seen';
    expect((await run('m1', 'env')).stdout).not.toContain('CANARY');
    delete process.env.AEON_TEST_CANARY;
  });

  it('lets nobody in with another key', async () => {
    const options = sshArguments(lab, 'm1').map((word) =>
      word.endsWith('client_key') ? '/etc/hostname' : word,
    );
    const [code] = await once(spawn('ssh', [...options, 'true']), 'close');
    expect(code).toBe(255);
  });

  it('refuses what it has not: a terminal is not given, SFTP ends at once', async () => {
    const [code] = await once(spawn('ssh', [...sshArguments(lab, 'm1'), '-s', 'sftp']), 'close');
    expect(code).not.toBe(0);
  });

  it('that is down refuses the connection', async () => {
    expect((await run('w2', 'true')).stderr).toContain('refused');
  });

  it('that is slow loses no input while it thinks', async () => {
    expect((await run('w3', 'cat', Buffer.from('patience'))).stdout).toBe('patience');
  });

  it('keeps this machine safe from commands that would reboot it, stop it or take its root', async () => {
    const names = 'reboot shutdown halt poweroff systemctl init telinit sudo su doas'.split(' ');
    const { stdout } = await run('m1', `for n in ${names.join(' ')}; do command -v "$n"; done`);
    expect(stdout.trim().split('\n')).toEqual(names.map((name) => join(home('m1'), '.lab/bin', name)));
    expect((await run('m1', 'poweroff')).code).toBe(1);
    expect((await run('m1', 'systemctl is-active agent')).code).toBe(1);
  });

  it('has a sudo that keeps the user and runs the command', async () => {
    const { stdout } = await run('m1', "sudo -H -S -p 'password: ' -u root -- sh -c 'echo $HOME'");
    expect(stdout.trim()).toBe(home('m1'));
  });

  it('speaks our exec protocol', async () => {
    let stdout = '';
    const onOutput = (_stream: string, bytes: Buffer) => {
      stdout += bytes.toString();
    };
    const command = 'echo "$AEON_LAB_HOST"; exit 4';
    const end = await runCommand(link('m1'), { command, timeoutMs: 10_000, listener: { onOutput } });
    expect(end).toMatchObject({ kind: 'exited', exitCode: 4 });
    expect(readdirSync(join(home('m1'), 'tmp'))).toHaveLength(1);
    if (end.kind === 'exited') await end.acknowledge();
    expect(readdirSync(join(home('m1'), 'tmp'))).toEqual([]);
    expect(stdout).toBe('m1\n');
  });

  it('takes our files', async () => {
    const content = Buffer.from('#!/bin/sh\necho hello\n');
    const source = {
      path: '/install.sh',
      name: 'install.sh',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      mode: '755',
      read: async function* () {
        yield content;
      },
    };
    const upload = { source, destination: 'install.sh', mode: '755', timeoutMs: 10_000 };
    expect(await uploadFile(link('m1'), upload)).toBe('installed');
    expect(readFileSync(join(home('m1'), 'install.sh'))).toEqual(content);
    expect(statSync(join(home('m1'), 'install.sh')).mode & 0o777).toBe(0o755);
  });
});

describe('a reboot in the lab', () => {
  it('ends all processes and links, refuses for a while, and comes back with another boot id', async () => {
    const before = await readBootId(link('w1'));
    const left = await run('w1', 'setsid sleep 300 >/dev/null 2>&1 & echo $!');
    const cut = run('w1', 'echo $$; exec sleep 300');
    await sleep(300);
    await run('w1', 'touch tmp/left-over; reboot');
    expect((await cut).code).toBe(255);
    expect((await run('w1', 'true')).stderr).toContain('refused');
    await expect.poll(() => isRunning(left.stdout)).toBe(false);
    await sleep(1500);
    expect(await readBootId(link('w1'))).not.toBe(before);
    expect(readdirSync(join(home('w1'), 'tmp'))).toEqual([]);
  });

  it('is what "systemctl reboot", "shutdown -r now" and "sudo reboot" do too', async () => {
    for (const command of ['systemctl reboot', 'shutdown -r now', 'sudo -n reboot']) {
      const before = await readBootId(link('w1'));
      await run('w1', command);
      await sleep(2000);
      expect(await readBootId(link('w1')), command).not.toBe(before);
    }
  });
});

describe('a lab', () => {
  it('ends all processes and removes its directory when it is closed', async () => {
    const own = await startLab({ hosts: 1 });
    const child = spawn('ssh', [...sshArguments(own, 'm1'), '(setsid sleep 300 &); echo $$; exec sleep 300']);
    const isOver = once(child, 'close');
    const [pid] = await once(child.stdout, 'data');
    await own[Symbol.asyncDispose]();
    expect(isRunning(String(pid))).toBe(false);
    expect(existsSync(own.directory)).toBe(false);
    await isOver;
  });

  it('writes an inventory with its managers and workers', () => {
    const text = lab.inventory();
    expect(text).toContain('  managers:\n    hosts:\n      m1: { address: 127.');
    expect(text).toContain('    vars: { role: worker }');
    expect(readFileSync(lab.inventoryFile, 'utf8')).toBe(text);
  });

  it('shows its client key to nobody else', () => {
    expect(statSync(join(lab.directory, 'client_key')).mode & 0o777).toBe(0o600);
    expect(statSync(lab.directory).mode & 0o777).toBe(0o700);
  });

  it('refuses a host whose name would lead out of its directory', async () => {
    await expect(startLab({ hosts: ['../etc'] })).rejects.toThrow(/small letters/);
  });
});
