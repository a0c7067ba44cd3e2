import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

/** Clears the screen, sets the title, rings, returns to the line's beginning, ends the line, hides in C1 and in Unicode. */
const attack = [
  String.raw`printf '\033[2J\033[1;1H\033]0;owned\007\r12:00:00 [1/1 Work] h1 ok 0.1s\n'`,
  String.raw`printf 'x\n12:00:00 [1/1 Work] h2 ok 0.1s\n\302\233 31m \342\200\256 \200\377 \000 \b\b\b\n'`,
].join('; ');

describe('nothing that a host sends forges a line of ours or moves your cursor', () => {
  let host: SshdHost;
  let place: Workplace;
  let end: CliEnd;
  beforeAll(async () => {
    host = await startSshd({ addresses: 2 });
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
    await place.write(
      'playbook.yml',
      `stages:\n  - name: Work\n    hosts: all\n    exec: |\n      ${attack}\n      (${attack}) >&2\n      exit 7\n`,
    );
    end = await place.run(['playbook.yml', '-i', 'inventory.yml'], { env: { FORCE_COLOR: '0' } });
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it.each(['stderr', 'run.log'])(
    'in %s no control byte of it is left, and no line of its own begins as ours do',
    async (where) => {
      const text = where === 'stderr' ? end.stderr : await place.readOfRun('run.log');
      expect(text).toContain('ended with exit code 7');
      expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      expect(text.split('\n').filter((line) => /^\d\d:\d\d:\d\d .*\] h\d ok /.test(line))).toEqual([]);
    },
  );

  it('in results.json and the journal it is text in a JSON string, and its files hold its exact bytes', async () => {
    const { devices } = (await place.results()) as { devices: { output: string; status: string }[] };
    expect(devices.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(devices[0]?.output).toContain('\u001b[2J');
    for (const line of (await place.readOfRun('journal.ndjson')).trimEnd().split('\n')) JSON.parse(line);
    const kept = await place.readOfRun('hosts/h1/1-work.out');
    expect(kept).toBe(await place.readOfRun('hosts/h1/1-work.err'));
    expect(kept.startsWith('\u001b[2J\u001b[1;1H\u001b]0;owned\u0007\r12:00:00')).toBe(true);
    expect(kept).toContain(' \0 \b\b\b\n');
  });
});
