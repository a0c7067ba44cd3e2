import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results-json/results.ts';
import { useTwoHosts } from './two-hosts.ts';

const fleet = useTwoHosts();

/** Nothing of ours is left where hosts keep temporary files. */
async function expectClean() {
  for (const host of fleet.hosts) {
    const { stdout } = await host.exec('ls -A /tmp /var/tmp /dev/shm /home/deploy | grep aeon');
    expect(stdout).toBe('');
  }
}

describe('transfer on real hosts', () => {
  it('mirrors a directory as another user, keeps old files and removes what is too much', async () => {
    await fleet.place.write('site/index.html', 'one');
    await fleet.place.write('site/assets/app.js', 'x');
    const stage = `
  - transfer: { src: site/, dest: /home/deploy/site, owner: guest, mode: "0640", backup: true, delete: true }
    become: true
`;
    expect((await fleet.run(stage)).exitCode).toBe(0);
    await fleet.hosts.get('m1').exec('echo surplus >/home/deploy/site/surplus');
    await fleet.place.write('site/index.html', 'two');
    const end = await fleet.run(stage);
    expect(end.exitCode).toBe(0);
    const { stdout } = await fleet.hosts
      .get('m1')
      .exec('cd /home/deploy/site; stat -c "%n %U %a" index.html assets/app.js; ls -A; cat index.html*');
    expect(stdout).toMatch(/index.html guest 640\nassets\/app.js guest 640\n/);
    expect(stdout).toMatch(/index\.html\.~\d{8}-\d{6}~\nsurplus\.~\d{8}-\d{6}~\ntwoone$/);
    expect(await fleet.place.results()).toMatchObject({ successful: 2 });
    await expectClean();
  });

  it('says before the run what is not there, cannot be sent or must not be emptied', async () => {
    const end = await fleet.run(`
  - transfer: { src: site, dest: /srv/x }
  - transfer: { src: none/, dest: /srv/x }
  - transfer: { src: site/*.css, dest: /srv/x }
  - transfer: { src: site/, dest: /etc, delete: true }
`);
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('Write site/ to bring all that is in it.');
    expect(end.stderr).toContain('none/ is not there');
    expect(end.stderr).toContain('No file is meant by site/*.css');
    expect(end.stderr).toContain('delete would empty a directory');
  });
});

describe('a command that cannot be begun', () => {
  it('is no result that a playbook could take for a good one, and no exit code of its own', async () => {
    await fleet.place.write('read-me.sh', '#!/usr/bin/env no-such-program\n');
    const end = await fleet.run(`
  - exec: { command: touch ran, chdir: /opt/nope }
    failed-when: result.exit_code == 1
    continue-on-error: true
    register: placed
  - exec: { command: [touch ran, touch ran], shell: /opt/none/mksh }
    become: true
    failed-when: "false"
    continue-on-error: true
  - script: { src: read-me.sh }
    retry: { attempts: 2, delay: 0 }
    failed-when: "false"
    continue-on-error: true
  - exec: { command: touch ran, shell: /opt/none/mksh, onlyif: "true" }
    continue-on-error: true
  - exec: test {{results.placed.outcome}} = failed && ! test -e ran
`);
    expect(end.stderr).not.toContain('error[');
    const { devices } = (await fleet.place.results()) as Results;
    const stages = devices[0]?.stages ?? [];
    expect(stages.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'not_ready'],
      ['failed', 'not_ready'],
      ['failed', 'not_ready'],
      ['failed', 'check_failed'],
      ['ok', undefined],
    ]);
    expect(stages.map(({ exit_code }) => exit_code)).toEqual([null, null, null, null, 0]);
    expect(stages.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 1, 1]);
    const [places, shell, program, check] = stages.map(({ message }) => message);
    expect(places).toMatch(/^what it needs is not on m1, so nothing was run: .*\/opt\/nope/);
    expect(shell).toBe('what it needs is not on m1, so nothing was run: there is no /opt/none/mksh');
    expect(program).toBe('what it needs is not on m1, so nothing was run: there is no no-such-program');
    expect(check).toMatch(/so it was not run: there is no \/opt\/none\/mksh/);
    expect(end.exitCode).toBe(0);
    await expectClean();
  });
});

describe('script on real hosts', () => {
  it('runs with its arguments, as another user, and leaves nothing there', async () => {
    await fleet.place.write('who.py', '#!/usr/bin/env perl\nprint "$ENV{USER} @ARGV";\n');
    const end = await fleet.run(`
  - name: Who
    script: { src: who.py, args: "--host {{host.name}} {{motto}}" }
    become: true
    vars: { motto: "it's $HOME" }
`);
    expect(end.exitCode).toBe(0);
    expect(await fleet.place.readOfRun('hosts/m2/1-who.out')).toBe("root --host m2 it's $HOME");
    await expectClean();
  });
});

describe('template on real hosts', () => {
  const stage = `
  - template: { src: agent.conf, dest: /etc/agent.conf, mode: "0640", group: guest }
    become: true
    register: config
  - name: Restart
    exec: echo restarted >>/tmp/restarts
    when: results.config.changed
`;

  it('gives each host its own text, and tells whether that was a change', async () => {
    await fleet.place.write(
      'agent.conf',
      'name {{host.name}}\nos {{facts.os}}\nquoted "\\{{literal}} {{motto}}"\n',
    );
    for (const _ of [1, 2]) expect((await fleet.run(stage, ['-e', "motto=it's $HOME"])).exitCode).toBe(0);
    const { stdout } = await fleet.hosts
      .get('m2')
      .exec('cat /etc/agent.conf; stat -c "%a %G" /etc/agent.conf; cat /tmp/restarts');
    expect(stdout.replace(/os .+/, 'os')).toBe(
      `name m2\nos\nquoted "{{literal}} it's $HOME"\n640 guest\nrestarted\n`,
    );
    await expectClean();
  });

  it('is refused before any host is contacted when a variable is missing', async () => {
    await fleet.place.write('agent.conf', 'a\n  b {{mott}}\n');
    const end = await fleet.run(stage, ['-e', 'motto=x']);
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('agent.conf:2:7');
    expect(end.stderr).toMatch(/2 \| {3}b \{\{mott\}\}/);
    expect(end.stderr).toContain('nothing was contacted');
  });
});

describe('plan --diff on real hosts', () => {
  it('shows what would change on one host, and changes nothing there', async () => {
    await fleet.place.write('diff/a.conf', 'new {{host.name}}\n');
    await fleet.place.write('diff/site/changed', 'b\n');
    await fleet.place.write('diff/site/new', 'n\n');
    const before =
      'mkdir -p /home/deploy/d; echo old >/home/deploy/a.conf; echo a >/home/deploy/d/changed; echo x >/home/deploy/d/odd';
    await fleet.hosts.get('m1').exec(`${before}; chown -R deploy: /home/deploy`);
    const stages = `
  - template: { src: diff/a.conf, dest: ~/a.conf, mode: "0600" }
  - transfer: { src: diff/site/, dest: /home/deploy/d, delete: true }
  - exec: touch /tmp/touched
  - rollout: { waves: [100%] }
    stages: [{ exec: touch /tmp/touched }]
    on-failure: [{ template: { src: diff/a.conf, dest: ~/back.conf } }]
`;
    await fleet.place.write('playbook.yml', `hosts: all\nstages:\n${stages}`);
    const end = await fleet.place.run(['plan', 'playbook.yml', '-i', 'inventory.yml', '--diff', 'm1']);
    expect(end.exitCode).toBe(0);
    expect(end.stdout).toMatch(/changed +~\/a\.conf, 4 B → 7 B \(mode 644 → 600\)\n.*\n +-old\n +\+new m1\n/);
    expect(end.stdout).toMatch(/changed +\/home\/deploy\/d\/changed, 2 B → 2 B\n.*\n +-a\n +\+b\n/);
    expect(end.stdout).toMatch(/new +\/home\/deploy\/d\/new, 2 B\n.*\n +\+n\n/);
    expect(end.stdout).toMatch(/removed +\/home\/deploy\/d\/odd\n/);
    expect(end.stdout).toContain('not shown: it is not known before it has run');
    expect(end.stdout).toContain('not shown: it runs only when its wave has failed');
    const { stdout } = await fleet.hosts
      .get('m1')
      .exec('cd /home/deploy; cat a.conf; ls -A d; ls /tmp/touched');
    expect(stdout).toBe('old\nchanged\nodd\n');
    await expectClean();
    const wrong = await fleet.place.run(['plan', 'playbook.yml', '-i', 'inventory.yml', '--diff', 'm11']);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('Did you mean');
  });
});

describe('fetch on real hosts', () => {
  it('keeps the files of each host in a directory of its own', async () => {
    for (const host of fleet.hosts)
      await host.exec(
        `mkdir -p /root/logs/old; hostname | tee /root/a.log >/root/logs/a.log; echo ${host.name} >/root/logs/old/b.log`,
      );
    const stage = `
  - fetch: { src: [/root/logs/, "/root/*.log"], dest: out, flat: true }
    become: true
`;
    const twice = await fleet.run(stage);
    expect(twice.exitCode).toBe(1);
    expect(twice.all).toMatch(/\/root\/logs\/a\.log and \/root\/a\.log of \S+ would both be kept as a\.log/);
    expect((await fleet.run(stage.replace(', flat: true', ''))).exitCode).toBe(0);
    expect(await readFile(fleet.place.path('out/m2/root/logs/old/b.log'), 'utf8')).toBe('m2\n');
    expect(await readdir(fleet.place.path('out'))).toEqual(['m1', 'm2']);
    await expectClean();
  });

  it('fails for a file that is not there, unless it is optional', async () => {
    expect((await fleet.run('\n  - fetch: { src: /none, dest: out }\n')).all).toContain(
      'm1:/none is not there',
    );
    const end = await fleet.run(
      '\n  - fetch: { src: [/none, /etc/hostname], dest: out2, optional: true, flat: true }\n',
    );
    expect(end.exitCode).toBe(0);
    expect(await readdir(fleet.place.path('out2/m1'))).toEqual(['hostname']);
  });
});

describe('include on real hosts', () => {
  it('runs the stages of the other file with its own files, and tells its mistakes in it', async () => {
    await fleet.place.write(
      'common/put.yml',
      `
stages:
  - transfer: { src: note.txt, dest: /tmp/note }
  - name: Say it
    exec: cat /tmp/note; echo {{word}}
`,
    );
    await fleet.place.write('common/note.txt', 'from beside the other file\n');
    const stages = `
  - exec: "true"
  - include: common/put.yml
    hosts: m1
    vars: { word: hello }
`;
    expect((await fleet.run(stages)).exitCode).toBe(0);
    expect(await fleet.place.readOfRun('hosts/m1/2.2-say-it.out')).toBe(
      'from beside the other file\nhello\n',
    );
    const end = await fleet.run(stages.replace('word:', 'wrd:'));
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('common/put.yml:5:');
    expect(end.stderr).toMatch(/5 \| {5}exec: cat \/tmp\/note; echo \{\{word\}\}/);
    expect(end.stderr).toContain('Included by playbook.yml:5.');
  });
});
