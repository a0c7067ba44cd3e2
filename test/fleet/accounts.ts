import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A user of a test host. They exist there alone: the files of `/etc` that name them are the host's own. */
export interface Account {
  readonly name: string;
  /** No login by password when absent. */
  readonly password?: string;
  /** What sudo and doas let the user do; `none` unless told. */
  readonly sudo?: 'none' | 'with-password' | 'without-password';
  /** `/bin/sh` unless told. */
  readonly shell?: string;
}

/** Root by key alone; `pi` with a password that sudo asks for; `deploy` with free sudo; `guest` without any. */
export const standardAccounts = [
  { name: 'root' },
  { name: 'pi', password: 'raspberry 314', sudo: 'with-password' },
  { name: 'deploy', password: 'deploy 271', sudo: 'without-password' },
  { name: 'guest', password: 'guest 141' },
] as const satisfies readonly Account[];

/** The standard accounts, with these instead of, by name, or beside them. */
export function mergeAccounts(accounts: readonly Account[]): readonly Account[] {
  const byName = new Map<string, Account>(standardAccounts.map((account) => [account.name, account]));
  for (const account of accounts) byName.set(account.name, account);
  return [...byName.values()];
}

/**
 * Writes `etc/` and `home/` for the accounts into `directory`: the host puts the first over its `/etc`, and
 * `homeOf` says where it has the homes.
 */
export async function writeAccounts(
  directory: string,
  accounts: readonly Account[],
  homeOf: (account: string) => string,
): Promise<void> {
  const etc = join(directory, 'etc');
  await mkdir(join(etc, 'pam.d'), { recursive: true });
  await mkdir(join(directory, 'home'), { mode: 0o711 });
  const users = await Promise.all(
    accounts.map((account, at) =>
      makeUser(join(directory, 'home', account.name), homeOf(account.name), account, at),
    ),
  );
  await writeFile(join(etc, 'passwd'), await withLines('/etc/passwd', users, passwdLine));
  await writeFile(join(etc, 'shadow'), await withLines('/etc/shadow', users, shadowLine), { mode: 0o600 });
  await writeFile(join(etc, 'group'), await withLines('/etc/group', users, groupLine));
  await writeFile(join(etc, 'sudoers'), sudoers(users), { mode: 0o440 });
  await writeFile(join(etc, 'doas.conf'), doasRules(users), { mode: 0o440 });
  for (const service of ['sshd', 'sudo', 'doas']) await writeFile(join(etc, 'pam.d', service), pamRules);
  // Root needs no password for su, as everywhere.
  await writeFile(join(etc, 'pam.d', 'su'), `auth sufficient pam_rootok.so\n${pamRules}`);
}

interface User extends Account {
  readonly id: number;
  readonly home: string;
  readonly hash: string;
}

async function makeUser(directory: string, home: string, account: Account, at: number): Promise<User> {
  const id = account.name === 'root' ? 0 : 3000 + at;
  await mkdir(directory);
  await chmod(directory, 0o700);
  await chown(directory, id, id);
  return {
    ...account,
    id,
    home,
    hash: account.password === undefined ? '*' : await hashOf(account.password),
  };
}

/** The machine's own lines, with ours in the place of those that have the same name. */
async function withLines(
  path: string,
  users: readonly User[],
  line: (user: User) => string,
): Promise<string> {
  const names = new Set(users.map(({ name }) => name));
  const others = (await readFile(path, 'utf8')).split('\n').filter((text) => {
    return text !== '' && !names.has(text.split(':')[0] ?? '');
  });
  return `${[...users.map(line), ...others].join('\n')}\n`;
}

function passwdLine({ name, id, home, shell = '/bin/sh' }: User): string {
  return `${name}:x:${id}:${id}::${home}:${shell}`;
}

function shadowLine({ name, hash }: User): string {
  return `${name}:${hash}:20000:0:99999:7:::`;
}

function groupLine({ name, id }: User): string {
  return `${name}:x:${id}:`;
}

function sudoers(users: readonly User[]): string {
  const rules = users.flatMap(({ name, sudo = 'none' }) => {
    if (name === 'root') return ['root ALL=(ALL:ALL) ALL'];
    if (sudo === 'none') return [];
    return [`${name} ALL=(ALL:ALL) ${sudo === 'without-password' ? 'NOPASSWD: ' : ''}ALL`];
  });
  return `${[...sudoDefaults, ...rules].join('\n')}\n`;
}

function doasRules(users: readonly User[]): string {
  const rules = users.flatMap(({ name, sudo = 'none' }) => {
    if (sudo === 'none') return [];
    return [`permit ${sudo === 'without-password' ? 'nopass ' : ''}${name}`];
  });
  return `${['permit nopass root', ...rules].join('\n')}\n`;
}

/** Debian's own: its users have no sbin in their PATH, and sudo gives them one. */
const sudoDefaults = [
  'Defaults env_reset',
  'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
];

/** `nodelay`: a wrong password is told at once, not after two seconds. */
const pamRules = `auth required pam_unix.so nodelay
account required pam_unix.so
session required pam_permit.so
password required pam_deny.so
`;

/** crypt(3) through perl, which every Debian has; few rounds, as nobody attacks it. */
async function hashOf(password: string): Promise<string> {
  const known = hashes.get(password);
  if (known !== undefined) return known;
  const script = 'print crypt($ARGV[0], q($6$rounds=1000$aeonfleet$))';
  const { stdout } = await run('perl', ['-e', script, password]);
  hashes.set(password, stdout);
  return stdout;
}

const hashes = new Map<string, string>();
