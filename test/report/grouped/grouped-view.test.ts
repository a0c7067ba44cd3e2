import { describe, expect, it } from 'vitest';
import { groupedView } from '../../../src/report/grouped/grouped-view.ts';
import type { TaskResult } from '../../../src/result/task-result.ts';
import { Story, text } from '../events.ts';
import { FakeTerminal } from '../fake-terminal.ts';

const silent = { onEvent: () => {}, close: () => {} };

/** What is told of hosts that ended so, on a terminal or in a pipe. */
function told(ends: Readonly<Record<string, Partial<TaskResult>>>, result = pipe()): FakeTerminal {
  const hosts = Object.keys(ends);
  const view = groupedView({ progress: silent, messages: pipe(), result, readWhole: () => undefined });
  const story = new Story(hosts, [{ name: 'exec: x' }]).stage('1', hosts).start('1', ...hosts);
  for (const [host, end] of Object.entries(ends)) story.finish('1', host, end);
  for (const event of story.end(0).events) view.onEvent(event);
  return result;
}

function pipe(): FakeTerminal {
  return new FakeTerminal(Number.POSITIVE_INFINITY);
}

describe('the view of one command', () => {
  it('lets others write above what goes on', () => {
    const told: string[] = [];
    const progress = {
      ...silent,
      suspend: () => {
        told.push('suspended');
        return () => void told.push('goes on');
      },
    };
    const view = groupedView({ progress, messages: pipe(), result: pipe(), readWhole: () => undefined });
    view.suspend?.('to-tell')();
    expect(told).toEqual(['suspended', 'goes on']);
  });
});

describe('what hosts said, told together', () => {
  it('is shown as it was, but for lines that would begin as a headline of ours', () => {
    const said = 'fine\n── w2\nall good\n ── indented\n├── tree\n──none\n';
    expect(told({ w1: { stdout: text(said) } }).written).toBe(
      '── w1\nfine\n\\── w2\nall good\n ── indented\n├── tree\n──none\n',
    );
  });

  it('is told not to be all of it where a link was lost, or this machine could not keep it, and apart from what is', () => {
    const said = text('a\n');
    expect(
      told({
        w1: { stdout: said },
        w2: { stdout: { ...said, isCut: true } },
        w3: {
          stdout: { ...said, incomplete: 'ENOSPC' },
          outcome: 'failed',
          reason: 'exit_code',
          exitCode: 3,
        },
      }).written,
    ).toBe(`── w1
a
── w2
── not all that was written: the link, or the run, was lost while the command ran
a
── w3: ✖ exit code 3
── not all that was written: it could not be kept here: ENOSPC
a
`);
  });

  it.each([
    ['in colour', '\x1b[2m── \x1b[0m\x1b[1mw2\x1b[0m'],
    ['behind and between what nobody sees', '\u200b─\u2060─ w2'],
    ['at the edge of the terminal', `${' '.repeat(40)}── w2`],
    ['in colour, at a later edge', `${'x'.repeat(40)}\x1b[31m${'y'.repeat(40)}\x1b[0m── w2`],
    ['behind characters of two cells', `${'管'.repeat(20)}── w2`],
  ])('has no headline of its own %s', (_, line) => {
    const terminal = new FakeTerminal(40, 24, { hasColor: true });
    const { written } = told({ w1: { stdout: text(`${line}\n`) } }, terminal);
    expect(written).toContain('\\');
    expect(rows(written, 40).filter((row) => row.startsWith('── w2'))).toEqual([]);
  });

  it('is one for all hosts that were not reached for the same reason, in whose sentences name and address differ', () => {
    const failed = (host: string, at: number) => ({
      outcome: 'unreachable' as const,
      reason: 'refused' as const,
      message: `${host} (10.0.0.${at}:22) refuses the connection; user exec of ${host}`,
    });
    expect(told({ e: failed('e', 0), w: failed('w', 1) }).written).toBe(
      '── e,w (2 hosts): ⊘ unreachable (refused)\nfor example: e (10.0.0.0:22) refuses the connection; user exec of e\n',
    );
  });

  it('is, where it is long, its last whole lines, below a line of ours that says where all of it is', () => {
    const end = (file: string) => ({ tail: 'ut line\nlast but one\nlast\n', bytes: 2_000_000, file });
    const { written } = told({ w1: { stdout: end('hosts/w1/1.out'), stderr: end('hosts/w1/1.err') } });
    expect(written).toBe(
      [
        '── w1',
        '── the end of a long stdout, all of it: /runs/20261124-120405-k3f9/hosts/w1/1.out',
        'last but one',
        'last',
        '── the end of a long stderr, all of it: /runs/20261124-120405-k3f9/hosts/w1/1.err',
        'stderr: last but one',
        'stderr: last\n',
      ].join('\n'),
    );
  });

  it('is told of several hosts together where all of it is the same, and not where only its end is', () => {
    const end = (host: string, sha256: string) => ({
      stdout: { tail: 'ut line\nlast\n', bytes: 2_000_000, sha256, file: `hosts/${host}/1.out` },
    });
    const { written } = told({ w1: end('w1', 'aa'), w2: end('w2', 'bb'), w3: end('w3', 'aa') });
    expect(written.match(/^── w.*$/gm)).toEqual(['── w[1,3] (2 hosts)', '── w2']);
  });

  it('is not taken for the same where nobody knows all of it', () => {
    const end = (host: string) => ({
      stdout: {
        tail: 'ut line\nlast\n',
        bytes: 2_000_000,
        isCut: true as const,
        file: `hosts/${host}/1.out`,
      },
    });
    const { written } = told({ w1: end('w1'), w2: end('w2') });
    expect(written.match(/^── w.*$/gm)).toEqual(['── w1', '── w2']);
  });

  it('is what is known of a line that is too long itself', () => {
    const stdout = { tail: 'of one line\n', bytes: 2_000_000, file: 'hosts/w1/1.out' };
    expect(told({ w1: { stdout } }).written).toMatch(/^── w1\n── the end .*\nof one line\n$/);
  });

  it('has none in the sentence about a host either', () => {
    const terminal = new FakeTerminal(40);
    const message = `${'it said '.repeat(5)}── w2`;
    const { written } = told({ w1: { outcome: 'failed', reason: 'refused', message } }, terminal);
    expect(written.split('\n').filter((line) => line.startsWith('── w2'))).toEqual([]);
  });
});

/** As a terminal breaks them; of wide characters there are none but whole rows. */
function rows(written: string, columns: number): string[] {
  const plain = written.replaceAll(/\x1b\[[\d;]*m|[\u200b\u2060]/g, '');
  return plain.split('\n').flatMap((line) => {
    const width = line.startsWith('管') ? columns / 2 : columns;
    return line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];
  });
}
