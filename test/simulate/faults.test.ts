import { describe, expect, it } from 'vitest';
import { rehearsed } from './stage.ts';

describe('in a rehearsal without a model', () => {
  it('every kind of stage comes out well, with times of its own', async () => {
    const { code, events, result } = await rehearsed(
      `
  - transfer: { src: file, dest: /tmp/file }
  - exec: /tmp/file
    become: true
  - reboot: {}
  - wait-online: { check: systemctl is-active agent }
  - assert: { success-rate: 100 }
  - transfer: { src: file, dest: /tmp/file }`,
      '{}',
      [],
      { file: Buffer.alloc(300_000, 7) },
    );
    expect(code).toBe(0);
    expect(result('w1', '1')).toMatchObject({ outcome: 'ok', changed: true });
    expect(result('w1', '3')?.durationMs).toBeGreaterThan(15_000);
    expect(result('w1', '6')).toMatchObject({ outcome: 'ok', changed: false });
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', exitCode: 0 });
  });

  it('each kind of stage that asks, brings or takes something gets what it asks for', async () => {
    const stages = `
  - script: file
  - template: { src: file, dest: /tmp/file }
  - transfer: { src: tree/, dest: /tmp/tree/ }
  - fetch: { src: /etc/hostname, dest: out/ }
  - wait-for: { port: 80 }
  - wait-for: { port: 80, from: host }
  - wait-for: { file: /tmp/x }
  - wait-for: { file: "/run/{{host.name}}.lock", state: absent }
  - wait-for: { http: "http://localhost/", status: [204, 200] }
  - wait-for: { http: "http://localhost/health?a=b" }
  - wait-for: { command: ready }
  - exec: echo {{facts.os}}`;
    const { code, events } = await rehearsed(stages, '{}', [], { file: 'x', 'tree/a': 'a' });
    const bad = events.filter((event) => event.type === 'stage-ended' && !event.isGood);
    expect(bad).toEqual([]);
    expect(code).toBe(0);
  });

  it('a wait takes as many looks more as a rule says, whatever is waited for', async () => {
    const stages = `
  - { hosts: w1, wait-for: { file: /run/x.lock, state: absent, interval: 10s } }
  - { hosts: w1, wait-for: { file: /run/ready, interval: 10s } }`;
    const { result } = await rehearsed(stages, 'commands: [{ fails-first: 3 }]');
    for (const stage of ['1', '2']) {
      expect(result('w1', stage)).toMatchObject({ outcome: 'ok', message: expect.stringMatching(/3\ds/) });
    }
    const never = await rehearsed(stages, 'commands: [{ stage: "1", exit: { "1": 0% } }]');
    expect(never.result('w1', '1')).toMatchObject({ reason: 'not_in_time' });
  });

  it.each(['out/', 'out/*.conf', '*.none'])(
    'what a stage on this machine would make is taken as made: %s',
    async (src) => {
      const stages = `
  - local: make out
  - transfer: { src: "${src}", dest: /tmp/out/ }`;
      const { code, stderr } = await rehearsed(stages);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('source_changed')]);
    },
  );

  it('is called a rehearsal, for people and for programs', async () => {
    const { events, stderr } = await rehearsed('  - exec: "true"', 'seed: 4');
    expect(events[0]).toMatchObject({
      type: 'run-started',
      playbook: { name: '[rehearsal] play' },
      rehearsal: { seed: 4, model: 'model.yml' },
    });
    expect(stderr).toContain('REHEARSAL: the hosts are simulated');
  });
});

describe('a simulated host', () => {
  it.each([
    ['refused', 'refused'],
    ['timeout', 'connect_timeout'],
    ['no-route', 'no_route'],
  ])('that is down fails as the model says: %s', async (how, reason) => {
    const { code, result } = await rehearsed('  - exec: "true"', `hosts: [{ hosts: w3, down: ${how} }]`);
    expect(code).toBe(1);
    expect(result('w3')).toMatchObject({ outcome: 'unreachable', ran: 'no', reason, attempts: 3 });
    expect(result('w2')).toMatchObject({ outcome: 'ok' });
  });

  it('is down by chance, from first to last', async () => {
    const model = 'hosts: [{ down: { chance: 30%, as: refused } }]';
    const { count } = await rehearsed('  - exec: "true"\n  - exec: "true"', model);
    expect(count('unreachable')).toBeGreaterThan(0);
    expect(count('ok')).toBeGreaterThan(0);
    expect(count('skipped', '2')).toBe(count('unreachable'));
  });

  it('takes no credential when the model says so, and the third rejection protects the others', async () => {
    const model = 'hosts: [{ hosts: workers, login-rejected: true }]';
    const { result, count } = await rehearsed('  - exec: "true"\n    concurrency: 1', model);
    expect(result('w1')).toMatchObject({ outcome: 'unreachable', reason: 'auth_rejected', attempts: 1 });
    expect(result('w20')).toMatchObject({ reason: 'credential_blocked' });
    expect(count('ok')).toBe(3);
  });

  it('rejects the credential of a fleet three times at the most, however many are asked at once', async () => {
    const { events } = await rehearsed(
      '  - exec: "true"\n    concurrency: 23',
      'hosts: [{ login-rejected: true }]',
    );
    const ended = events.filter((event) => event.type === 'task-ended');
    expect(ended.filter(({ result }) => result.reason === 'auth_rejected')).toHaveLength(3);
    expect(ended.filter(({ result }) => result.reason === 'credential_blocked')).toHaveLength(20);
  });

  it('that is down has no port open', async () => {
    const stages = '  - wait-for: { port: 80, timeout: 30s }';
    const { result } = await rehearsed(stages, 'hosts: [{ hosts: w1, down: refused }]');
    expect(result('w1')).toMatchObject({ outcome: 'failed', reason: 'not_in_time' });
    expect(result('w2')).toMatchObject({ outcome: 'ok' });
  });

  it('is tried again when some of its connections fail', async () => {
    const model = 'hosts: [{ connect-fails: { chance: 40%, as: refused } }]';
    const { events, count } = await rehearsed('  - exec: "true"\n    retry: { attempts: 30 }', model);
    expect(count('ok')).toBe(23);
    expect(events.some((event) => event.type === 'attempt-ended' && event.result.reason === 'refused')).toBe(
      true,
    );
  });

  it('that comes and goes breaks its links, and its evidence tells the truth afterwards', async () => {
    const model = `hosts: [{ hosts: w1, flapping: { up: 30s, down: 10s } }]
commands: [{ takes: 2m }]`;
    const { result } = await rehearsed('  - exec: long\n    timeout: 10m', model);
    expect(result('w1')).toMatchObject({ outcome: 'ok', exitCode: 0, attempts: 1 });
  });

  it('that is back before a connection gives up is reached after all, as a later SYN is', async () => {
    const model = 'hosts: [{ hosts: workers, flapping: { up: 1m, down: 14s } }]';
    const { events, count } = await rehearsed('  - { hosts: workers, exec: a }', model, ['-c', '20']);
    expect(count('ok')).toBe(20);
    expect(events.filter((event) => event.type === 'attempt-ended')).toEqual([]);
    const short = await rehearsed('  - { hosts: w1, reboot: {} }', 'hosts: [{ reboot: { takes: 14s } }]');
    expect(short.result('w1')?.message).toMatch(/rebooted in 1[4-9]s/);
  });

  it.each([
    ['rejects', 'become_password_missing'],
    ['missing', 'become_failed'],
  ])('with a sudo that %s says so', async (sudo, reason) => {
    const model = `hosts: [{ hosts: w1, sudo: ${sudo} }]`;
    const { result } = await rehearsed('  - exec: "true"\n    become: true', model);
    expect(result('w1')).toMatchObject({ outcome: 'failed', ran: 'no', reason });
  });

  it('with a password for sudo is never asked for the real one', async () => {
    const secret = { 'inventory.yml': 'hosts: { m1: { become: { password: { command: "touch asked" } } } }' };
    const stages = '  - exec: "true"\n    become: true\n  - exec: test ! -e asked';
    const good = await rehearsed(stages, '{}', [], secret);
    expect(good.result('m1')).toMatchObject({ outcome: 'ok' });
    const bad = await rehearsed(stages, 'hosts: [{ sudo: rejects }]', [], secret);
    expect(bad.result('m1')).toMatchObject({ reason: 'become_password_rejected', ran: 'no' });
  });

  it('with a full disk keeps the old file', async () => {
    const stages = '  - transfer: { src: file, dest: /tmp/ }';
    const { result } = await rehearsed(stages, 'hosts: [{ disk-full: 100% }]', [], { file: 'x' });
    expect(result('w1')).toMatchObject({ outcome: 'failed', reason: 'disk_full' });
  });

  it('gets a file as fast as its bandwidth is', async () => {
    const files = { file: Buffer.alloc(1_000_000) };
    const model = 'hosts: [{ bandwidth: 100 kB/s }]';
    const { result } = await rehearsed('  - transfer: { src: file, dest: /tmp/ }', model, [], files);
    expect(result('w1')?.durationMs).toBeGreaterThan(10_000);
    expect(result('w1')?.durationMs).toBeLessThan(12_000);
  });

  it('behind a jump host that is down cannot be reached', async () => {
    const hosts = 'hosts: { bastion: {}, a: { jump: bastion } }';
    const model = 'hosts: [{ hosts: bastion, down: refused }]';
    const { result } = await rehearsed('  - exec: "true"\n    hosts: a', model, [], {
      'inventory.yml': hosts,
    });
    expect(result('a')).toMatchObject({ outcome: 'unreachable', reason: 'jump_failed' });
  });
});

describe('a simulated reboot', () => {
  const reboot = '  - reboot: { timeout: 3m }\n    hosts: w1';

  it('gives the host another boot id', async () => {
    const { result } = await rehearsed(reboot, 'hosts: [{ reboot: { takes: 1m } }]');
    expect(result('w1')).toMatchObject({ outcome: 'ok', changed: true });
    expect(result('w1')?.durationMs).toBeGreaterThan(60_000);
  });

  it.each([
    ['never-returns: 100%', { outcome: 'unreachable', reason: 'never_came_back' }],
    ['keeps-boot-id: 100%', { outcome: 'failed', reason: 'did_not_reboot' }],
    ['takes: 10m', { outcome: 'unreachable', reason: 'never_came_back' }],
  ])('that fails is seen to fail: %s', async (how, expected) => {
    const { result } = await rehearsed(reboot, `hosts: [{ reboot: { ${how} } }]`);
    expect(result('w1')).toMatchObject(expected);
  });

  it('is what a command does too that reboots: it takes down what runs next', async () => {
    const model = 'commands: [{ command: "*apply*", reboots: true }]';
    const stages = '  - exec: ./apply\n    hosts: w1\n  - exec: next\n    hosts: w1';
    const { result } = await rehearsed(stages, model);
    expect(result('w1', '1')).toMatchObject({ outcome: 'ok' });
    expect(result('w1', '2')).toMatchObject({ outcome: 'unknown', reason: 'link_lost' });
  });
});

describe('a simulated command', () => {
  it('ends with the codes of the model, as often as it says, and says what the model says', async () => {
    const model = `commands:
  - { command: "*install*", exit: { "75": 50% }, stderr: "no lock\\n", stdout: "done\\n" }`;
    const { count, events } = await rehearsed('  - exec: ./install.sh', model);
    expect(count('failed')).toBeGreaterThan(4);
    expect(count('ok')).toBeGreaterThan(4);
    const failed = events.find((event) => event.type === 'task-ended' && event.result.outcome === 'failed');
    expect(failed).toMatchObject({ result: { exitCode: 75, stderr: { tail: 'no lock\n' } } });
  });

  it('fails at first and then works, where a retry is rehearsed', async () => {
    const { result } = await rehearsed(
      '  - exec: flaky\n    retry: { attempts: 3 }',
      'commands: [{ fails-first: 2 }]',
    );
    expect(result('w1')).toMatchObject({ outcome: 'ok', attempts: 3 });
  });

  it('that loses its link is looked into: its true end is found by its evidence', async () => {
    const model = 'commands: [{ takes: 10s, link-lost: 100%, exit: { "3": 100% } }]';
    const { result } = await rehearsed('  - exec: work', model);
    expect(result('w1')).toMatchObject({ outcome: 'failed', ran: 'yes', reason: 'exit_code', exitCode: 3 });
  });

  it('on a host that goes away under it is unknown, and never tried again', async () => {
    const model = `hosts: [{ hosts: workers, flapping: { up: 1h, down: 1h } }]
commands: [{ takes: 2h }]`;
    const { code, events, count } = await rehearsed(
      '  - exec: long\n    timeout: 3h\n    retry: { attempts: 3 }',
      model,
    );
    expect(count('unknown')).toBeGreaterThan(3);
    const ended = events.filter((event) => event.type === 'task-ended');
    const before = events.filter((event) => event.type === 'attempt-ended');
    for (const { host, result } of ended.filter((end) => end.result.outcome === 'unknown')) {
      expect(result).toMatchObject({ ran: 'unknown', reason: 'link_lost' });
      const begun = before.filter((attempt) => attempt.host === host && attempt.result.ran !== 'no');
      expect(begun).toEqual([]);
    }
    expect(code).toBe(3);
  });

  it('that takes too long is ended, or said to live on', async () => {
    const model = 'commands: [{ takes: 1h }, { hosts: w2, survives-kill: 100% }]';
    const { code, result } = await rehearsed('  - exec: long\n    timeout: 1m', model);
    expect(result('w1')).toMatchObject({ outcome: 'failed', reason: 'timeout' });
    expect(result('w2')).toMatchObject({ outcome: 'unknown', reason: 'maybe_running' });
    expect(code).toBe(3);
  });

  it('is known by the name of its stage, and the last rule counts key by key', async () => {
    const model = `commands:
  - { stage: "Install*", takes: 30s, exit: { "1": 100% } }
  - { stage: "1", hosts: w1, exit: {} }`;
    const { result } = await rehearsed('  - name: Install it\n    exec: anything', model);
    expect(result('w1')).toMatchObject({ outcome: 'ok' });
    expect(result('w1')?.durationMs).toBeGreaterThan(30_000);
    expect(result('w2')).toMatchObject({ outcome: 'failed' });
  });
});

describe('the command that a rule is about', () => {
  it.each([
    '{ command: ./migrate, chdir: /opt/agent }',
    `{ command: ./migrate, env: { A: "it's", B: "two\\nlines" } }`,
    '{ command: ./migrate, stdin: "yes\\n", shell: /bin/bash, chdir: "~/x" }',
  ])('is what the playbook says, whatever it runs in: exec: %s', async (args) => {
    const { count } = await rehearsed(
      `  - exec: ${args}`,
      'commands: [{ command: ./migrate, exit: { "7": 100% } }]',
    );
    expect(count('failed')).toBe(23);
  });

  it('may be one of a list, and that one fails then', async () => {
    const stages = `  - exec: ["./one 'a b'", "./two", "./three"]
  - { exec: { command: ["set -e", "./two"], env: { A: b }, chdir: /opt }, become: true }`;
    const model = `commands:
  - { hosts: w1, command: ./two, exit: { "5": 100% } }
  - { hosts: w2, stage: "2", command: "./t?o", fails-first: 1 }
  - { hosts: w3, command: "./one 'a b'", exit: { "7": 100% } }
  - { hosts: w4, stage: "1", exit: { "8": 100% } }`;
    const { result } = await rehearsed(stages, model);
    const said = (host: string, stage: string) => result(host, stage)?.message ?? '';
    expect(said('w1', '1')).toContain('command 2 of 3 (./two) ended with exit code 5');
    expect(said('w2', '2')).toContain('command 2 of 2 (./two) ended with exit code 1');
    expect(said('w3', '1')).toContain('command 1 of 3 (./one …) ended with exit code 7');
    expect(said('w4', '1')).toContain('command 1 of 3 (./one …) ended with exit code 8');
    expect(result('w5', '2')?.outcome).toBe('ok');
  });

  it('reboots the host from within a list too', async () => {
    const { result } = await rehearsed('  - exec: [sync, reboot]\n  - exec: uptime\n    timeout: 5s');
    expect(result('w1', '2')?.attempts).toBeGreaterThan(1);
  });

  it('is not the check before it', async () => {
    const stages = `  - name: Install
    exec: { command: ./install, unless: command -v agent, onlyif: test -e /x }
    retry: { attempts: 3, delay: 1s }`;
    const once = await rehearsed(stages, 'commands: [{ stage: Install, fails-first: 1, takes: 25s }]');
    expect(once.result('w1')).toMatchObject({ outcome: 'ok', attempts: 2 });
    expect(once.result('w1')?.durationMs).toBeGreaterThan(50_000);
    expect(once.result('w1')?.durationMs).toBeLessThan(60_000);
    const there = await rehearsed(stages, 'commands: [{ hosts: w1, command: command -v agent }]');
    expect(there.result('w1')).toMatchObject({ outcome: 'ok', ran: 'no' });
    expect(there.result('w2')).toMatchObject({ outcome: 'ok', ran: 'yes' });
    const not = await rehearsed(
      stages,
      'commands: [{ hosts: w1, command: test -e /x, exit: { "1": 100% } }]',
    );
    expect(not.result('w1')).toMatchObject({ outcome: 'ok', ran: 'no' });
  });

  it('takes no later link with it when it has ended', async () => {
    const stages = `
  - { name: A, hosts: w1, exec: ./a, timeout: 10s, continue-on-error: true }
  - { name: B, hosts: w1, exec: ./b, until: "result.stdout == ''" }`;
    const model = 'commands: [{ stage: A, takes: 100s, link-lost: 100% }, { stage: B, takes: 200s }]';
    for (const seed of ['1', '2', '3', '4']) {
      expect((await rehearsed(stages, model, ['--seed', seed])).result('w1', '2')?.outcome).toBe('ok');
    }
  });

  it('is told with its place when no stage is named so', async () => {
    const { code, stderr } = await rehearsed(
      '  - { name: Install, exec: ./a }',
      'commands: [{ stage: Instal }]',
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/model\.yml:1:21 [\s\S]*no stage "Instal"[\s\S]*Install/);
  });
});

describe('a rule that is about nothing', () => {
  const stages = `
  - { name: Ship, transfer: { src: play.yml, dest: /tmp/ } }
  - { name: Install, hosts: workers, exec: "./install.sh {{host.name}}", register: install }
  - { name: Restart, reboot: {} }
  - assert: { success-rate: 1 }
  - { name: Build, local: make it }`;

  it.each([
    ['{ command: "*instal.sh*" }', 'model.yml:1:23', 'No command of the playbook has such a text'],
    ['{ stage: Install, command: "make*" }', 'model.yml:1:39', 'No command of this stage has such a text'],
    ['{ hosts: w1, command: "*install.sh w2" }', 'model.yml:1:34', 'has such a text'],
    ['{ stage: Ship }', 'model.yml:1:21', 'of the kind transfer runs no command'],
    ['{ stage: "4" }', 'model.yml:1:21', 'of the kind assert runs no command'],
    [
      '{ stage: Install, hosts: managers }',
      'model.yml:1:37',
      'None of these hosts is in the stage "Install"',
    ],
    ['{ stage: Build, hosts: all }', 'model.yml:1:35', 'None of these hosts'],
  ])('is told with its place: %s', async (rule, place, words) => {
    const { code, stderr } = await rehearsed(stages, `commands: [${rule}]`);
    expect(code).toBe(0);
    expect(stderr).toContain(`${place}  warning[rule-about-nothing]`);
    expect(stderr).toContain(words);
  });

  it('is not told where only the run can know the text', async () => {
    const use = '  - { exec: a, register: a }\n  - exec: "use {{results.a.stdout}}"';
    const warns = async (pattern: string) =>
      (await rehearsed(use, `commands: [{ command: "${pattern}" }]`)).stderr.includes('about-nothing');
    for (const pattern of ["use '1'", '*1*', 'use*', '/use .1/']) expect(await warns(pattern)).toBe(false);
    for (const pattern of ['us', 'use', "sue '1'", 'b']) expect(await warns(pattern)).toBe(true);
  });

  it.each([
    '{ command: "*install.sh*" }',
    '{ command: "*systemctl reboot*" }',
    '{ command: "/^make/" }',
    '{ hosts: w2, stage: Restart }',
    '{ stage: Install, hosts: "w1,managers" }',
    '{ takes: 2s }',
  ])('is no other: %s', async (rule) => {
    expect((await rehearsed(stages, `commands: [${rule}]`)).stderr).not.toContain('warning');
  });
});

describe('a command of this machine', () => {
  const stages = `
  - { name: Build, local: make it, register: built, timeout: 1m }
  - { name: Drain, hosts: "m[1-2]", local: { command: "./drain {{host.name}}", per-host: true } }
  - { hosts: m1, exec: "use {{results.built.stdout}}" }`;
  const here = ({ events }: Awaited<ReturnType<typeof rehearsed>>) =>
    events.find((event) => event.type === 'stage-ended' && event.stage === '1');

  it('ends well and at once, unless a rule names it', async () => {
    const model = 'commands: [{ takes: 5m, exit: { "1": 100% }, hosts: w1 }, { takes: 2m }]';
    const run = await rehearsed(stages, model);
    expect(here(run)).toMatchObject({
      isGood: true,
      durationMs: 0,
      result: { stdout: { tail: 'rehearsed\n' } },
    });
    expect(run.result('m1', '2')?.outcome).toBe('ok');
  });

  it('ends as the rule says that names its stage or its text', async () => {
    const failing = await rehearsed(stages, 'commands: [{ stage: Build, takes: 3s, exit: { "2": 100% } }]');
    expect(failing.code).toBe(1);
    expect(here(failing)).toMatchObject({ durationMs: 3000, result: { reason: 'exit_code', exitCode: 2 } });
    const slow = await rehearsed(stages, 'commands: [{ command: make it, takes: 1h }]');
    expect(here(slow)).toMatchObject({ durationMs: 60_000, result: { reason: 'timeout' } });
    const said =
      'commands: [{ command: "make*", stdout: "v7\\n" }, { command: "use *v7*", exit: { "9": 100% } }]';
    expect((await rehearsed(stages, said)).result('m1', '3')?.exitCode).toBe(9);
  });

  it('has a fate of its own for each host', async () => {
    const run = await rehearsed(stages, 'commands: [{ hosts: m2, stage: Drain, exit: { "3": 100% } }]');
    expect([run.result('m1', '2')?.outcome, run.result('m2', '2')?.exitCode]).toEqual(['ok', 3]);
  });
});

describe('a port', () => {
  it('is that of the host itself, also where others have the same address', async () => {
    const inventory = `defaults: { user: pi, address: 127.0.0.1 }
hosts: { a: { address: 127.0.0.1, port: 2201 }, b: { address: 127.0.0.1, port: 2202 } }
`;
    const stage = '  - { hosts: a, wait-for: { port: 80, timeout: 5s } }';
    const outcome = async (down: string) =>
      (
        await rehearsed(stage, `hosts: [{ hosts: ${down}, down: refused }]`, [], {
          'inventory.yml': inventory.replace(', address: 127.0.0.1', ''),
        })
      ).result('a')?.outcome;
    expect(await outcome('b')).toBe('ok');
    expect(await outcome('a')).not.toBe('ok');
  });

  it('is looked for without an end to the time, also where nothing takes any', async () => {
    const stages = '  - { hosts: w1, wait-online: { interval: 0, timeout: 10s } }';
    const { result } = await rehearsed(stages, 'hosts: [{ hosts: w1, latency: 0, down: refused }]');
    expect(result('w1')?.outcome).toBe('unreachable');
  });
});
