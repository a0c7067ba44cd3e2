import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/events/events.ts';
import type { Results } from '../../src/report/results-json/results.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type Cli, type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

describe('a resumed run', () => {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['m1', 'm2']);
  });
  afterAll(() => hosts[Symbol.asyncDispose]());
  beforeEach(async () => {
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts));
    for (const host of hosts) await host.exec('rm -f /root/* /home/deploy/*');
  });
  afterEach(() => place[Symbol.asyncDispose]());

  const m1 = () => {
    const [first] = hosts;
    if (first === undefined) throw new Error('no host');
    return first;
  };
  const exec = async (command: string) => (await m1().exec(command)).stdout;

  /** Starts a run of these stages on m1 and kills it when the condition holds there. */
  async function killed(stages: string, command: string, more: readonly string[] = []): Promise<void> {
    const cli = await started(stages, more);
    await until(cli, async () => (await m1().exec(command)).exitCode === 0);
    cli.signal('SIGKILL');
    await cli.ended;
  }

  /** The same, killed when it had announced its command, which has not come to m1. */
  async function killedOnTheWay(stages: string): Promise<void> {
    await m1().pullCable();
    const cli = await started(stages);
    await until(cli, async () => cli.stdout.includes('attempt-started'));
    cli.signal('SIGKILL');
    await cli.ended;
    await m1().plugCable();
  }

  async function started(stages: string, more: readonly string[] = []): Promise<Cli> {
    await place.write('playbook.yml', `hosts: m1\nstages:\n${stages}`);
    return place.start(['playbook.yml', '-i', 'inventory.yml', '--output', 'json', ...more]);
  }

  async function finished(stages: string): Promise<{ readonly journal: string; readonly results: string }> {
    expect((await (await started(stages)).ended).exitCode).toBe(0);
    const [run = ''] = (await place.runDirectories()).slice(-1);
    return { journal: join(run, 'journal.ndjson'), results: join(run, 'results.json') };
  }

  const resume = (...more: string[]): Promise<CliEnd> =>
    place.run(['resume', 'last', '--output', 'json', ...more]);

  async function outcomes(host = 'm1'): Promise<unknown[]> {
    const { devices } = (await place.results()) as Results;
    const device = devices.find((each) => each.host === host);
    return device?.stages.map(({ outcome, reason, message }) => [outcome, reason ?? message ?? '']) ?? [];
  }

  it('waits for a command that still runs, and believes its exit code', async () => {
    await killed('  - exec: touch begun; sleep 2; echo x >> ended; exit 7', 'test -e /root/begun');
    const end = await resume();
    expect(end.exitCode).toBe(1);
    expect(await outcomes()).toEqual([['failed', 'exit_code']]);
    expect(await exec('cat /root/ended')).toBe('x\n');
  });

  it('does the same for a run that had no playbook, and a retry of it is one of the same command', async () => {
    const command = 'touch begun; sleep 2; echo x >> ended; test -e mended';
    const cli = place.start(['exec', '-i', 'inventory.yml', '-l', 'm1', '--', command]);
    await until(cli, async () => (await m1().exec('test -e /root/begun')).exitCode === 0);
    cli.signal('SIGKILL');
    await cli.ended;
    expect((await resume()).exitCode).toBe(1);
    expect(await outcomes()).toEqual([['failed', 'exit_code']]);
    expect(await exec('cat /root/ended')).toBe('x\n');
    await exec('touch /root/mended');
    expect((await place.run(['retry', 'last', '--output', 'json'])).exitCode).toBe(0);
    expect(await exec('cat /root/ended')).toBe('x\nx\n');
  });

  it('has each line of before once in its log, in order, and where it was resumed', async () => {
    await killed('  - exec: echo first\n  - exec: sleep 1; touch begun; sleep 1', 'test -e /root/begun');
    expect((await resume()).exitCode).toBe(0);
    const log = await place.readOfRun('run.log');
    const events = log.split('\n').filter((line) => /^\d\d:/.test(line));
    expect(
      events.map((line) =>
        line.replace(/^\S+ (?:\[(\d).*?\] )?(.*?\b(?:starts|ok|done|resumed|run)\b).*/, '$1$2'),
      ),
    ).toEqual([
      'playbook: 2 stages, 1 host, run',
      ...['1starts', '1m1 ok', '1done', '2starts', 'resumed', '2m1 ok', '2done'],
    ]);
    expect(log.match(/1 of 1 hosts ok/g)).toHaveLength(1);
  });

  it('waits for a command that writes much, which no closed pipe has ended', async () => {
    const chatty =
      'for i in 1 2 3 4 5 6; do echo $i; echo $i >&2; sleep 0.3; done; seq 50000; seq 50000 >&2; echo x >> ended';
    await killed(`  - exec: touch begun; sh -c '${chatty}' || touch broken`, 'test -e /root/begun');
    await sleep(1500); // It writes on both streams while nobody looks.
    expect((await resume()).exitCode).toBe(0);
    expect(await exec('cat /root/ended; ls /root/broken 2>&1')).toMatch(/^x\n.*No such file/);
    expect(await outcomes()).toEqual([['ok', 'the link was lost while it ran, so its output is not whole']]);
    expect(await exec('ls -A /tmp /var/tmp /dev/shm; pgrep -x cat')).not.toMatch(/aeon|\d/);
  });

  it('does not run a command again that ended while nobody looked, and goes on behind it', async () => {
    await killed(
      '  - exec: echo x >> one; sleep 0.3\n  - exec: echo x >> two',
      'test -e /root/one && ! test -e /root/two',
    );
    await sleep(500);
    expect((await resume()).exitCode).toBe(0);
    expect(await exec('cat /root/one /root/two')).toBe('x\nx\n');
    expect(await exec('ls -A /tmp /var/tmp /dev/shm')).not.toContain('aeon');
  });

  it('removes the evidence of a command whose end was noted just before the kill', async () => {
    const { journal } = await finished('  - exec: echo x >> one\n');
    const events = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, events.filter((line) => !/"(stage|run)-ended"/.test(line)).join('\n'));
    const evidence = `/dev/shm/.aeon-${/"attemptId":"(\w+)"/.exec(events.join())?.[1]}`;
    await exec(`printf 'started\\nexit 0\\n' > ${evidence}`);
    expect((await resume()).exitCode).toBe(0);
    expect(await exec('ls -A /dev/shm; cat /root/one')).toBe('x\n');
  });

  it('writes the results of a run that was killed behind its last event', async () => {
    const { results } = await finished('  - exec: echo x >> one\n');
    const written = readFileSync(results, 'utf8');
    rmSync(results);
    expect((await resume()).exitCode).toBe(0);
    expect(JSON.parse(readFileSync(results, 'utf8'))).toEqual(JSON.parse(written));
    expect(await exec('cat /root/one')).toBe('x\n');
  });

  it('does not let a later stage use output of which nobody knows whether it is whole', async () => {
    await killed(
      '  - { exec: "echo part; sleep 0.5; touch one; sleep 1", register: one }\n  - exec: touch {{results.one.stdout}}',
      'test -e /root/one',
    );
    expect((await resume()).exitCode).toBe(1);
    expect(await outcomes()).toEqual([
      ['ok', 'the link was lost while it ran, so its output is not whole'],
      ['failed', 'value_missing'],
    ]);
  });

  it('says unknown where the host has lost its memory, and never runs the command again', async () => {
    await killed('  - exec: echo x >> one; sleep 60', 'test -e /root/one');
    await m1().pullPower();
    await m1().powerOn();
    expect((await resume()).exitCode).toBe(3);
    expect(await outcomes()).toEqual([['unknown', 'link_lost']]);
    expect(await exec('cat /root/one')).toBe('x\n');
  });

  it('runs it again there when the stage is idempotent', async () => {
    await killed(
      '  - { exec: "echo x >> one; [ -e /root/again ] || { touch /root/again; sleep 60; }", idempotent: true, retry: { delay: 1 } }',
      'test -e /root/again',
    );
    await m1().pullPower();
    await m1().powerOn();
    expect((await resume()).exitCode).toBe(0);
    expect(await exec('cat /root/one')).toBe('x\nx\n');
  });

  it('does not reboot a host twice, whenever the controller was killed in between', async () => {
    for (const pauseMs of [0, 150, 600]) {
      const boots = m1().boots;
      const cli = await started('  - reboot: { timeout: 60s }\n  - exec: touch /root/after');
      await until(cli, async () => cli.stdout.includes('boot-noted'));
      await sleep(pauseMs);
      cli.signal('SIGKILL');
      await cli.ended;
      expect((await resume()).exitCode).toBe(0);
      expect(m1().boots).toBe(boots + 1);
    }
  }, 120_000);

  it('nor where its first resume found that the reboot had not begun, and was killed too', async () => {
    const boots = m1().boots;
    await killedOnTheWay('  - reboot: { timeout: 60s }');
    const second = place.start(['resume', 'last', '--output', 'json']);
    await until(second, async () => second.stdout.includes('boot-noted'));
    await sleep(600);
    second.signal('SIGKILL');
    await second.ended;
    expect((await resume()).exitCode).toBe(0);
    expect(m1().boots).toBe(boots + 1);
  }, 60_000);

  it('says unreachable, and not unknown, of a host that proves that nothing began and then takes no command', async () => {
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
    const noMore = 'prlimit --nproc=0 --pid $(pgrep -u deploy sshd)'; // It starts no further shell.
    await killedOnTheWay(`  - { exec: { command: touch one, onlyif: "${noMore}" }, retry: { attempts: 1 } }`);
    expect((await resume()).exitCode).toBe(1);
    expect(await outcomes()).toEqual([['unreachable', 'channel_refused']]);
    expect(await exec('ls /home/deploy; ls -A /tmp /var/tmp /dev/shm')).not.toMatch(/one|aeon/);
  });

  it('starts nothing twice where the check before the command would lose the link the second time', async () => {
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
    const cutsOnce = '[ -e one ] && [ ! -e cut ] && touch cut && pkill -u deploy sshd; false';
    const stage = `exec: { command: "echo x >> one; sleep 1; exit 7", unless: "${cutsOnce}" }`;
    await killed(`  - ${stage}`, 'test -e /home/deploy/one');
    expect((await resume()).exitCode).toBe(1);
    expect(await exec('cat /home/deploy/one')).toBe('x\n');
    expect(await outcomes()).toEqual([['failed', 'exit_code']]);
  });

  it('does what an interrupt had kept from starting; a command that was cut stays cancelled', async () => {
    const stages =
      '  - { exec: "echo x >> one.{{host.name}}; while [ ! -e go ]; do sleep 0.1; done", concurrency: 1, hosts: all }';
    const cli = await started(stages);
    await until(cli, async () => (await m1().exec('test -e /root/one.m1')).exitCode === 0);
    cli.signal('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    const again = place.start(['resume', 'last', '--output', 'json']);
    const [, second] = hosts;
    await until(again, async () => (await second?.exec('test -e /root/one.m2'))?.exitCode === 0);
    const other = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(other.exitCode, other.stderr).toBe(4); // The resumed run holds its machines.
    await second?.exec('touch /root/go');
    expect((await again.ended).exitCode).toBe(1);
    expect(await exec('cat /root/one.m1')).toBe('x\n');
    expect(await outcomes('m1')).toEqual([['cancelled', 'cancelled']]);
    expect(await outcomes('m2')).toEqual([['ok', '']]);
  });

  it('knows what an interrupted attempt brought, also where its resume was killed', async () => {
    await place.write('conf', 'new');
    const slowMv = '#!/bin/sh\\n/bin/mv "$@"; c=$?; sleep 4; exit $c\\n';
    await exec(`usermod -s /bin/bash root; mkdir /root/bin; echo 'PATH=/root/bin:$PATH' >/root/.bashrc
printf '${slowMv}' >/root/bin/mv; chmod 755 /root/bin/mv`);
    const cli = await started(`  - { transfer: { src: conf, dest: /root/conf }, register: config }
  - { exec: echo x >>restarted, when: results.config.changed }
`);
    await until(cli, async () => (await m1().exec('test -e /root/conf')).exitCode === 0);
    cli.signal('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    await exec('rm -r /root/bin /root/.bashrc');
    await m1().pullCable();
    const again = place.start(['resume', 'last', '--output', 'json']);
    await until(again, async () => again.stdout.includes('run-resumed'));
    again.signal('SIGKILL');
    await again.ended;
    await m1().plugCable();
    const [run = ''] = await place.runDirectories();
    const journal = join(run, 'journal.ndjson');
    // Nothing but that it goes on: it may have come further before it was killed.
    const [before, resumed] = readFileSync(journal, 'utf8').split(/(?<=^.*"type":"run-resumed".*$)/m);
    if (resumed !== undefined) writeFileSync(journal, `${before}\n`);
    expect((await resume()).exitCode).toBe(0);
    expect(await exec('cat /root/restarted')).toBe('x\n');
  });

  it('takes over the lock of its own dead process, and no living one', async () => {
    const cli = await started('  - exec: touch begun; while [ ! -e go ]; do sleep 0.1; done');
    await until(cli, async () => (await m1().exec('test -e /root/begun')).exitCode === 0);
    const early = await resume();
    expect(early.exitCode).toBe(4);
    expect(early.stderr).toMatch(/is locked by run .*: wait until it is over/);
    cli.signal('SIGKILL');
    await cli.ended;
    const other = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(other.exitCode).toBe(4);
    expect(other.stderr).toContain('that process is gone: go on with it by "aeon-run resume');
    await exec('touch /root/go');
    expect((await resume()).exitCode).toBe(0);
    expect((await resume()).stderr).toMatch(
      /^run .* is finished, with exit code 0: there is nothing to resume\n$/,
    );
  });

  it('refuses a changed playbook, inventory or file by name, unless that is accepted', async () => {
    await place.write('tool', 'old');
    await place.run(['secrets', 'keygen']);
    const encrypt = async (text: string) => {
      await place.write('group_vars/all.yml', text);
      await place.run(['secrets', 'encrypt', 'group_vars/all.yml']);
    };
    await encrypt('pin: 90125\n');
    const stages = '  - exec: touch begun; sleep 1\n  - transfer: { src: tool, dest: /root/tool }';
    await killed(stages, 'test -e /root/begun');
    await place.write('tool', 'new');
    await encrypt('pin: 90126\n');
    await place.write('inventory.yml', `${inventoryOf(hosts)}# a comment\n`);
    const refused = await resume();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /these have changed since: inventory.yml, group_vars\/all.yml, the file tool\. .*--accept-changes/,
    );
    expect((await resume('--accept-changes')).exitCode).toBe(0);
    expect(await exec('cat /root/tool')).toBe('new');
  });

  it('with accepted changes still refuses a playbook in which begun stages have moved', async () => {
    await killed('  - exec: touch begun; sleep 1', 'test -e /root/begun');
    await place.write(
      'playbook.yml',
      'hosts: m1\nstages:\n  - exec: "true"\n  - exec: touch begun; sleep 1\n',
    );
    const refused = await resume('--accept-changes');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('not in their place any more: 1 (');
  });

  it('refuses a plan without a host on which a command was begun', async () => {
    await killed('  - exec: touch begun; sleep 3', 'test -e /root/begun');
    await place.write('playbook.yml', 'hosts: m2\nstages:\n  - exec: touch begun; sleep 3');
    const refused = await resume('--accept-changes');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('not in their place any more: 1 on m1');
  });

  it('goes on behind a line that was cut off, and refuses a damaged one by its number', async () => {
    await killed('  - exec: touch begun; sleep 1', 'test -e /root/begun');
    const journal = join((await place.runDirectories()).at(-1) ?? '', 'journal.ndjson');
    const whole = readFileSync(journal, 'utf8');
    writeFileSync(journal, `${whole.replace('"task-started"', '"task-st')}`);
    const refused = await resume();
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/line 3 of .*journal.ndjson cannot be read: it is no JSON/);
    writeFileSync(journal, `${whole}{"type":"task-ended","stage":"1","ho`);
    expect((await resume()).exitCode).toBe(0);
    const events = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(events.map((line) => (JSON.parse(line) as RunEvent).type)).toEqual([
      ...['run-started', 'stage-started', 'task-started', 'attempt-started'],
      ...['run-resumed', 'task-ended', 'stage-ended', 'run-ended'],
    ]);
  });
});

async function until(cli: Cli, holds: () => Promise<boolean>): Promise<void> {
  let end: CliEnd | undefined;
  void cli.ended.then((ended) => {
    end = ended;
  });
  while (!(await holds())) {
    if (end !== undefined) throw new Error(`it ended before: ${end.stdout}${end.stderr}`);
    await sleep(20);
  }
}
