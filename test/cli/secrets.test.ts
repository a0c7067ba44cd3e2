import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

let desk: Desk;
let own: string;
beforeEach(async () => {
  desk = new Desk();
  own = (await desk.call(['secrets', 'keygen'])).stdout.trim();
  return () => desk[Symbol.dispose]();
});

const secret = 'geheim-4711';
const file = (name: string) => readFileSync(join(desk.directory, name), 'utf8');

describe('a key', () => {
  it('is made once, readable by its owner, in the form of age-keygen', async () => {
    expect(own).toMatch(/^age1[a-z0-9]{58}$/);
    expect(file('.config/aeon-run/age.txt')).toMatch(
      /^# created: .*\n# public key: age1.*\nAGE-SECRET-KEY-1/,
    );
    const again = await desk.call(['secrets', 'keygen']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('in the way');
    expect(file('.config/aeon-run/age.txt')).toContain(own);
  });

  it('that is not there is told, with how to make one', async () => {
    const end = await desk.call(['secrets', 'encrypt'], { AEON_AGE_IDENTITY: 'nowhere.txt' }, secret);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/nowhere\.txt cannot be read \(ENOENT\).*aeon-run secrets keygen/);
  });

  it('that others can read is refused, as one of SSH is', async () => {
    chmodSync(join(desk.directory, '.config/aeon-run/age.txt'), 0o640);
    const end = await desk.call(['secrets', 'encrypt'], {}, secret);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toMatch(/age\.txt can be read by others \(mode 0640\): run "chmod 600 .*age\.txt"/);
  });

  it('may be handed over itself', async () => {
    const value = await desk.call(['secrets', 'encrypt'], {}, secret);
    const [, key = ''] = /^(AGE-SECRET-KEY-.*)$/m.exec(file('.config/aeon-run/age.txt')) ?? [];
    const end = await desk.call(
      ['secrets', 'decrypt'],
      { AEON_AGE_IDENTITY: key, XDG_CONFIG_HOME: '/nowhere' },
      value.stdout,
    );
    expect(end.stdout).toBe(secret);
  });

  it('may be handed over as its file holds it, and is neither told nor taken for a name then', async () => {
    const value = await desk.call(['secrets', 'encrypt'], {}, secret);
    for (const text of [file('.config/aeon-run/age.txt'), ` \n${file('.config/aeon-run/age.txt')}`]) {
      const env = { AEON_AGE_IDENTITY: text, XDG_CONFIG_HOME: '/nowhere' };
      expect((await desk.call(['secrets', 'decrypt'], env, value.stdout)).stdout).toBe(secret);
      const made = await desk.call(['secrets', 'keygen'], env);
      expect(made).toMatchObject({ code: 2, stdout: '' });
      expect(made.stderr).toMatch(/holds a key.*--out/);
      expect(made.stderr).not.toContain('AGE-SECRET-KEY');
    }
    expect(readdirSync(desk.directory)).toEqual(['.config']);
  });
});

describe('a file', () => {
  it('is encrypted in place and comes out again', async () => {
    desk.write('vars.yml', `db: ${secret}\n`);
    expect((await desk.call(['secrets', 'encrypt', 'vars.yml'])).code).toBe(0);
    expect(file('vars.yml')).toMatch(/^-----BEGIN AGE/);
    expect((await desk.call(['secrets', 'decrypt', 'vars.yml'])).stdout).toBe(`db: ${secret}\n`);
    expect((await desk.call(['secrets', 'encrypt', 'vars.yml'])).stderr).toContain('encrypted already');
    await desk.call(['secrets', 'decrypt', 'vars.yml', '--in-place']);
    expect(file('vars.yml')).toBe(`db: ${secret}\n`);
  });

  it('is edited without a plain copy left behind', async () => {
    const env = { EDITOR: 'printf "db: new\\n" >', XDG_RUNTIME_DIR: desk.directory };
    expect((await desk.call(['secrets', 'edit', 'group_vars.yml'], env)).code).toBe(0);
    expect((await desk.call(['secrets', 'decrypt', 'group_vars.yml'])).stdout).toBe('db: new\n');
    const same = await desk.call(['secrets', 'edit', 'group_vars.yml'], { ...env, EDITOR: 'true' });
    expect(same.stderr).toContain('as it was');
    const failed = await desk.call(['secrets', 'edit', 'group_vars.yml'], { ...env, EDITOR: 'false' });
    expect(failed).toMatchObject({ code: 2 });
    expect(readdirSync(desk.directory).sort()).toEqual(['.config', 'group_vars.yml']);
  });

  it('that cannot be written again does not lose what was edited', async () => {
    desk.write('vars.yml', 'a: 1\n');
    await desk.call(['secrets', 'encrypt', 'vars.yml']);
    const toADirectory = 'rm vars.yml; mkdir vars.yml; printf "db: new\\n" >';
    const env = { EDITOR: toADirectory, XDG_RUNTIME_DIR: desk.directory };
    const end = await desk.call(['secrets', 'edit', 'vars.yml'], env);
    expect(end.code).toBe(2);
    const [, kept = ''] = /not lost: it is in (\S+), not encrypted/.exec(end.stderr) ?? [];
    expect(readFileSync(kept, 'utf8')).toBe('db: new\n');
    expect(readdirSync(desk.directory).filter((name) => name.startsWith('vars'))).toEqual(['vars.yml']);
  });

  it('of several keys is not edited for fewer', async () => {
    const other = (await desk.call(['secrets', 'keygen', '--out', 'other.txt'])).stdout.trim();
    desk.write('vars.yml', 'a: 1\n');
    await desk.call(['secrets', 'encrypt', 'vars.yml', '-r', own, '-r', other]);
    const end = await desk.call(['secrets', 'edit', 'vars.yml'], { EDITOR: 'false' });
    expect(end.stderr).toContain('is encrypted for 2 keys');
    const theirs = await desk.call(['secrets', 'decrypt', 'vars.yml'], { AEON_AGE_IDENTITY: 'other.txt' });
    expect(theirs.stdout).toBe('a: 1\n');
  });

  it.each([
    [['secrets', 'encrypt', 'nowhere.yml'], 'does not exist'],
    [['secrets', 'decrypt', 'plain.yml'], 'is not encrypted'],
    [['secrets', 'encrypt', 'plain.yml', '-r', 'nonsense'], 'no recipient of age'],
    [['secrets', 'decrypt', 'cut.yml'], 'damaged'],
  ])('%j is refused with why', async (args, words) => {
    desk.write('plain.yml', 'a: 1\n');
    desk.write('cut.yml', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n');
    const end = await desk.call(args);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(words);
    expect(file('plain.yml')).toBe('a: 1\n');
  });
});

describe('an inventory with encrypted parts', () => {
  it('runs, and no secret is in anything that was written', async () => {
    await using lab = await startLab({ hosts: ['m1', 'w1'] });
    const value = (await desk.call(['secrets', 'encrypt'], {}, secret)).stdout;
    desk.write('inventory.yml', lab.inventory().replace('groups:', `  password: ${value}groups:`));
    desk.write('group_vars/all.yml', 'db: { password: wort-0815, pin: 90125 }\n');
    await desk.call(['secrets', 'encrypt', 'group_vars/all.yml']);
    desk.write(
      'playbook.yml',
      'hosts: all\nstages: [{ exec: "echo {{db.password}} {{db.pin}} | tee seen" }]\n',
    );
    const end = await desk.call(['playbook.yml', '-i', 'inventory.yml', '--debug']);
    expect(end.code, end.stderr).toBe(0);
    expect(readFileSync(join(lab.directory, 'hosts/m1/seen'), 'utf8')).toBe('wort-0815 90125\n');
    const plan = await desk.call(['plan', 'playbook.yml', '-i', 'inventory.yml']);
    const explained = await desk.call(['inventory', '-i', 'inventory.yml', '--explain', 'm1']);
    const data = await desk.call(['inventory', '-i', 'inventory.yml', '--json']);
    expect(explained.stdout).toContain('encrypted with age');
    expect(JSON.parse(data.stdout).hosts[0].vars.db.pin).toBe('***'); // Data it remains.
    const state = join(desk.directory, '.local/state/aeon-run');
    const kept = readdirSync(state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const written =
      [end, plan, explained, data].map(({ stdout, stderr }) => stdout + stderr).join('') + kept.join('');
    for (const word of [secret, 'wort-0815', '90125']) expect(written).not.toContain(word);
  });

  it('may have them among the vars, beside those of the playbook', async () => {
    await using lab = await startLab({ hosts: ['m1'] });
    const encrypted = async (text: string, indent: number) => {
      const { stdout } = await desk.call(['secrets', 'encrypt'], {}, text);
      return stdout.replace(/^ */gm, ' '.repeat(indent)).trim();
    };
    desk.write('inventory.yml', lab.inventory());
    desk.write('host_vars/m1.yml', `db:\n  password: ${await encrypted('wort-0815', 4)}\n`);
    desk.write(
      'playbook.yml',
      `hosts: all
vars:
  token: ${await encrypted(secret, 4)}
stages:
  - exec: printf '%s %s %s' {{token}} {{db.password}} {{own}} >seen; cat seen
    vars:
      own: ${await encrypted("it's {{x}}", 8)}
    register: seen
`,
    );
    const words = ['playbook.yml', '-i', 'inventory.yml'];
    const end = await desk.call([...words, '--output', 'json']);
    expect(end.code, end.stderr + end.stdout).toBe(0);
    const seen = readFileSync(join(lab.directory, 'hosts/m1/seen'), 'utf8');
    expect(seen).toBe(`${secret} wort-0815 it's {{x}}`);
    const plan = await desk.call(['plan', ...words]);
    const explained = await desk.call(['inventory', '-i', 'inventory.yml', '--explain', 'm1']);
    expect(plan.stdout).toContain("'***'");
    expect(explained.stdout).toContain('encrypted with age');
    for (const { stdout, stderr } of [end, plan, explained]) {
      expect(stdout + stderr).not.toMatch(/geheim-4711|wort-0815|it's \{\{x/);
      expect(stdout + stderr).not.toContain('BEGIN AGE');
    }
  });

  it('runs with what templates make of them, and that is in nothing that was written', async () => {
    await using lab = await startLab({ hosts: ['m1'] });
    desk.write('inventory.yml', lab.inventory());
    desk.write(
      'group_vars/all.yml',
      `key: gehe-im-47\npadded: "  Rand-Wort "\nurl: "https://{{host.user}}:klar-text@h/"\nport: 54320\n`,
    );
    await desk.call(['secrets', 'encrypt', 'group_vars/all.yml']);
    desk.write('config.txt', "{{replace key '-' '.'}}");
    desk.write(
      'playbook.yml',
      `hosts: all
vars: { token: { env: TOKEN }, made: "{{replace key '-' '/'}}" }
stages:
  - exec: "echo {{replace key '-' '_'}} {{made}} {{trim padded}} {{url}} {{replace port '5' '6'}} | tee seen"
  - exec: { command: 'echo "$KEY"; exit 3', env: { KEY: "{{replace (upper key) '-' '+'}}" } }
    continue-on-error: true
  - template: { src: config.txt, dest: "{{replace key '-' '='}}" }
  - local: "echo {{replace token '-' '_'}}"
  - pause: { confirm: "With {{replace token '-' '+'}}?" }
`,
    );
    const words = ['playbook.yml', '-i', 'inventory.yml'];
    const env = { TOKEN: 'wort-aus-env' };
    const plan = await desk.call(['plan', ...words], env);
    const json = await desk.call(['plan', ...words, '--json'], env);
    const end = await desk.call([...words, '--debug', '--yes', '--output', 'lines'], env);
    expect(end.code, end.stderr).toBe(0);
    const seen = readFileSync(join(lab.directory, 'hosts/m1/seen'), 'utf8');
    expect(seen).toBe('gehe_im_47 gehe/im/47 Rand-Wort https://lab:klar-text@h/ 64320\n');
    expect(plan.stdout).toContain("echo '***' '***' '***' '***' '***'");
    const rehearsal = await desk.call(['simulate', ...words, '--output', 'lines'], env);
    const state = join(desk.directory, '.local/state/aeon-run');
    const kept = readdirSync(state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const ends = [plan, json, end, rehearsal].map(({ stdout, stderr }) => stdout + stderr);
    expect([...ends, ...kept].join('\n')).not.toMatch(/gehe.im|Rand-Wort|klar-text|64320|wort.aus/i);
  });

  it('tells no secret in what is wrong with a plan', async () => {
    desk.write('inventory.yml', 'hosts: [m1]\n');
    desk.write('group_vars/all.yml', 'where: nowhere/gehe-im\n');
    await desk.call(['secrets', 'encrypt', 'group_vars/all.yml']);
    desk.write(
      'playbook.yml',
      `hosts: all\nstages:\n  - transfer: { src: "{{where}}", dest: /tmp/a }\n  - transfer: { src: "{{upper (replace where '-' '_')}}", dest: /tmp/b }\n`,
    );
    for (const command of [['plan'], ['validate', '--output', 'json']]) {
      const { stdout, stderr } = await desk.call([...command, 'playbook.yml', '-i', 'inventory.yml']);
      expect(stdout + stderr).toContain('*** is not there');
      expect(stdout + stderr).not.toMatch(/gehe.im/i);
    }
  });

  it('tells a value that is not encrypted at all, and takes an age for an age', async () => {
    desk.write('inventory.yml', 'hosts:\n  m1: { vars: { pet: { age: "7" } } }\n');
    desk.write(
      'playbook.yml',
      'hosts: all\nvars: { gate: !age geheim }\nstages: [{ exec: "echo {{pet.age}}" }]\n',
    );
    const words = ['playbook.yml', '-i', 'inventory.yml'];
    const { stdout } = await desk.call(['validate', ...words, '--output', 'json']);
    expect(stdout).not.toContain('geheim');
    expect(JSON.parse(stdout).problems).toMatchObject([{ code: 'age-not-encrypted', line: 2, column: 20 }]);
    expect((await desk.call(['validate', ...words])).stderr).not.toContain('geheim');
    desk.write('playbook.yml', 'hosts: all\nstages: [{ exec: "echo {{pet.age}}" }]\n');
    expect((await desk.call(['plan', ...words])).stdout).toContain("echo '7'");
  });

  it('tells which secrets are too short to be masked', async () => {
    desk.write(
      'inventory.yml',
      'defaults: { port: 1 }\nhosts:\n  m1: { address: 127.0.0.1, password: { env: PIN } }\n  m2: { address: 127.0.0.1, password: xyz }\n',
    );
    const words = ['exec', '-i', 'inventory.yml', '--connect-timeout', '1s', '--', 'true'];
    const { stderr } = await desk.call(words, { PIN: '123', XDG_STATE_HOME: desk.directory });
    expect(stderr).toMatch(
      /^a password of m2, env PIN \(inventory\.yml:3:41\) have fewer than four characters: they are not masked/m,
    );
  });

  it('tells all secrets that cannot be had at once, each where it is asked for', async () => {
    desk.write(
      'inventory.yml',
      'hosts:\n  m1: { password: { env: NOWHERE } }\n  m2: { password: { file: nix/pw } }\n  m3: { key: nokey }\n  m4: { key: . }\n',
    );
    desk.write(
      'playbook.yml',
      'hosts: all\nvars:\n  a: { command: exit 3 }\n  b: { env: ELSEWHERE }\nstages: [{ exec: "echo {{a}} {{b}}" }]\n',
    );
    const run = await desk.call(['playbook.yml', '-i', 'inventory.yml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/6 secrets or keys cannot be had/);
    expect(run.stderr).toMatch(/inventory\.yml:2:21: .*NOWHERE/);
    expect(run.stderr).toMatch(/inventory\.yml:3:21: .*nix\/pw/);
    expect(run.stderr).toMatch(/inventory\.yml:4:9: The key file .*nokey/);
    expect(run.stderr).toMatch(/inventory\.yml:5:9: The key file .* is a directory/);
    expect(run.stderr).toMatch(/playbook\.yml:3:8: .*exit code 3/);
  });

  it('tells before contact which login keys cannot be used, and who has none', async () => {
    const keygen = (...words: readonly string[]) =>
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', ...words]);
    for (const name of ['good', 'open']) keygen('-N', '', '-f', join(desk.directory, name));
    keygen('-N', 'right-one', '-f', join(desk.directory, 'locked'));
    chmodSync(join(desk.directory, 'open'), 0o644);
    desk.write('junk', 'no key at all\n');
    desk.write(
      'inventory.yml',
      `hosts:
  m1: { key: good }
  m2: { key: good.pub }
  m3: { key: open }
  m4: { key: locked }
  m5: { key: junk, jump: m8 }
  m6: {}
  m7: { password: { env: PW } }
  m8: { key: locked.pub }
`,
    );
    desk.write('playbook.yml', 'hosts: "all:!m8"\nstages: [{ exec: "true" }]\n');
    const run = await desk.call(['playbook.yml', '-i', 'inventory.yml'], { PW: 'something' });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/6 secrets or keys cannot be had/);
    expect(run.stderr).toMatch(
      /inventory\.yml:3:9: The key file .*good\.pub holds a public key: name the private one/,
    );
    expect(run.stderr).toMatch(/inventory\.yml:4:9: The key file .*open can be read by others \(mode 0644\)/);
    expect(run.stderr).toMatch(/inventory\.yml:5:9: The key file .*locked is encrypted: set its passphrase/);
    expect(run.stderr).toMatch(/inventory\.yml:6:9: The key file .*junk is no private key/);
    expect(run.stderr).toMatch(/inventory\.yml:9:9: The key file .*locked\.pub holds a public key/);
    expect(run.stderr).toMatch(/Nothing to log in to m6 with: .*Set key: in the inventory/);
    desk.write(
      'inventory.yml',
      'hosts:\n  m3: { key: locked, passphrase: { env: RIGHT } }\n  m4: { key: locked, passphrase: { env: PASS } }\n',
    );
    desk.write('playbook.yml', 'hosts: all\nstages: [{ exec: "true" }]\n');
    const wrong = await desk.call(['playbook.yml', '-i', 'inventory.yml'], {
      RIGHT: 'right-one',
      PASS: 'wrong-one',
    });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(
      /inventory\.yml:3:9: The key file .*locked cannot be decrypted: the passphrase is wrong/,
    );
  });

  it('is refused before contact where the key is missing, and only for the vars without which no plan can be', async () => {
    const value = (await desk.call(['secrets', 'encrypt'], {}, secret)).stdout;
    desk.write('inventory.yml', `defaults:\n  password: ${value}hosts: [m1]\n`);
    desk.write('playbook.yml', 'hosts: all\nstages: [{ exec: "true" }]\n');
    const words = ['playbook.yml', '-i', 'inventory.yml'];
    const without = { AEON_AGE_IDENTITY: 'nowhere.txt' };
    expect(await desk.call(['validate', ...words], without)).toMatchObject({ code: 0, stderr: '' });
    const run = await desk.call(words, without);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('There is no age key');
    desk.write('group_vars/all.yml', 'a: 1\n');
    await desk.call(['secrets', 'encrypt', 'group_vars/all.yml']);
    const validate = await desk.call(['validate', ...words, '--output', 'json'], without);
    expect(JSON.parse(validate.stdout).problems).toMatchObject([{ code: 'secret-unavailable' }]);
  });

  it('tells that a whole inventory cannot be encrypted', async () => {
    desk.write('inventory.yml', 'hosts: [m1]\n');
    await desk.call(['secrets', 'encrypt', 'inventory.yml']);
    const { stderr } = await desk.call(['inventory', '-i', 'inventory.yml']);
    expect(stderr).toContain('group_vars/');
  });
});

describe('a var of Ansible or of another program that looks like a secret of our own', () => {
  it.each([
    ['in YAML', 'ansible.yml', (vars: object) => `all: { hosts: { m1: ${JSON.stringify(vars)} } }\n`],
    [
      'as a program prints it',
      'ansible.json',
      (vars: object) => JSON.stringify({ _meta: { hostvars: { m1: vars } }, all: { hosts: ['m1'] } }),
    ],
    [
      'of a discovery tool',
      'found.json',
      (vars: object) => JSON.stringify([{ ip: '127.0.0.1', hostname: 'm1', ...vars }]),
    ],
    ['in a vars file', 'host_vars/m1.yml', (vars: object) => JSON.stringify(vars)],
  ])('is data %s: nothing is run or read for it', async (_form, file, textOf) => {
    const marker = join(desk.directory, 'marker');
    desk.write('hosts', '[all]\nm1 ansible_host=127.0.0.1\n');
    desk.write(
      file,
      textOf({
        probe: { command: `touch ${marker}` },
        deep: { list: [{ file: '/etc/hostname' }], env: 'PATH' },
        word: 'w1',
        filled: { command: 'echo {{word}}' },
      }),
    );
    desk.write(
      'playbook.yml',
      `hosts: all
vars: { own: "{{probe}}", wrapped: ["{{filled}}"] }
stages:
  - exec: echo {{probe.command}} {{deep.list.0.file}} {{deep.env}} {{filled.command}} {{own.command}} {{wrapped.0.command}}
`,
    );
    const inventory = file.startsWith('host_vars') ? 'hosts' : file;
    const { code, stdout, stderr } = await desk.call(['plan', 'playbook.yml', '-i', inventory]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(
      `echo 'touch ${marker}' '/etc/hostname' 'PATH' 'echo w1' 'touch ${marker}' 'echo w1'`,
    );
    expect(existsSync(marker)).toBe(false);
  });

  it('is no password either where a program printed it, which is told', async () => {
    const vars = { ansible_password: { command: 'pass show m1' } };
    desk.write('ansible.json', JSON.stringify({ _meta: { hostvars: { m1: vars } }, all: { hosts: ['m1'] } }));
    const { code, stderr } = await desk.call(['inventory', '-i', 'ansible.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('ansible_password has to be a text.');
    expect(stderr).toContain('Write it as a secret in a YAML inventory of our own');
  });
});

describe('an output that holds a secret', () => {
  const inventory = 'hosts: { m1: { address: 127.0.0.9, user: pi } }\n';
  const playbook = (then: string) => `hosts: all
vars: { pw: { env: PW } }
stages:
  - { local: { command: "echo db:$P@host; echo Linux", env: { P: "{{pw}}" } }, register: dsn }
${then}`;

  it.each([
    '  - local: "echo {{results.dsn.stdout}} >out"',
    `  - local: "echo {{replace results.dsn.stdout ':' '-'}} >out"`,
  ])('is put into nothing, where *** would stand in its place: %s', async (then) => {
    desk.write('inventory.yml', inventory);
    desk.write('playbook.yml', playbook(then));
    const { code, stdout, stderr } = await desk.call(['playbook.yml', '-i', 'inventory.yml'], {
      PW: 'geheim',
    });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('`results.dsn.stdout` holds a secret, which is kept nowhere');
    expect(existsSync(join(desk.directory, 'out'))).toBe(false);
  });

  it('is looked at by conditions, with *** in its place', async () => {
    desk.write('inventory.yml', inventory);
    desk.write(
      'playbook.yml',
      playbook('  - { local: touch out, when: "results.dsn.stdout.contains(\'db:***@host\')" }'),
    );
    expect((await desk.call(['playbook.yml', '-i', 'inventory.yml'], { PW: 'geheim' })).code).toBe(0);
    expect(existsSync(join(desk.directory, 'out'))).toBe(true);
  });

  it('lets a fetch name a file by a secret', async () => {
    desk.write('inventory.yml', inventory);
    desk.write(
      'playbook.yml',
      'hosts: all\nvars: { pw: { env: PW } }\nstages: [{ fetch: { src: "/tmp/{{pw}}.conf", dest: got } }]\n',
    );
    const { code, stderr } = await desk.call(['validate', 'playbook.yml', '-i', 'inventory.yml'], {
      PW: 'geheim',
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});
