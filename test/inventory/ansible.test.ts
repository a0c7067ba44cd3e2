import { describe, expect, it } from 'vitest';
import { loadInventories } from '../../src/inventory/load.ts';
import { expandAnsibleRange } from '../../src/inventory/sources/ansible/range.ts';
import { brief, ioOf } from './inventory-files.ts';

function load(file: string, text: string) {
  return loadInventories([file], ioOf({ [file]: text }));
}

function dynamic(value: unknown) {
  const output = { name: './inv.py --list', text: JSON.stringify(value) };
  return loadInventories([], ioOf({}), { dynamic: [output] });
}

/** Groups with their hosts, `all` left out. */
function groupsOf({ inventory }: ReturnType<typeof load>) {
  const groups = [...(inventory?.groups.values() ?? [])].filter(({ name }) => name !== 'all');
  return Object.fromEntries(groups.map(({ name, hosts }) => [name, hosts.join(' ')]));
}

const ini = `# The fleet
bastion ansible_host=203.0.113.7 ansible_port=2222

[web]
web[01:03].example.org http_port=80 name='two words' # the front
web9:2200 ansible_user=deploy

[db]
db-[a:b] ansible_ssh_pass="s#cret"   ansible_become_pass=pw2 ansible_become_method=community.general.doas

[site:children]
web
db

[site:vars]
ansible_user = pi
ansible_ssh_private_key_file = keys/id
release = 1.10
debug = True
ports = ['80', '443']
mode = 0644

[all:vars]
ntp=pool.example.org
`;

describe('an inventory of Ansible in INI', () => {
  it('gives hosts, groups, settings and vars in our terms', () => {
    const loaded = load('hosts', ini);
    expect(brief(loaded)).toEqual([]);
    expect(groupsOf(loaded)).toEqual({
      site: 'web01.example.org web02.example.org web03.example.org web9 db-a db-b',
      web: 'web01.example.org web02.example.org web03.example.org web9',
      db: 'db-a db-b',
    });
    const host = (name: string) => loaded.inventory?.hosts.get(name);
    expect(host('bastion')).toMatchObject({
      settings: { address: '203.0.113.7', port: 2222 },
      vars: { ntp: 'pool.example.org' },
    });
    expect(host('web02.example.org')).toMatchObject({
      settings: { user: 'pi', key: '/w/keys/id', port: 22 },
      vars: {
        http_port: 80,
        name: 'two words',
        release: '1.10',
        debug: true,
        ports: ['80', '443'],
        mode: '0644',
      },
    });
    expect(host('web9')?.settings).toMatchObject({ user: 'deploy', port: 2200, address: 'web9' });
    expect(host('db-b')?.settings).toMatchObject({
      password: { plain: 's#cret' },
      become: { method: 'doas', user: 'root', password: { plain: 'pw2' } },
    });
    expect(host('web9')?.origins.get('settings.user')?.place).toMatchObject({ line: 6, column: 11 });
    expect(host('web9')?.origins.get('release')?.place).toMatchObject({ line: 18, column: 1 });
  });

  it('takes IPv6 addresses in brackets, with a port and without', () => {
    const loaded = load('hosts', '[web]\n[2001:db8::1]:2200\n[2001:db8::2] rack=a\n');
    expect(brief(loaded)).toEqual([]);
    const settings = [...(loaded.inventory?.hosts.values() ?? [])].map((host) => host.settings);
    expect(settings).toMatchObject([
      { address: '2001:db8::1', port: 2200 },
      { address: '2001:db8::2', port: 22 },
    ]);
  });

  it.each([
    ['[web]\nweb[3:1]\n', 'host-range 2:1'],
    ['[web]\nweb1 http_port = 80\n', 'inventory-unknown-form 2:6'],
    ['[web]\nweb1 name="open\n', 'inventory-unknown-form 2:1'],
    ['[web:hosts:x]\nweb1\n', 'inventory-unknown-form 1:1'],
    ['[web:children]\ndb\n', 'unknown-group 2:1'],
    ['[web:vars]\nx\n[db]\nh\n', 'inventory-unknown-form 2:1'],
    ['[web]\nweb1 ansible_port=0\n', 'out-of-range 2:6'],
    ['[web]\nweb1 ansible_password="{{ vault_pw }}"\n', 'ansible-not-read 2:6'],
    ['[web]\n../x\n', 'host-name 2:1'],
    ['m1 ansible_become_method=runas\n', 'ansible-not-read 1:4'],
  ])('tells what is wrong with %j', (text, expected) => {
    expect(brief(load('hosts', text))[0]).toBe(expected);
  });

  it('names once what has no counterpart here, as a warning', () => {
    const text =
      "[web]\nweb[1:3] ansible_become=true ansible_python_interpreter=/usr/bin/python3\n[web:vars]\nansible_ssh_common_args=-J bastion\n[x]\nc ansible_connection=docker\nw ansible_become=yes ansible_password=\"{{ lookup('env', 'PW') }}\"\n";
    const { problems, inventory } = load('hosts', text);
    expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning ansible_connection is docker; here every host is reached over SSH, so c is left out.',
      'warning ansible_become is not read here. It stands in 2 places.',
      'warning ansible_ssh_common_args is not read here.',
    ]);
    expect(problems[2]?.advice).toContain('jump:');
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual(['web1', 'web2', 'web3', 'w']);
    expect(inventory?.hosts.get('w')?.settings.password).toEqual({ env: 'PW' });
  });

  it('with passwords is refused when others can read it', () => {
    const loaded = loadInventories(['hosts'], ioOf({ hosts: ini }, { mode: () => 0o644 }));
    expect(brief(loaded)).toEqual(['readable-passwords 9:10']);
    expect(JSON.stringify(loaded.problems)).not.toMatch(/s#cret|pw2/);
  });
});

describe('what is wrong with a range of hosts', () => {
  it('is told once, and of hosts that are left out how many there are', () => {
    const text = '[w]\nw[1:20] ansible_connection=winrm ansible_become=yes\nu[1:20] ansible_user="{{ u }}"\n';
    const { problems, inventory } = load('hosts', text);
    expect(problems.map(({ message }) => message)).toEqual([
      'ansible_connection is winrm; here every host is reached over SSH, so w1 and 19 more are left out.',
      'ansible_user is a template of Jinja, which is not read here.',
      'ansible_become is not read here.',
    ]);
    expect([...(inventory?.hosts.keys() ?? [])]).toHaveLength(20);
  });
});

describe('a password that Ansible Vault has encrypted', () => {
  it('is told as that, and not as one in plain text', () => {
    const vaulted = '!vault "$ANSIBLE_VAULT;1.1;AES256"';
    for (const text of [
      `all: { hosts: { a: { ansible_password: ${vaulted} } } }`,
      `hosts: { a: { password: ${vaulted}, become: { password: ${vaulted} } } }`,
    ]) {
      const loaded = loadInventories(['i.yml'], ioOf({ 'i.yml': text }, { mode: () => 0o644 }));
      expect(new Set(loaded.problems.map(({ code }) => code)), text).toEqual(new Set(['yaml-unknown-tag']));
    }
  });
});

describe('an inventory of Ansible in YAML', () => {
  const yaml = `all:
  vars: { ntp: pool }
  hosts: { lone: }
  children:
    web:
      hosts:
        web[1:2]: { ansible_user: deploy, http_port: 80 }
      vars: { role: front }
    ungrouped:
`;

  it('gives the same', () => {
    const loaded = load('inv.yml', yaml);
    expect(brief(loaded)).toEqual([]);
    expect(groupsOf(loaded)).toEqual({ web: 'web1 web2' });
    expect(loaded.inventory?.hosts.get('web2')).toMatchObject({
      settings: { user: 'deploy' },
      vars: { ntp: 'pool', http_port: 80, role: 'front' },
      groups: ['all', 'web'],
    });
    expect([...(loaded.inventory?.hosts.keys() ?? [])]).toContain('lone');
  });

  it('may have groups outermost', () => {
    expect(
      groupsOf(load('inv.yml', 'web: { hosts: { w1: } }\ndb: { hosts: { d1: }, children: { web: } }\n')),
    ).toEqual({
      db: 'w1 d1',
      web: 'w1',
    });
  });

  it('tells lists where maps are wanted', () => {
    expect(brief(load('inv.yml', 'all:\n  children:\n    web:\n      hosts: [w1]\n'))[0]).toBe(
      'wrong-type 4:7',
    );
  });

  it('is not taken for our own form, whose mistakes are told as such', () => {
    expect(brief(load('inv.yml', 'group:\n  web: { hosts: [w1] }\n'))[0]).toBe('unknown-key 1:1');
  });
});

describe('what a dynamic inventory prints', () => {
  it('gives hosts, groups and vars', () => {
    const loaded = dynamic({
      _meta: { hostvars: { w1: { ansible_host: '10.0.0.1', rack: 'a' }, lone: {} } },
      all: { children: ['web', 'db'] },
      web: { hosts: ['w1', 'w2'], vars: { role: 'front' }, children: [] },
      db: ['d1'],
    });
    expect(brief(loaded)).toEqual([]);
    expect(groupsOf(loaded)).toEqual({ web: 'w1 w2', db: 'd1' });
    expect(loaded.inventory?.hosts.get('w1')).toMatchObject({
      settings: { address: '10.0.0.1' },
      vars: { rack: 'a', role: 'front' },
    });
    expect([...(loaded.inventory?.hosts.keys() ?? [])]).toEqual(['w1', 'w2', 'd1', 'lone']);
  });

  it.each([
    [{ web: ['w1'] }, 'ansible-not-read'],
    [{ _meta: { hostvars: {} }, web: { hosts: 'w1' } }, 'wrong-type'],
    [{ _meta: { hostvars: { w1: [] } }, web: ['w1'] }, 'wrong-type'],
    [[], 'wrong-type'],
  ])('tells what is wrong with %j', (value, code) => {
    expect(brief(dynamic(value))[0]).toContain(code);
  });

  it('may lie in a file too', () => {
    expect(groupsOf(load('inv.json', '{"_meta": {"hostvars": {}}, "web": {"hosts": ["w1"]}}'))).toEqual({
      web: 'w1',
    });
  });
});

it.each([
  ['a', ['a']],
  ['a[08:10]b', ['a08b', 'a09b', 'a10b']],
  ['[1:5:2]', ['1', '3', '5']],
  ['r[a:b]n[1:2]', ['ran1', 'ran2', 'rbn1', 'rbn2']],
])('the range %s of Ansible', (text, names) => {
  expect(expandAnsibleRange(text)).toEqual({ names });
});

it.each(['a[1-3]', 'a[1:]', 'a[b:1]', 'a[1:999999]', 'a[]'])('%s is no range of Ansible', (text) => {
  expect(expandAnsibleRange(text)).toHaveProperty('wrong');
});

describe('vars files beside an inventory of Ansible', () => {
  const files = {
    hosts: '[web]\nweb1 ansible_host=10.0.0.1\nweb2\nhere\n[db]\nhere\n',
    'group_vars/all.yml': 'ansible_user: deploy\nansible_become: true\nntp: pool\n',
    'group_vars/web/login.yml': 'ansible_ssh_private_key_file: keys/web\n',
    'host_vars/web1.yml': 'ansible_host: 10.0.0.5\nansible_port: 2222\nansible_become: true\n',
    'host_vars/web2.yml': 'ansible_password: geheim\n',
    'host_vars/here.yml': 'ansible_connection: local\n',
  };

  it('say how to connect as the inventory does', () => {
    const { inventory, problems } = loadInventories(['hosts'], ioOf(files));
    expect(problems.map(({ severity, message, place }) => `${severity} ${place?.file} ${message}`)).toEqual([
      'warning host_vars/here.yml ansible_connection is local; here every host is reached over SSH, so here is left out.',
      'warning group_vars/all.yml ansible_become is not read here. It stands in 2 places.',
      'warning hosts The group db has no hosts.',
    ]);
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual(['web1', 'web2']);
    const web1 = inventory?.hosts.get('web1');
    expect(web1).toMatchObject({
      settings: { address: '10.0.0.5', port: 2222, user: 'deploy', key: '/w/keys/web' },
      vars: { ntp: 'pool' },
    });
    expect(web1?.vars).not.toHaveProperty('ansible_host');
    expect(web1?.origins.get('settings.port')?.place).toMatchObject({ file: 'host_vars/web1.yml', line: 2 });
    expect(inventory?.hosts.get('web2')?.settings.password).toEqual({ plain: 'geheim' });
  });

  it('with passwords are refused when others can read them, and take them from elsewhere', () => {
    const { problems } = loadInventories(['hosts'], ioOf(files, { mode: () => 0o644 }));
    expect(problems).toMatchObject([
      { code: 'ansible-not-read' },
      { code: 'ansible-not-read' },
      { code: 'readable-passwords', place: { file: 'host_vars/web2.yml' } },
    ]);
    const elsewhere = { ...files, 'host_vars/web2.yml': 'ansible_password: { env: PW }\n' };
    const { inventory } = loadInventories(['hosts'], ioOf(elsewhere, { mode: () => 0o644 }));
    expect(inventory?.hosts.get('web2')?.settings.password).toEqual({ env: 'PW' });
  });

  it('are vars beside an inventory of our own, with a warning that says what to write', () => {
    const own = { ...files, hosts: 'hosts: [web1, web2, here]\ngroups: { web: { hosts: [web1] } }\n' };
    const { inventory, problems } = loadInventories(['hosts'], ioOf(own));
    expect(problems.map(({ place, advice }) => `${place?.file} ${advice}`)).toEqual([
      'group_vars/all.yml Write user: for the group in the inventory; it is no more than a var here.',
      'group_vars/web/login.yml Write key: for the group in the inventory; it is no more than a var here.',
      'host_vars/web1.yml Write address: for the host in the inventory; it is no more than a var here.',
      'host_vars/web1.yml Write port: for the host in the inventory; it is no more than a var here.',
      'host_vars/web2.yml Write password: for the host in the inventory; it is no more than a var here.',
    ]);
    expect(inventory?.hosts.get('web1')?.vars).toMatchObject({ ansible_port: 2222 });
  });
});

describe('what a program printed that is no map', () => {
  it('is told as that alone', () => {
    expect(brief(dynamic(['w1']))).toEqual(['wrong-type 1:1']);
  });
});

describe('the order in which vars count beside an inventory of Ansible', () => {
  // As ansible-inventory 2.14 prints them.
  it('puts files of any group over what inventories say of any group, and hosts over both', () => {
    const files = {
      'hosts.ini':
        '[web]\nh1 d=host\n[web:vars]\na=web\nb=web\nc=web\n[prod:children]\nweb\n[prod:vars]\na=prod\n',
      'group_vars/all.yml': 'a: file of all\nb: file of all\n',
      'group_vars/prod.yml': 'b: file of prod\nd: file of prod\n',
    };
    const { inventory } = loadInventories(['hosts.ini'], ioOf(files));
    expect(inventory?.hosts.get('h1')?.vars).toEqual({
      a: 'file of all',
      b: 'file of prod',
      c: 'web',
      d: 'host',
    });
  });

  it('takes groups of one depth in the order of their names', () => {
    const text = '[web]\nh1\n[app]\nh1\n[web:vars]\na=web\n[app:vars]\na=app\nb=app\n';
    const files = { 'hosts.ini': text, 'group_vars/app.yml': 'c: app\n', 'group_vars/web.yml': 'c: web\n' };
    const { inventory } = loadInventories(['hosts.ini'], ioOf(files));
    expect(inventory?.hosts.get('h1')?.vars).toEqual({ a: 'web', b: 'app', c: 'web' });
  });

  it('keeps that of our own where none of Ansible takes part', () => {
    const files = {
      'inv.yml':
        'groups:\n  web: { hosts: [h1], vars: { a: web } }\n  app: { hosts: [h1], vars: { a: app, b: app } }\n',
      'group_vars/all.yml': 'b: file of all\n',
    };
    const { inventory } = loadInventories(['inv.yml'], ioOf(files));
    expect(inventory?.hosts.get('h1')?.vars).toEqual({ a: 'app', b: 'app' });
  });
});
