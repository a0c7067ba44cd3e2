import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { junitReport } from '../../../src/report/junit/junit-report.ts';
import { RunStory } from '../../../src/report/story/run-story.ts';
import { Story, text } from '../events.ts';
import { allOk, failsHere, failures, hostile, inTheMiddle } from '../stories.ts';

describe('the test results of a run', () => {
  it('are a suite a stage and a case a host, with one for the whole run', () => {
    expect(outline(failures())).toEqual([
      'testsuites Roll out the agent: 11 tests, 3 failures, 1 errors, 2 skipped',
      'testsuite 1 Ship the installer: 4 tests, 0 failures, 1 errors, 0 skipped',
      '  m1 passed',
      '  m2 passed',
      '  m3 passed',
      '  m4 error connect_timeout: m4 did not answer on port 22 within 30 s: is it switched on?',
      'testsuite 2 Install on managers: 4 tests, 1 failures, 0 errors, 1 skipped',
      '  m1 passed',
      '  m2 passed',
      '  m3 failure exit_code: the command ended with exit code 100',
      '  m4 skipped: host_failed_before',
      'testsuite 3 assert success-rate 95: 1 tests, 1 failures, 0 errors, 0 skipped',
      '  assert failure failure: 2 of 4 hosts are ok (50 %), 95 % asked',
      'testsuite 4 Clean up: 1 tests, 0 failures, 0 errors, 1 skipped',
      '  exec skipped: it did not run',
      'testsuite the whole run: 1 tests, 1 failures, 0 errors, 0 skipped',
      '  all came out well failure failure: assert success-rate 95 does not hold',
    ]);
  });

  it('are green when all is well', () => {
    expect(outline(allOk())[0]).toBe(
      'testsuites Roll out the agent: 5 tests, 0 failures, 0 errors, 0 skipped',
    );
  });

  it('have what was written last, harmless', () => {
    const [failure] = parsed(failures()).getElementsByTagName('failure');
    expect(failure?.textContent).toBe(
      'red and ^[[2J^[[Hgone\n12:04:05 [1/1 Ship] m9 ok 0.1s^Mback <U+202E>right<U+202C> M-^[2J',
    );
    const bad = ']]><failure>&amp;"\'\0\ufffe\ud800';
    const story = new Story(['m1'], [{ name: bad }]).stage('1', ['m1']).start('1', 'm1');
    story.finish('1', 'm1', { outcome: 'failed', message: bad, stderr: text(`${bad}${hostile}`) });
    const suites = parsed(story.endStage('1', 0, 1).end(1));
    expect([...suites.getElementsByTagName('failure')].map((each) => each.getAttribute('message'))).toEqual([
      expect.stringContaining(']]><failure>&amp;"\'^@'),
      'exit code 1',
    ]);
  });

  it('are not red from what the playbook tolerates, or from what a host recovered from', () => {
    const story = new Story(
      ['m1', 'm2'],
      [{ name: 'Try', continueOnError: true }, { name: 'Install' }, { name: 'Mend' }],
    );
    const failed = { outcome: 'failed', reason: 'exit_code', message: 'no' } as const;
    story.stage('1', ['m1']).start('1', 'm1').finish('1', 'm1', failed).endStage('1', 0, 1);
    story.stage('2', ['m2']).start('2', 'm2').finish('2', 'm2', failed).endStage('2', 0, 1);
    story.stage('3', ['m2']).start('3', 'm2').finish('3', 'm2', {}, { isRecovery: true }).endStage('3', 1, 1);
    expect(outline(story.end(0)).filter((line) => line.startsWith('  '))).toEqual([
      '  m1 skipped: failed (continue-on-error): no',
      '  m2 skipped: failed (the host recovered): no',
      '  m2 passed',
      '  all came out well passed',
    ]);
  });

  it('are red when a stage on this machine fails, or when the end is not known', () => {
    expect(outline(failsHere())).toContain(
      '  local failure failure: the command ended with exit code 2: make: Error 2 (on this machine)',
    );
    expect(outline(inTheMiddle())).toEqual(
      expect.arrayContaining([
        '  w1 error error: its end was not heard of',
        '  all came out well failure failure: the record ends here: this run has not been brought to its end',
      ]),
    );
    expect(outline(inTheMiddle(), true)).toContain(
      '  all came out well failure failure: the run was still going on when this was written',
    );
  });
});

function parsed(story: Story, isGoingOn = false): Document {
  const run = new RunStory({ isGoingOn });
  for (const event of story.events) run.onEvent(event);
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(junitReport(run) ?? '', 'text/xml');
}

function outline(story: Story, isGoingOn = false): string[] {
  return [...lines(parsed(story, isGoingOn))];
}

function* lines(document: Document): Generator<string> {
  for (const element of document.getElementsByTagName('*')) {
    const name = element.getAttribute('name');
    if (element.tagName === 'testcase') yield `  ${name} ${endOf(element)}`;
    else if (element.tagName.startsWith('testsuite')) {
      const counts = ['tests', 'failures', 'errors', 'skipped'].map(
        (word) => `${element.getAttribute(word)} ${word}`,
      );
      yield `${element.tagName} ${name}: ${counts.join(', ')}`;
    }
  }
}

function endOf(testcase: Element): string {
  const end = [...testcase.childNodes].find((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  if (end === undefined) return 'passed';
  const type = end.getAttribute('type');
  return `${end.tagName}${type ? ` ${type}` : ''}: ${end.getAttribute('message')}`;
}
