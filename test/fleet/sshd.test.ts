import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ended } from './host-process.ts';
import { ssh as login } from './ssh-client.ts';
import { type SshdHost, startSshd } from './sshd.ts';

function ssh(host: SshdHost, command: string, user = 'root', address = host.address): Promise<Ended> {
  return login(
    { address, port: host.port, user, knownHosts: host.knownHosts, key: host.clientKey.path },
    command,
  );
}

async function sshByPassword(host: SshdHost, password: string): Promise<Ended> {
  const askPass = join(host.directory, 'ask-pass');
  await writeFile(askPass, `#!/bin/sh\necho '${password}'\n`, { mode: 0o700 });
  const args = ['-o', 'BatchMode=no', '-o', 'PubkeyAuthentication=no', '-o', 'NumberOfPasswordPrompts=1'];
  const { address, port, knownHosts, clientKey } = host;
  return login({ address, port, user: 'pi', knownHosts, key: clientKey.path, args, askPass }, 'id -un');
}

describe('a host with a real sshd', () => {
  it('lets every account in by key, in a home of its own', async () => {
    await using host = await startSshd();
    for (const user of ['root', 'pi', 'deploy', 'guest']) {
      expect(await ssh(host, 'id -un; pwd', user)).toMatchObject({ stdout: `${user}\n${host.home(user)}\n` });
    }
    expect(existsSync('/run/sudo/ts/pi')).toBe(false);
  });

  it('has sudo with a password, without one, and not at all', async () => {
    await using host = await startSshd();
    expect(await ssh(host, 'sudo -n id -un', 'deploy')).toMatchObject({ exitCode: 0, stdout: 'root\n' });
    expect(await ssh(host, 'sudo -n id -un', 'pi')).toMatchObject({ exitCode: 1 });
    expect(await ssh(host, "echo 'raspberry 314' | sudo -S id -un", 'pi')).toMatchObject({
      stdout: 'root\n',
    });
    expect(await ssh(host, 'echo wrong | sudo -S id -un', 'pi')).toMatchObject({ exitCode: 1 });
    expect(await ssh(host, "echo 'guest 141' | sudo -S id -un", 'guest')).toMatchObject({ exitCode: 1 });
  });

  it('takes the right password of a user, as such or when PAM asks for it, and no wrong one', async () => {
    await using plain = await startSshd();
    await using pam = await startSshd({
      config: ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'],
    });
    for (const host of [plain, pam]) {
      expect(await sshByPassword(host, 'raspberry 314')).toMatchObject({ exitCode: 0, stdout: 'pi\n' });
      expect(await sshByPassword(host, 'raspberry 315')).toMatchObject({ exitCode: 255 });
    }
    await plain.logged(/Failed password for pi/);
    await pam.logged(/Accepted keyboard-interactive\/pam for pi/);
  });

  it('has another key after its host key was replaced, which the old known_hosts refuses', async () => {
    await using host = await startSshd();
    const { fingerprint } = host.hostKey;
    await host.replaceHostKey();
    expect(host.hostKey.fingerprint).not.toBe(fingerprint);
    const { exitCode, stderr } = await ssh(host, 'true');
    expect(exitCode).toBe(255);
    expect(stderr).toContain(host.hostKey.fingerprint);
  });

  it('loses its links and not its commands, and takes new links after that', async () => {
    await using host = await startSshd();
    const lost = ssh(host, 'echo begun >&2; exec sleep 4711');
    await expect.poll(async () => (await host.exec('pgrep -fx "sleep 4711"')).exitCode).toBe(0);
    await host.dropLinks();
    expect((await lost).exitCode).toBe(255);
    expect(await ssh(host, 'pgrep -cfx "sleep 4711"')).toMatchObject({ stdout: '1\n' });
    await host.stop();
    expect((await ssh(host, 'true')).stderr).toContain('refused');
    await host.start();
    expect((await ssh(host, 'true')).exitCode).toBe(0);
  });

  it('answers on forty addresses as forty hosts do', async () => {
    await using host = await startSshd({ addresses: 40 });
    expect(new Set(host.addresses).size).toBe(40);
    for (const address of [host.addresses[0], host.addresses[16], host.addresses[39]]) {
      expect((await ssh(host, 'true', 'root', address)).exitCode).toBe(0);
    }
  });

  it('takes lines of sshd_config that win over its own, and Match blocks', async () => {
    await using host = await startSshd({
      config: ['PermitRootLogin no', 'Match User guest', 'ForceCommand echo forced'],
    });
    expect((await ssh(host, 'true')).exitCode).toBe(255);
    expect(await ssh(host, 'true', 'guest')).toMatchObject({ stdout: 'forced\n' });
  });

  it('leaves no process, directory or user behind', async () => {
    const host = await startSshd();
    const sleeper = `sleep 4712.${process.pid}`; // Other runs on this machine have others.
    void ssh(host, `exec ${sleeper}`).catch(() => {});
    await expect.poll(async () => (await host.exec(`pgrep -fx '${sleeper}'`)).exitCode).toBe(0);
    await host[Symbol.asyncDispose]();
    expect(existsSync(host.directory)).toBe(false);
    const left = await new Promise((resolve) =>
      execFile('pgrep', ['-fx', sleeper], (error) => resolve(error?.code)),
    );
    expect(left).toBe(1);
  });
});
