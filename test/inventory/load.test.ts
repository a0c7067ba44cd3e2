import { describe, expect, it } from 'vitest';
import { knownSecretsOf } from '../../src/cli/secrets/open-secrets.ts';
import type { World } from '../../src/cli/world.ts';
import { loadInventories } from '../../src/inventory/load.ts';
import { explainHost } from '../../src/inventory/show/explain.ts';
import { brief, ioOf, loadYaml } from './inventory-files.ts';

const example = `
defaults: { user: pi, port: 22, key: ~/.ssh/id_ed25519, known-hosts: ./known_hosts }
hosts:
  bastion: { address: 203.0.113.7 }
groups:
  managers:
    hosts:
      m1: { address: 192.168.1.100, vars: { rack: a } }
      m2: { address: 192.168.1.101, password: { env: CLUSTER_PASSWORD } }
    vars: { role: manager, release: 1.4.0 }
  workers:
    hosts: [ "192.168.1.[102-104]" ]
    become: { method: sudo, password: { env: SUDO_PASSWORD } }
  cluster: { children: [ managers, workers ], vars: { release: 1.4.1 }, jump: bastion }
`;

describe('an inventory', () => {
  it('gives hosts with defaults, groups and ranges merged in, in the order of the file', () => {
    const { inventory, problems } = loadYaml(example);
    expect(problems).toEqual([]);
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual([
      ...['bastion', 'm1', 'm2'],
      ...['192.168.1.102', '192.168.1.103', '192.168.1.104'],
    ]);
    const m2 = inventory?.hosts.get('m2');
    expect(m2?.settings).toEqual({
      address: '192.168.1.101',
      port: 22,
      user: 'pi',
      key: '/home/me/.ssh/id_ed25519',
      password: { env: 'CLUSTER_PASSWORD' },
      jump: 'bastion',
      knownHosts: ['/w/known_hosts'],
      hostKeys: 'strict',
    });
    expect(m2?.groups).toEqual(['all', 'cluster', 'managers']);
    expect(m2?.vars).toEqual({ role: 'manager', release: '1.4.0' });
    expect(inventory?.hosts.get('192.168.1.103')?.settings.become).toEqual({
      method: 'sudo',
      user: 'root',
      password: { env: 'SUDO_PASSWORD' },
    });
    expect(inventory?.groups.get('cluster')?.hosts).toHaveLength(5);
    expect(inventory?.groups.get('all')?.hosts).toHaveLength(6);
    expect(inventory?.hosts.get('m1')?.place).toMatchObject({ file: 'inv.yml', line: 8, column: 7 });
  });

  it('lets a child beat its parent, a host its groups, and vars files the lines beside them', () => {
    const files = {
      'inv.yml': [
        'defaults: { vars: { a: defaults, b: defaults, c: defaults, d: defaults, e: defaults } }',
        'groups:',
        '  inner: { hosts: { h: { vars: { e: host } } }, vars: { c: inner, d: inner, e: inner } }',
        '  outer: { children: [inner], vars: { b: outer, c: outer } }',
      ].join('\n'),
      'group_vars/all.yml': 'b: all\n',
      'group_vars/inner.yml': 'd: inner file\n',
      'host_vars/h.yml': 'f: host file\n',
    };
    const { inventory, problems } = loadInventories(['inv.yml'], ioOf(files));
    expect(problems).toEqual([]);
    expect(inventory?.hosts.get('h')?.vars).toEqual({
      a: 'defaults',
      b: 'outer',
      c: 'inner',
      d: 'inner file',
      e: 'host',
      f: 'host file',
    });
    expect(inventory?.hosts.get('h')?.origins.get('d')).toEqual({
      layer: 'group',
      name: 'inner',
      place: { file: 'group_vars/inner.yml', line: 1, column: 1, length: 1 },
    });
  });

  it('lets a later inventory beat an earlier one', () => {
    const files = {
      'a.yml': 'hosts: { h: { port: 1, vars: { x: 1, y: 1 } } }\n',
      'sub/b.yml': 'hosts: { h: { port: 2, key: k, vars: { x: 2 } }, i: }\n',
    };
    const { inventory, problems } = loadInventories(['a.yml', 'sub/b.yml'], ioOf(files));
    expect(problems).toEqual([]);
    expect(inventory?.hosts.get('h')).toMatchObject({
      settings: { port: 2, key: '/w/sub/k' },
      vars: { x: 2, y: 1 },
    });
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual(['h', 'i']);
  });

  it('remembers passwords that a later inventory overrides, as they are secrets all the same', () => {
    const files = {
      'a.yml':
        'hosts: { h: { password: first-one, become: { password: first-two } }, i: { password: same } }\n',
      'b.yml':
        'hosts: { h: { password: second, become: { password: { env: X } } }, i: { password: same } }\n',
    };
    const { inventory } = loadInventories(['a.yml', 'b.yml'], ioOf(files));
    expect(inventory?.hosts.get('h')?.secretTexts).toEqual(['first-one', 'first-two']);
    expect(inventory?.hosts.get('i')?.secretTexts).toBeUndefined();
    const known = inventory && knownSecretsOf({ env: {} } as World, inventory.hosts);
    expect(known?.mask('first-one, first-two, second, same')).toBe('***, ***, ***, ***');
  });

  it('explains where each value came from, secrets masked', () => {
    const { inventory } = loadYaml(
      `${example}  extra: { hosts: [m1], vars: { api_token: geheim }, password: geheim }\n`,
    );
    const lines = inventory ? explainHost(inventory, 'm1') : undefined;
    expect(lines?.join('\n')).not.toContain('geheim');
    expect(lines).toEqual([
      'm1 (inv.yml:8)',
      'groups: all, cluster, extra, managers',
      '',
      'settings',
      expect.stringMatching(/^ {2}address +192\.168\.1\.100 +host m1, inv\.yml:8$/),
      expect.stringMatching(/^ {2}port +22 +defaults, inv\.yml:2$/),
      expect.stringMatching(/^ {2}user +pi +defaults, inv\.yml:2$/),
      expect.stringMatching(/^ {2}host-keys +strict +built in$/),
      expect.stringMatching(/^ {2}known-hosts +\/w\/known_hosts +defaults, inv\.yml:2$/),
      expect.stringMatching(/^ {2}key +\/home\/me\/\.ssh\/id_ed25519 +defaults, inv\.yml:2$/),
      expect.stringMatching(/^ {2}password +\*\*\* +group extra, inv\.yml:15$/),
      expect.stringMatching(/^ {2}jump +bastion +group cluster, inv\.yml:14$/),
      '',
      'vars',
      expect.stringMatching(/^ {2}release +"1\.4\.0" +group managers, inv\.yml:10$/),
      expect.stringMatching(/^ {2}api_token +\*\*\* +group extra, inv\.yml:15$/),
      expect.stringMatching(/^ {2}role +"manager" +group managers, inv\.yml:10$/),
      expect.stringMatching(/^ {2}rack +"a" +host m1, inv\.yml:8$/),
    ]);
  });

  it('gives a range of hosts a range of addresses', () => {
    const { inventory } = loadYaml('hosts: { "n[1-3]": { address: "10.0.0.[11-13]", vars: { x: 1 } } }\n');
    expect(
      [...(inventory?.hosts.values() ?? [])].map(({ name, settings }) => [name, settings.address]),
    ).toEqual([
      ['n1', '10.0.0.11'],
      ['n2', '10.0.0.12'],
      ['n3', '10.0.0.13'],
    ]);
  });

  it('does not send a jump host through itself', () => {
    const { inventory, problems } = loadYaml('defaults: { jump: b }\nhosts: { b: , h: }\n');
    expect(problems).toEqual([]);
    expect(inventory?.hosts.get('b')?.settings.jump).toBeUndefined();
    expect(inventory?.hosts.get('h')?.settings.jump).toBe('b');
  });

  it('takes back an agent for one host, and finds the one of SSH_AUTH_SOCK', () => {
    const text = 'defaults: { agent: true }\nhosts: { a: { agent: false }, b: , c: { agent: ./sock } }\n';
    const { inventory } = loadYaml(text, {}, { sshAuthSock: '/run/agent' });
    const agents = [...(inventory?.hosts.values() ?? [])].map(({ settings }) => settings.agent);
    expect(agents).toEqual([undefined, '/run/agent', '/w/sock']);
  });
});

describe('a broken inventory', () => {
  it.each([
    [
      'an unknown group',
      'groups: { a: { hosts: [h], children: [bb] }, b: { hosts: [h] } }',
      'unknown-group 1:39',
    ],
    [
      'groups in a circle',
      'groups: { a: { hosts: [h], children: [b] }, b: { children: [a] } }',
      'cyclic-groups 1:61',
    ],
    ['a group in itself', 'groups: { a: { hosts: [h], children: [a] } }', 'cyclic-groups 1:39'],
    [
      'a host that is described twice',
      'hosts: { h: { port: 1 } }\ngroups: { g: { hosts: { h: { port: 2 } } } }',
      'host-differs 2:25',
    ],
    ['one machine under two names', 'hosts: { h: { address: a }, i: { address: A } }', 'same-machine 1:29'],
    ['a group without hosts', 'hosts: [h]\ngroups: { g: }', 'empty-group 2:11'],
    [
      'a group with the name of a host',
      'hosts: [h]\ngroups: { h: { hosts: [h] } }',
      'name-is-host-and-group 2:11',
    ],
    ['a range that runs backwards', 'hosts: ["h[3-1]", h]', 'host-range 1:9'],
    ['a range that is too large', 'hosts: ["h[1-1000000000]", h]', 'host-range 1:9'],
    ['ranges that are too large together', 'hosts: ["h[1-9999]x[1-9999]x[1-9999]", h]', 'host-range 1:9'],
    [
      'a range of addresses that does not fit',
      'hosts: { "h[1-3]": { address: "10.0.0.[1-2]" }, i: }',
      'host-range 1:31',
    ],
    ['a name that is no name of a file', 'hosts: ["../x", h]', 'host-name 1:9'],
    ['the name all for a host', 'hosts: [all, h]', 'host-name 1:9'],
    ['a port that is none', 'hosts: { h: { port: 70000 } }', 'out-of-range 1:21'],
    ['an unknown jump host', 'hosts: { h: { jump: bastoin }, bastion: }', 'unknown-host 1:15'],
    ['jumps in a circle', 'hosts: { a: { jump: b }, b: { jump: a } }', 'cyclic-jump 1:15'],
    ['an agent where there is none', 'defaults: { agent: true }\nhosts: [a, b]', 'no-agent 1:13'],
    ['a misspelt key', 'hosts: { h: { adress: 10.0.0.1 } }', 'unknown-key 1:15'],
    ['a map in a list of hosts', 'hosts: [a]\ngroups: { g: { hosts: [{a: 1}] } }', 'wrong-type 2:24'],
    ['no hosts at all', 'defaults: { user: pi }', 'no-hosts 1:1'],
    ['nothing at all', '# later', 'yaml-empty 1:1'],
    ['a number as a password', 'hosts: { h: { password: 123456 } }', 'yaml-number-for-text 1:25'],
  ])('tells %s', (_name, text, expected) => {
    expect(brief(loadYaml(`${text}\n`))).toEqual([expected]);
  });

  it('tells a circle of jump hosts once, whoever leads into it, and of a long one where it begins', () => {
    const into = loadYaml('hosts: { x: { jump: b }, y: { jump: a }, b: { jump: a }, a: { jump: b } }\n');
    expect(into.problems.map(({ message, place }) => `${place?.column} ${message}`)).toEqual([
      '63 A host cannot be reached through itself: a → b → a.',
    ]);
    const ring = Array.from({ length: 5000 }, (_, at) => `h${at}: { jump: h${(at + 1) % 5000} }`);
    expect(loadYaml(`hosts: { ${ring.join(', ')} }\n`).problems).toMatchObject([
      {
        message: expect.stringContaining('itself: h0 → h1 → h2 → h3 → h4 → h5 → h6 → h7 → 4,992 more → h0.'),
      },
    ]);
  });

  it('tells all problems at once, and what could be read nevertheless', () => {
    const loaded = loadYaml(
      'hosts: { h: { port: x, prot: 1 }, "b[": }\ngroups: { g: { hosts: [h], children: [nope] } }\n',
    );
    expect(brief(loaded)).toEqual([
      ...['wrong-type 1:21', 'unknown-key 1:24', 'host-range 1:35', 'unknown-group 2:39'],
    ]);
    expect([...(loaded.inventory?.hosts.keys() ?? [])]).toEqual(['h']);
  });

  it('says what was probably meant', () => {
    const advice = (text: string) => loadYaml(text).problems[0]?.advice;
    expect(advice('groups: { workers: { hosts: [h] }, a: { children: [wrokers], hosts: [i] } }')).toBe(
      'Did you mean workers?',
    );
    expect(advice('hosts: { h: { jump: bastoin }, bastion: }')).toBe('Did you mean bastion?');
  });

  it('shows the circle of groups', () => {
    const text = 'groups: { a: { children: [b] }, b: { children: [c] }, c: { children: [a], hosts: [h] } }';
    expect(loadYaml(text).problems[0]?.message).toContain('a → b → c → a');
  });

  it('tells files that cannot be read, and reads the others', () => {
    const { problems, inventory } = loadInventories(['nope.yml', 'a.yml'], ioOf({ 'a.yml': 'hosts: [h]' }));
    expect(problems).toMatchObject([{ code: 'file-unreadable', message: 'nope.yml does not exist.' }]);
    expect(inventory?.hosts.size).toBe(1);
  });

  it('tells vars files that nobody uses', () => {
    const files = {
      'inv.yml': 'hosts: [web1]\n',
      'host_vars/wbe1.yml': 'a: 1\n',
      'group_vars/.hidden.yml': 'x',
    };
    expect(loadInventories(['inv.yml'], ioOf(files)).problems).toMatchObject([
      { code: 'stray-vars-file', severity: 'warning', advice: 'Did you mean web1?' },
    ]);
  });

  it('reads the layouts of Ansible: files without an ending, and directories of files', () => {
    const files = {
      'inv.yml': 'hosts: [web.example.com]\ngroups: { web: { hosts: [web.example.com] } }\n',
      'group_vars/all': 'a: all\nb: all\n',
      'group_vars/web/20-more.yml': 'c: more\nd: more\n',
      'group_vars/web/10-main': 'b: main\nc: main\n',
      'group_vars/web/deep/x.json': '{"e": "deep"}',
      'group_vars/web/.hidden.yml': 'x',
      'host_vars/web.example.com': 'd: host\n',
      'host_vars/web.example.com~': 'x',
    };
    const { inventory, problems } = loadInventories(['inv.yml'], ioOf(files));
    expect(problems).toEqual([]);
    const { vars, origins } = inventory?.hosts.get('web.example.com') ?? {};
    expect(vars).toEqual({ a: 'all', b: 'main', c: 'more', d: 'host', e: 'deep' });
    expect(origins?.get('e')?.place?.file).toBe('group_vars/web/deep/x.json');
  });

  it('tells the same mistake of thousands of hosts, in less than the time that any test has', () => {
    const hosts = Array.from({ length: 3000 }, (_, index) => `  h${index}: { adress: 10.0.0.1, rack: x }\n`);
    const { problems } = loadYaml(`defaults: { jump: h }\nhosts:\n${hosts.join('')}`);
    expect(Map.groupBy(problems, ({ code }) => code).get('unknown-key')).toHaveLength(6000);
    expect(problems.filter(({ code }) => code === 'unknown-host')).toHaveLength(1);
  });

  it('says of a file that Ansible Vault has encrypted what to do', () => {
    const vault = '$ANSIBLE_VAULT;1.1;AES256\n6162\n6364\n';
    const files = {
      'inv.yml': 'hosts: [web1]\n',
      'group_vars/all/vault.yml': vault,
      'group_vars/all/main.yml': 'a: 1\n',
      'host_vars/web1': vault,
    };
    expect(loadInventories(['inv.yml'], ioOf(files)).problems).toMatchObject(
      ['group_vars/all/vault.yml', 'host_vars/web1'].map((file) => ({
        code: 'secret-unavailable',
        message: 'What Ansible Vault has encrypted cannot be read.',
        advice: `Decrypt it with ansible-vault decrypt ${file}, and encrypt it anew: aeon-run secrets encrypt ${file}.`,
        place: { file, line: 1 },
      })),
    );
  });

  it('warns of each other file among vars files', () => {
    const files = {
      'inv.yml': 'groups: { web: { hosts: [w1] } }\n',
      'group_vars/README.md': '# not: [yaml',
      'group_vars/web/notes.txt': '# not: [yaml',
      'group_vars/wbe/main.yml': 'a: 1\n',
    };
    const { problems } = loadInventories(['inv.yml'], ioOf(files));
    expect(problems.map(({ severity, place, advice }) => [severity, place?.file, advice])).toEqual([
      ['warning', 'group_vars/README.md', 'Name it for a group of the inventory, or remove it.'],
      ['warning', 'group_vars/wbe/main.yml', 'Did you mean web?'],
      ['warning', 'group_vars/web/notes.txt', 'Rename it, or put it elsewhere.'],
    ]);
  });

  it('refuses plain passwords in a file that others can read, unless told otherwise', () => {
    const text = 'hosts:\n  h: { password: geheim }\n';
    const readable = { mode: () => 0o644 };
    expect(brief(loadYaml(text, {}, readable))).toEqual(['readable-passwords 2:8']);
    expect(loadYaml(text, { allowReadablePasswords: true }, readable).problems).toEqual([]);
    expect(loadYaml(text).problems).toEqual([]);
    expect(loadYaml('hosts: { h: { password: { env: PW } } }', {}, readable).problems).toEqual([]);
    expect(JSON.stringify(loadYaml(text, {}, readable).problems)).not.toContain('geheim');
  });
});

describe('10,000 hosts', () => {
  it('share what their groups give them', () => {
    const { inventory, problems } = loadYaml(
      'groups: { g: { hosts: ["n[00001-10000]"], vars: { a: 1 } } }\n',
    );
    expect(problems).toEqual([]);
    expect(inventory?.hosts.size).toBe(10_000);
    expect(inventory?.hosts.get('n00001')?.vars).toBe(inventory?.hosts.get('n10000')?.vars);
  });
});
