import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndjsonView } from '../../../src/report/ndjson/ndjson-view.ts';
import { Story, text } from '../events.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { failures } from '../stories.ts';

function written(story: Story): string {
  const terminal = new FakeTerminal();
  const view = ndjsonView(terminal);
  for (const event of story.events) view.onEvent(event);
  view.close();
  return terminal.written;
}

describe('NDJSON', () => {
  it('is each event but progress, in order, one a line', () => {
    const story = failures().doing('2', 'm1', 'running');
    const lines = written(story).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      story.events.filter(({ type }) => type !== 'progress'),
    );
  });

  it('stays one parseable line whatever a host said, and moves no cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        const story = new Story(['m1'], [{}]);
        story.events.length = 0;
        story.finish('1', 'm1', { message: said, stderr: text(`${said}\ud800\u2028`) });
        const lines = written(story).split('\n');
        expect(lines).toHaveLength(2);
        expect(lines[0]).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
        expect(JSON.parse(lines[0] ?? '').result.message).toBe(said);
      }),
    );
  });
});
