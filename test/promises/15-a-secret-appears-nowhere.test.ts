import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

/** Each is declared in another way, and looks as odd as secrets do. */
const secrets = {
  login: `canary-login-7Jq'2"$x&<4>`,
  /** Of the key: the fleet has its own. */
  passphrase: '',
  token: 'canary-token-é€-k8s;#!',
  file: 'canary-file-Zx81+/=',
  command: 'canary-command-0Op3',
  root: `canary-root-5%"'r t`,
  /** Looks like a template, and is none. */
  braces: 'canary-braces-{{host.name}}',
  /** Also stands in the playbook, where it names a stage and its files. */
  word: 'canary-word-9vx0',
  /** What helpers of templates make of some of them. */
  replaced: 'canary_token_é€_k8s;#!',
  shouted: 'CANARY+FILE+ZX81+/=',
};

const playbook = `
name: Secrets
hosts: all
vars:
  token: { env: TOKEN }
  braces: { env: BRACES }
  word: { env: WORD }
  db: { user: app, password: { file: secret.txt } }
  made: { command: "cat made.txt" }
  url: "https://app:{{token}}@example.org/"
stages:
  - name: Given to a command, which says it on both streams
    exec: printf '%s\\n' {{token}} {{db.password}} {{made}} {{braces}} {{url}}; printf '%s' {{token}} | base64; echo {{made}} >&2
    register: said
  - name: In pieces, as slow programs write
    exec: 'for part in canary-com mand-0O p3; do printf "%s" "$part"; sleep 0.1; done; exit 3'
    continue-on-error: true
  - name: From a file of the host
    exec: cat /root/known-by-the-host; cat /root/known-by-the-host >&2; exit 1
    become: true
    continue-on-error: true
  - name: From what was registered
    exec: echo {{results.said.stdout}}
    continue-on-error: true
  - name: In the environment and on standard input
    exec: { command: 'cat; env | sort', env: { TOKEN: "{{token}}" }, stdin: "{{db.password}}" }
  - transfer: { src: plain.txt, dest: "/tmp/{{made}}" }
  - name: As a condition
    when: token != 'other'
    exec: "sleep 0.3; echo {{token}} > /dev/null"
  - name: In another form, which a template makes
    exec: echo {{replace token '-' '_'}} {{upper (replace db.password '-' '+')}} | tee /tmp/made
  - exec: echo ${secrets.word}
`;

let hosts: Hosts;
let place: Workplace;
const ends: CliEnd[] = [];
let samples = '';
beforeAll(async () => {
  hosts = await startHosts(['m1', 'm2', 'm3'], {
    accounts: [
      { name: 'pi', password: secrets.login, sudo: 'with-password' },
      { name: 'root', password: secrets.root },
    ],
  });
  secrets.passphrase = hosts.encryptedKey.passphrase ?? '';
  place = await makeWorkplace();
  await place.write('playbook.yml', playbook);
  await place.write('secret.txt', `${secrets.file}\n`);
  await place.write('made.txt', secrets.command);
  await place.write('plain.txt', 'plain');
  await place.write(
    'inventory.yml',
    inventoryOf(hosts, {
      defaults: { user: 'pi', key: undefined, become: { password: { env: 'LOGIN' } } },
      hosts: {
        m1: { password: { env: 'LOGIN' }, become: { method: 'su', password: { env: 'ROOT' } } },
        m2: { key: hosts.encryptedKey.path, passphrase: { env: 'PASS' }, become: { method: 'doas' } },
        m3: { password: { env: 'LOGIN' } },
      },
    }),
  );
  for (const host of hosts) {
    await host.exec(`cat > /root/known-by-the-host <<'END'\n${Object.values(secrets).join('\n')}\nEND`);
    await host.exec(
      '(while :; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; sleep 0.02; done) >>/root/samples 2>/dev/null </dev/null &',
    );
  }
  const env = {
    LOGIN: secrets.login,
    ROOT: secrets.root,
    TOKEN: secrets.token,
    BRACES: secrets.braces,
    WORD: secrets.word,
    PASS: secrets.passphrase,
  };
  const call = async (...args: string[]) => ends.push(await place.run(args, { env }));
  await call('plan', 'playbook.yml', '-i', 'inventory.yml');
  await call('plan', 'playbook.yml', '-i', 'inventory.yml', '--json');
  await call(
    'playbook.yml',
    '-i',
    'inventory.yml',
    '--output',
    'lines',
    '--debug',
    '--results',
    'results.json',
  );
  await call('playbook.yml', '-i', 'inventory.yml', '--output', 'json', '--debug');
  await call('show', 'last', '--output', 'lines');
  await call('report', 'last', '--html', '-');
  await call('report', 'last', '--junit', '-');
  await call('retry', 'last', '--output', 'lines');
  for (const host of hosts)
    samples += (await host.exec('tr "\\\\0" "\\\\n" </root/samples | sort -u')).stdout;
}, 120_000);
afterAll(async () => {
  await hosts[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

/** The secret as it is, its parts that survive quoting, and as base64. */
function formsOf(secret: string): string[] {
  return [secret, secret.slice(0, 15), Buffer.from(secret).toString('base64').slice(0, 16)];
}

function found(text: string): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );
}

function writtenFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('a declared secret appears in nothing that we write', () => {
  it('and the commands got it: these tests would see it', async () => {
    for (const host of hosts) {
      const made = (await host.exec('cat /tmp/made')).stdout;
      for (const secret of [secrets.replaced, secrets.shouted]) expect(made).toContain(secret);
    }
    const { devices } = JSON.parse(readFileSync(place.path('results.json'), 'utf8'));
    const outcomes = devices[0].stages.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toEqual(['ok', 'failed', 'failed', 'failed', 'ok', 'ok', 'ok', 'ok', 'ok']);
    const [first = ''] = writtenFiles(place.path('state')).filter((path) => /\/1-given.*out$/.test(path));
    expect(readFileSync(first, 'utf8')).toBe('***\n***\n***\n***\nhttps://app:***@example.org/\n***\n');
  });

  it('not in what a terminal or a pipe gets, at the highest verbosity', () => {
    for (const { stdout, stderr } of ends) expect(found(stdout + stderr)).toEqual([]);
  });

  it('not in a page about the run or in its test results, which show what the hosts said', () => {
    const [page, junit] = ends.slice(5, 7).map(({ stdout }) => stdout);
    expect(page).toContain('https://app:***@example.org/');
    expect(junit).toContain('<testsuite name="3 From a file of the host"');
  });

  it('not in any file of the run: journal, plan, results, logs, invocation', () => {
    const files = [...writtenFiles(place.path('state')), place.path('results.json')];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) expect([file, found(file + readFileSync(file, 'utf8'))]).toEqual([file, []]);
  });

  it('not in an argument or in the environment of a process on the host, but where the playbook puts it', () => {
    expect(samples).toContain('AEON_ATTEMPT=');
    const named = `/tmp/${secrets.command}`; // By its name a file is moved.
    const lines = samples.split('\n').filter((line) => !line.startsWith('TOKEN=') && line !== named);
    expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
  });
});
