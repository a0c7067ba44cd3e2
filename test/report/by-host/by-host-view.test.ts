import { describe, expect, it } from 'vitest';
import { type ByHostParts, byHostView } from '../../../src/report/by-host/by-host-view.ts';
import { Story, text } from '../events.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { hostile } from '../stories.ts';

/** But for newlines. */
const controls = /[\x00-\x09\x0b-\x1f]/;
const silent = { onEvent: () => {}, close: () => {} };

function shown(story: Story, parts: Partial<ByHostParts> = {}) {
  const [result, messages] = [new FakeTerminal(), new FakeTerminal()];
  const view = byHostView({
    ...{ progress: silent, result, messages, readWhole: () => undefined },
    isForProgram: { result: true, messages: true },
    ...parts,
  });
  for (const event of story.events) view.onEvent(event);
  view.close();
  return { out: result.written, err: messages.written };
}

function story(...said: readonly Parameters<Story['finish']>[2][]): Story {
  const hosts = said.map((_, at) => `w${at + 1}`);
  const told = new Story(hosts, [{ name: 'exec: uptime' }]).stage('1', hosts).start('1', ...hosts);
  for (const [at, result] of said.entries()) told.finish('1', `w${at + 1}`, result);
  const ok = said.filter((result) => (result?.outcome ?? 'ok') === 'ok').length;
  return told.endStage('1', ok, hosts.length).end(ok === hosts.length ? 0 : 1);
}

describe('lines behind the name of their host', () => {
  it('have stdout on stdout and all else on stderr, host by host as they end', () => {
    const { out, err } = shown(
      story(
        { stdout: text('a\n\nb\n', 'o'), stderr: text('oh\n', 'e') },
        { stdout: text('no newline', 'o') },
        { outcome: 'failed', reason: 'exit_code', exitCode: 3, stderr: text('E: no\n', 'e') },
        { outcome: 'unreachable', reason: 'refused', message: 'w4 refuses the connection' },
      ),
    );
    expect(out).toBe('w1: a\nw1: \nw1: b\nw2: no newline\n');
    expect(err.split('\n').slice(0, 4)).toEqual([
      'w1: oh',
      'w3: E: no',
      'w3: [failed] exit code 3',
      'w4: [unreachable] w4 refuses the connection',
    ]);
    expect(err).toContain('2 of 4 hosts ok (50 %)');
  });

  it('are just what the host wrote for a program, and harmless on a terminal', () => {
    const said = story({ stdout: text(`a\tb\r\n${hostile}`, 'o'), stderr: text(hostile, 'e') });
    expect(shown(said).out).toBe(
      `a\tb\r\n${hostile}`
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `w1: ${line}\n`)
        .join(''),
    );
    const piped = shown(said, { isForProgram: { result: true, messages: false } });
    expect(piped.out).toBe(shown(said).out);
    expect(piped.err).not.toMatch(controls);
    expect(shown(said, { isForProgram: { result: false, messages: true } }).out).not.toMatch(controls);
  });

  it('are all of a long output, or say that they are not', () => {
    const long = story({ stdout: { tail: 'end\n', bytes: 20_000, file: 'hosts/w1/1.out' } });
    const readWhole = (file: string) => `head of ${file}\nend\n`;
    expect(shown(long, { readWhole }).out).toBe('w1: head of hosts/w1/1.out\nw1: end\n');
    expect(shown(long).out).toBe(
      'w1: [only the end of 20000 bytes; all of it: /runs/20261124-120405-k3f9/hosts/w1/1.out]\nw1: end\n',
    );
  });

  it('say where a link was lost, or this machine could not keep them, so that some are missing', () => {
    const cut = { ...text('a\n', 'o'), isCut: true } as const;
    const full = { ...text('b\n', 'o'), incomplete: 'ENOSPC' };
    const { out, err } = shown(story({ stdout: cut }, { stdout: full }), { isQuiet: true });
    expect(out).toBe('w1: a\nw2: b\n');
    expect(err.split('\n')).toEqual([
      'w1: [not all of its output] the link, or the run, was lost while the command ran',
      'w2: [not all of its output] it could not be kept here: ENOSPC',
      '',
    ]);
  });

  it('have no verdict behind them where all is well and quiet is asked for', () => {
    expect(shown(story({ stdout: text('a\n', 'o') }), { isQuiet: true })).toEqual({
      out: 'w1: a\n',
      err: '',
    });
    expect(shown(story({ stdout: text('a\n', 'o') })).err).toContain('1 of 1 hosts ok');
  });
});
