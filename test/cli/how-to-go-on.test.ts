import { describe, expect, it } from 'vitest';
import { howToGoOn } from '../../src/cli/run/how-to-go-on.ts';
import { resultsFold } from '../../src/report/results-json/results-fold.ts';
import { names, Story } from '../report/events.ts';
import { allOk, failures } from '../report/stories.ts';

function told(code: Parameters<typeof howToGoOn>[0], story: Story): string {
  const fold = resultsFold();
  for (const event of story.events) fold.onEvent(event);
  return howToGoOn(code, fold.results(), 'ID');
}

describe('how to go on with a run', () => {
  it.each([
    ['was interrupted', 130, failures(), 'Go on with it: aeon-run resume ID\n'],
    ['met a lock', 4, failures(), 'Go on with it when that lock is gone: aeon-run resume ID\n'],
    ['failed', 1, failures(), 'Once more on the 2 hosts that are not ok: aeon-run retry ID\n'],
    ['came out well', 0, allOk(), ''],
    ['failed on no host', 1, allOk(), ''],
    ['had a fault of ours', 5, failures(), ''],
  ] as const)('that %s', (_what, code, story, line) => {
    expect(told(code, story)).toBe(line);
  });

  it('warns of what may have run, which a retry runs again', () => {
    const story = new Story(names('m', 2), [{}]).stage('1', ['m1', 'm2']).start('1', 'm1', 'm2');
    story.finish('1', 'm1', { outcome: 'unknown', ran: 'unknown', reason: 'link_lost' }).finish('1', 'm2');
    expect(told(3, story.endStage('1', 1, 2, 0).end(3))).toBe(
      'Look first what was done on m1: it may have run there, and a retry runs it again.\nOnce more on the host that is not ok: aeon-run retry ID\n',
    );
  });
});
