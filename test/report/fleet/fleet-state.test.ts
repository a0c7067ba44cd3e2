import { describe, expect, it } from 'vitest';
import { timeLeftMs } from '../../../src/report/fleet/time-left.ts';
import { names, Story } from '../events.ts';
import { fleetAfter } from '../fleet-after.ts';

const refused = (host: string) =>
  ({
    outcome: 'unreachable',
    reason: 'refused',
    message: `${host} refused the connection on port 22`,
  }) as const;

describe('the state of a fleet', () => {
  it('counts every host of a stage once, whatever happened on the way', () => {
    const story = new Story(names('m', 4), [{ name: 'Install' }]);
    story.stage('1', names('m', 4)).start('1', 'm1', 'm2').retry('1', 'm1', 1, refused('m1'));
    story.finish('1', 'm1', { attempts: 2 }).finish('1', 'm2', refused('m2'));
    story.finish('1', 'm3', { outcome: 'skipped', reason: 'when_is_false' });
    const stage = fleetAfter(story).current;
    expect(stage?.ended).toBe(3);
    expect(stage?.bad).toBe(1);
    expect([...(stage?.waiting ?? [])]).toEqual(['m4']);
    expect(stage?.active).toBe(0);
  });

  it('calls a stage that had not begun as the plan calls it with which the run goes on', () => {
    const story = new Story(['m1'], [{ name: 'Install' }, { name: 'Start' }]).stage('1', ['m1']);
    const [now] = new Story(['m1'], [{ name: 'Other' }, { name: 'Restart', hostCount: 3 }]).events;
    if (now?.type !== 'run-started') throw new Error('a story begins otherwise');
    story.tell({ ...now, type: 'run-resumed', takesUp: [], changed: ['the playbook site.yml'] });
    const fleet = fleetAfter(story);
    expect(fleet.stages.map(({ facts, hostCount }) => [facts.name, hostCount])).toEqual([
      ['Install', 1],
      ['Restart', 3],
    ]);
    expect(fleet.stage('1')?.startedMs).toBe(0);
    expect(fleet.stage('2')?.facts.name).toBe('Restart');
  });

  it('gathers failures that differ in no more than the name or the address of the host', () => {
    const story = new Story(names('m', 3), [{ name: 'Install' }]).stage('1', names('m', 3));
    story.finish('1', 'm1', refused('m1')).finish('1', 'm2', refused('10.0.0.1:22'));
    story.finish('1', 'm3', { outcome: 'unreachable', reason: 'refused', message: 'another sentence' });
    const groups = fleetAfter(story).failures.sorted();
    expect(groups.map(({ hosts }) => [...hosts])).toEqual([['m1', 'm2'], ['m3']]);
  });

  it.each([
    ['a path of it', (host: string) => `the directory of ${host}:nodir/x.yml does not exist`],
    ['a file of it here', (host: string) => `/got/${host}/x.log: no space is left`],
    ['its login', (host: string) => `pi@${host}: permission denied.`],
    ['its port', (host: string) => `${host}:22022 refuses, ask ${host}`],
  ])('gathers failures that name the host in %s', (_, sentence) => {
    const fleet = [
      { name: 'm1', address: '10.0.0.1' },
      { name: 'm2', address: 'fe80::2' },
      { name: 'm3', address: 'm3.example.com' },
    ];
    const story = new Story(fleet, [{ name: 'Ship' }]).stage('1', ['m1', 'm2', 'm3']);
    for (const [host, name] of [
      ['m1', 'm1'],
      ['m2', 'm2'],
      ['m1', '10.0.0.1'],
      ['m2', '[fe80::2]'],
      ['m3', 'm3.example.com'],
    ] as const)
      story.finish('1', host, { outcome: 'failed', message: sentence(name) });
    expect(fleetAfter(story).failures.sorted()).toHaveLength(1);
  });

  it.each(['edge-m1', 'm1.example.com', 'm10', 'my.m1', 'm1_old'])(
    'takes %s for another host than m1',
    (other) => {
      const story = new Story(['m1', 'm2'], [{ name: 'Ask' }]).stage('1', ['m1', 'm2']);
      story.finish('1', 'm1', { outcome: 'failed', message: `${other} says no` });
      story.finish('1', 'm2', { outcome: 'failed', message: 'm2 says no' });
      expect(fleetAfter(story).failures.sorted()).toHaveLength(2);
    },
  );

  it('forgets the failures of a host that came back, but not what is unknown', () => {
    const story = new Story(names('m', 2), [{ name: 'Install' }, { name: 'Repair' }]).stage(
      '1',
      names('m', 2),
    );
    story.finish('1', 'm1', refused('m1')).finish('1', 'm2', { outcome: 'unknown', reason: 'link_lost' });
    story.endStage('1', 0, 2).stage('2', names('m', 2));
    story.finish('2', 'm1', {}, { isRecovery: true }).finish('2', 'm2', {}, { isRecovery: true });
    const fleet = fleetAfter(story);
    expect(fleet.failures.sorted().map(({ hosts }) => [...hosts])).toEqual([['m2']]);
    expect(fleet.hostOutcome('m1')).toEqual({ outcome: 'ok', isSuccess: true });
    expect(fleet.hostOutcome('m2')).toEqual({ outcome: 'unknown', isSuccess: false });
  });

  it('says that a task without an end may have run', () => {
    const story = new Story(['m1'], [{ name: 'Install' }]).stage('1', ['m1']).start('1', 'm1');
    expect(fleetAfter(story).hostOutcome('m1')).toEqual({ outcome: 'unknown', isSuccess: false });
  });

  it('lets go of what it knows about each host when the stage is over', () => {
    const story = new Story(['m1'], [{ name: 'Install' }]).stage('1', ['m1']).start('1', 'm1');
    const stage = fleetAfter(story.finish('1', 'm1', refused('m1')).endStage('1', 0, 1)).stage('1');
    expect([
      stage?.waiting.size,
      stage?.running.size,
      stage?.retrying.size,
      stage?.lastFailed.length,
    ]).toEqual([0, 0, 0, 0]);
  });

  it('guesses no time left from the few that were the quickest', () => {
    const hosts = names('m', 40);
    const story = new Story(hosts, [{ name: 'Install', concurrency: 10 }]).stage('1', hosts);
    story.start('1', ...hosts.slice(0, 10)).after(1000);
    const left = () => {
      const stage = fleetAfter(story).current;
      return stage && timeLeftMs(stage, 1000);
    };
    for (const host of hosts.slice(0, 3)) story.finish('1', host);
    expect(left()).toBeUndefined();
    story.finish('1', hosts[3] ?? '');
    expect(left()).toBeGreaterThan(0);
  });

  it('guesses the time left from the hosts that are done', () => {
    const hosts = names('m', 40);
    const story = new Story(hosts, [{ name: 'Install', concurrency: 10 }]).stage('1', hosts);
    story.start('1', ...hosts.slice(0, 10));
    const before = fleetAfter(story).current;
    expect(before && timeLeftMs(before, 0)).toBeUndefined();
    story.after(10_000);
    for (const host of hosts.slice(0, 10)) story.finish('1', host);
    story.start('1', ...hosts.slice(10, 20));
    const stage = fleetAfter(story).current;
    expect(stage && timeLeftMs(stage, 10_000)).toBe(30_000);
    expect(stage && timeLeftMs(stage, 15_000)).toBe(25_000);
  });
});
