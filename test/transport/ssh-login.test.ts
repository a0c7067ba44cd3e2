import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeyFiles } from '../../src/transport/ssh/login/key-files.ts';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Credential, Endpoint } from '../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';
import { limits, readAll } from './contract.ts';
import { endpointOf, keyOf } from './ssh-host.ts';

const password: Credential = { kind: 'password', password: 'raspberry 314' };
const wrong: Credential = { kind: 'password', password: 'canary 4711' };

let directory = '';
let host: SshdHost;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-ssh-login-'));
  host = await startSshd({ config: ['LogLevel DEBUG1'] });
});
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

/** Who we are there after the login. */
async function login(server: SshdHost, changes: Partial<Endpoint>): Promise<string> {
  await using transport = sshTransport();
  await using connection = await transport.connect(endpointOf(server, changes), limits());
  return (await readAll(await connection.open('id -un', limits()))).stdout.trim();
}

function makeKey(name: string, ...options: string[]): string {
  const path = join(directory, name);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-f', path, ...options]);
  return path;
}

/** How often sshd was asked for a password. */
function passwordsTried(server: SshdHost): number {
  return (
    server.log().match(/(Failed|Accepted|Partial) (password|keyboard-interactive\/pam) for/g)?.length ?? 0
  );
}

describe('a login', () => {
  it('with a key works for ed25519, ECDSA and RSA', async () => {
    expect(await login(host, { user: 'deploy' })).toBe('deploy');
    for (const type of ['ecdsa', 'rsa']) {
      const path = makeKey(type, '-t', type);
      writeFileSync(join(host.directory, 'authorized_keys'), readFileSync(`${path}.pub`), { flag: 'a' });
      expect(await login(host, { credentials: [{ kind: 'key', path }] }), type).toBe('root');
    }
  });

  it('with an encrypted key works with its passphrase', async () => {
    const { path, passphrase = '' } = host.encryptedKey;
    expect(await login(host, { credentials: [{ kind: 'key', path, passphrase }] })).toBe('root');
  });

  it('uses keys that were read before, and reads them no more', async () => {
    const [path, passphrase] = [join(directory, 'read'), host.encryptedKey.passphrase];
    copyFileSync(host.encryptedKey.path, path);
    const keys = new KeyFiles();
    await keys.load(path, passphrase);
    rmSync(path);
    const credentials: Credential[] = [
      { kind: 'key', path, ...(passphrase !== undefined && { passphrase }) },
    ];
    await using transport = sshTransport({ keys });
    await using connection = await transport.connect(endpointOf(host, { credentials }), limits());
    expect((await readAll(await connection.open('id -un', limits()))).stdout).toBe('root\n');
  });

  it('with a password works, and sends it once', async () => {
    const before = passwordsTried(host);
    expect(await login(host, { user: 'pi', credentials: [password] })).toBe('pi');
    expect(passwordsTried(host)).toBe(before + 1);
  });

  it('goes on to the next credential, in their order', async () => {
    const credentials: Credential[] = [{ kind: 'key', path: makeKey('stranger', '-t', 'ed25519') }, password];
    expect(await login(host, { user: 'pi', credentials })).toBe('pi');
  });

  it('uses another credential when a key file cannot be used', async () => {
    const credentials: Credential[] = [{ kind: 'key', path: join(directory, 'missing') }, password];
    expect(await login(host, { user: 'pi', credentials })).toBe('pi');
  });

  it('that is rejected names the user, what was tried, and what the server takes, and never the password', async () => {
    const before = passwordsTried(host);
    const credentials: Credential[] = [{ kind: 'key', path: makeKey('other', '-t', 'ed25519') }, wrong];
    const error = await login(host, { user: 'pi', credentials }).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ reason: 'auth_rejected' });
    for (const word of [
      'pi',
      `key ${join(directory, 'other')}`,
      'password',
      'publickey,password'.replace(',', ', '),
    ]) {
      expect(error).toHaveProperty('message', expect.stringContaining(word));
    }
    expect(JSON.stringify([error, String(error)])).not.toContain('canary');
    expect(passwordsTried(host)).toBe(before + 1);
  });

  it('that the server gives no way for says so, and sends no password', async () => {
    await using keysOnly = await startSshd({ config: ['PasswordAuthentication no'] });
    const rejected = login(keysOnly, { user: 'pi', credentials: [wrong] });
    await expect(rejected).rejects.toMatchObject({
      reason: 'auth_rejected',
      message: expect.stringContaining('publickey'),
    });
    expect(passwordsTried(keysOnly)).toBe(0);
  });

  it('without any credential is not begun', async () => {
    const rejected = login(host, { credentials: [], port: 1 });
    await expect(rejected).rejects.toMatchObject({ reason: 'no_credential' });
  });

  it('answers keyboard-interactive with the password, once, where the server takes nothing else', async () => {
    const config = ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'];
    await using interactive = await startSshd({ config });
    expect(await login(interactive, { user: 'pi', credentials: [password] })).toBe('pi');
    const rejected = login(interactive, { user: 'pi', credentials: [wrong] });
    await expect(rejected).rejects.toMatchObject({ reason: 'auth_rejected' });
    await expect.poll(() => passwordsTried(interactive)).toBe(2);
  });

  it('gives two proofs where the server asks for both', async () => {
    await using careful = await startSshd({ config: ['AuthenticationMethods publickey,password'] });
    for (const credentials of [
      [keyOf(careful), password],
      [password, keyOf(careful)],
    ]) {
      expect(await login(careful, { user: 'pi', credentials })).toBe('pi');
    }
  });

  it('says of a proof that was good, and not enough, that it was taken', async () => {
    await using careful = await startSshd({ config: ['AuthenticationMethods publickey,password'] });
    const half = login(careful, { user: 'pi', credentials: [keyOf(careful)] });
    await expect(half).rejects.toMatchObject({
      reason: 'auth_rejected',
      message: expect.stringMatching(
        /does not let pi in yet: it took the key .*client_ed25519 and wants more \(Auth.*\); the server takes password\. Set that/,
      ),
    });
    const mistaken = login(careful, { user: 'pi', credentials: [keyOf(careful), wrong] });
    await expect(mistaken).rejects.toMatchObject({
      message: expect.stringMatching(
        /in: it took the key .*, and rejected the password; .*Are the user and the password right/,
      ),
    });
  });

  it('gives the key behind the password where the server takes it only there', async () => {
    await using reversed = await startSshd({ config: ['AuthenticationMethods password,publickey'] });
    const before = passwordsTried(reversed);
    for (const credentials of [
      [keyOf(reversed), password],
      [password, keyOf(reversed)],
    ]) {
      expect(await login(reversed, { user: 'pi', credentials })).toBe('pi');
    }
    await expect.poll(() => passwordsTried(reversed)).toBe(before + 2);
  });

  it('calls no key rejected that the server did not look at', async () => {
    await using keyless = await startSshd({ config: ['PubkeyAuthentication no'] });
    const both = login(keyless, { user: 'pi', credentials: [keyOf(keyless), wrong] });
    await expect(both).rejects.toMatchObject({
      message: expect.stringContaining('in: it rejected the password;'),
    });
    const key = login(keyless, { user: 'pi', credentials: [keyOf(keyless)] });
    await expect(key).rejects.toMatchObject({
      message: expect.stringMatching(
        /none of the ways to log in that are set is one that it offers; the server takes password/,
      ),
    });
  });

  it('is an auth_timeout when the server does not answer in time', async () => {
    await using slow = await startSshd({
      config: ['AuthorizedKeysCommand /bin/sleep 5', 'AuthorizedKeysCommandUser root'],
    });
    await using transport = sshTransport();
    const path = makeKey('unheard', '-t', 'ed25519');
    const connecting = transport.connect(
      endpointOf(slow, { credentials: [{ kind: 'key', path }] }),
      limits(1_500),
    );
    await expect(connecting).rejects.toMatchObject({ reason: 'auth_timeout' });
  });

  it('is auth_rejected when the server has enough of failures', async () => {
    await using strict = await startSshd({ config: ['MaxAuthTries 1'] });
    const credentials: Credential[] = [{ kind: 'key', path: makeKey('first', '-t', 'ed25519') }, password];
    await expect(login(strict, { user: 'pi', credentials })).rejects.toMatchObject({
      reason: 'auth_rejected',
    });
  });

  it('is retryable where the host lets nobody in yet, though it had the password', async () => {
    await using booting = await startSshd({ config: ['UsePAM yes'] });
    await booting.exec(
      'echo "account requisite pam_nologin.so" > /etc/pam.d/sshd.new; cat /etc/pam.d/sshd >> /etc/pam.d/sshd.new; cat /etc/pam.d/sshd.new > /etc/pam.d/sshd; echo "System is booting up." > /run/nologin',
    );
    const refused = login(booting, { user: 'pi', credentials: [password] });
    await expect(refused).rejects.toMatchObject({
      reason: 'login_closed',
      message: expect.stringMatching(/lets nobody in for now: it says "System is booting up.*\/run\/nologin/),
    });
    await booting.exec('rm /run/nologin');
    expect(await login(booting, { user: 'pi', credentials: [password] })).toBe('pi');
  });
});

describe('a key file', () => {
  it('that cannot be used is named with what to do, before the host is contacted', async () => {
    const open = makeKey('open', '-t', 'ed25519');
    chmodSync(open, 0o644);
    const dsaLike = join(directory, 'text');
    writeFileSync(dsaLike, 'no key at all\n', { mode: 0o600 });
    const pkcs8 = join(directory, 'pkcs8');
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', pkcs8], { stdio: 'ignore' });
    chmodSync(pkcs8, 0o600);
    const openDirectory = join(directory, 'keys');
    mkdirSync(openDirectory, { mode: 0o755 });
    const encrypted = host.encryptedKey.path;
    const cases = [
      [{ path: join(directory, 'nowhere') }, 'does not exist'],
      [{ path: directory }, 'is a directory'],
      [{ path: openDirectory }, 'is a directory'],
      [{ path: open }, 'chmod 600'],
      [{ path: dsaLike }, 'is no private key'],
      [{ path: pkcs8 }, 'PKCS#8'],
      [{ path: encrypted }, 'set its passphrase'],
      [{ path: encrypted, passphrase: 'canary' }, 'the passphrase is wrong'],
    ] as const;
    for (const [key, words] of cases) {
      const rejected = login(host, { port: 1, credentials: [{ kind: 'key', ...key }] });
      const error = await rejected.catch((failure: unknown) => failure);
      expect(error).toMatchObject({ reason: 'key_unusable', message: expect.stringContaining(words) });
      expect(error).toHaveProperty('message', expect.stringContaining(key.path));
      expect(error).not.toHaveProperty('message', expect.stringContaining('canary'));
    }
  });

  it('that is a public key is told from a private one', async () => {
    const path = `${makeKey('half', '-t', 'ed25519')}.pub`;
    chmodSync(path, 0o600);
    const rejected = login(host, { credentials: [{ kind: 'key', path }] });
    await expect(rejected).rejects.toMatchObject({ message: expect.stringContaining('public key') });
  });
});

describe('an agent', () => {
  let agent: ChildProcess;
  let socket = '';
  const credentials = (): Credential[] => [{ kind: 'agent', socket }];
  const add = (...args: string[]) =>
    execFileSync('ssh-add', ['-q', ...args], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      stdio: 'ignore',
    });
  beforeAll(async () => {
    socket = join(directory, 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true));
  });
  afterAll(() => agent?.kill());

  it('without keys, or without an answer, is key_unusable', async () => {
    await expect(login(host, { credentials: credentials() })).rejects.toMatchObject({
      reason: 'key_unusable',
      message: expect.stringContaining('ssh-add'),
    });
    const nobody: Credential = { kind: 'agent', socket: join(directory, 'no-agent') };
    await expect(login(host, { credentials: [nobody] })).rejects.toMatchObject({ reason: 'key_unusable' });
    expect(await login(host, { user: 'pi', credentials: [nobody, password] })).toBe('pi');
  });

  it('lets us in with one of its keys', async () => {
    add(host.clientKey.path);
    expect(await login(host, { credentials: credentials() })).toBe('root');
  });

  it('offers at most five keys, so that the password after it has its turn', async () => {
    add('-D');
    for (let at = 0; at < 7; at += 1) add(makeKey(`many${at}`, '-t', 'ed25519'));
    expect(await login(host, { user: 'pi', credentials: [...credentials(), password] })).toBe('pi');
    await expect(login(host, { credentials: credentials() })).rejects.toMatchObject({
      reason: 'auth_rejected',
      message: expect.stringContaining('5 keys of the agent'),
    });
  });

  it('is asked for the named key alone, whichever others it holds', async () => {
    add(host.clientKey.path);
    const named: Credential = { kind: 'key', path: join(directory, 'locked') };
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-a', '1', '-f', named.path]);
    const rejected = login(host, { credentials: [named, ...credentials()] });
    await expect(rejected).rejects.toMatchObject({
      reason: 'key_unusable',
      message: expect.stringContaining('none of the keys that are named'),
    });
    writeFileSync(`${named.path}.pub`, host.clientKey.publicKey);
    expect(await login(host, { credentials: [named, ...credentials()] })).toBe('root');
  });
});
