import { describe, expect, it } from 'vitest';
import type { ExitCode } from '../../src/cli/exit-code.ts';
import { cutOffHosts } from '../../src/cli/run/cut-off-hosts.ts';
import { howToGoOn } from '../../src/cli/run/how-to-go-on.ts';
import { resultsFold } from '../../src/report/results-json/results-fold.ts';
import { goodPlan } from '../plan/fleet.ts';
import { names, Story } from '../report/events.ts';
import { allOk, failures } from '../report/stories.ts';

const { stages } = goodPlan('hosts: all\nstages:\n  - exec: install\n  - exec: start\n');

function told(code: ExitCode, story: Story, isJudged = false): string {
  const fold = resultsFold();
  const cutOff = cutOffHosts({ stages });
  for (const event of story.events) for (const each of [fold, cutOff]) each.onEvent(event);
  return howToGoOn({ code, results: fold.results(), cutOff: cutOff.hosts, isJudged, words: 'ID' });
}

/** An interrupt ends what runs on these hosts, and lets no other begin. */
function cutOffOn(...hosts: readonly string[]): Story {
  const story = new Story(names('m', 2), [{}]).stage('1', ['m1', 'm2']);
  const ended = { outcome: 'cancelled', ran: 'yes', reason: 'cancelled' } as const;
  const kept = { outcome: 'cancelled', ran: 'no', reason: 'cancelled_before_start' } as const;
  for (const host of ['m1', 'm2']) story.finish('1', host, hosts.includes(host) ? ended : kept);
  return story.endStage('1', 0, 2, 0).end(130, 'interrupted in stage 1');
}

describe('how to go on with a run', () => {
  it.each([
    ['was interrupted behind its hosts', 130, allOk(), 'Go on with it: aeon-run resume ID\n'],
    ['was interrupted in its midst', 130, cutOffOn(), 'Go on with it: aeon-run resume ID\n'],
    [
      'was interrupted on all hosts that were well',
      130,
      cutOffOn('m1', 'm2'),
      'Once more on the 2 hosts that are not ok: aeon-run retry ID\n',
    ],
    [
      'was interrupted while one host had a command',
      130,
      cutOffOn('m1'),
      'Go on with it: aeon-run resume ID\nThen, for the host that was cut off: aeon-run retry ID\n',
    ],
    ['met a lock', 4, failures(), 'Go on with it when that lock is gone: aeon-run resume ID\n'],
    ['failed', 1, failures(), 'Once more on the 2 hosts that are not ok: aeon-run retry ID\n'],
    ['came out well', 0, allOk(), ''],
    ['failed on no host', 1, allOk(), ''],
    ['had a fault of ours', 5, failures(), ''],
  ] as const)('that %s', (_what, code, story, line) => {
    expect(told(code, story)).toBe(line);
  });

  it('tells that hosts which were cut off count against an assert or a wave', () => {
    const story = cutOffOn('m1');
    expect(told(130, story, true).split('\n')).toEqual([
      'Go on with it: aeon-run resume ID',
      'It counts the host that was cut off as not ok: where an assert or a wave asks for more, it stops there, with the on-failure of that wave.',
      'Then, for the host that was cut off: aeon-run retry ID',
      '',
    ]);
    expect(told(130, cutOffOn(), true)).toBe('Go on with it: aeon-run resume ID\n');
  });

  it('warns of what may have run, which a retry runs again', () => {
    const story = new Story(names('m', 2), [{}]).stage('1', ['m1', 'm2']).start('1', 'm1', 'm2');
    story.finish('1', 'm1', { outcome: 'unknown', ran: 'unknown', reason: 'link_lost' }).finish('1', 'm2');
    expect(told(3, story.endStage('1', 1, 2, 0).end(3))).toBe(
      'Look first what was done on m1: it may have run there, and a retry runs it again.\nOnce more on the host that is not ok: aeon-run retry ID\n',
    );
  });
});
