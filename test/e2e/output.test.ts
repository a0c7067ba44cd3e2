import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

const mebibyte = 1024 * 1024;

/** Each is what a host of its own writes. */
const writers: Readonly<Record<string, string>> = {
  daemon: 'sleep 3 & echo started',
  daemon2: '(setsid sh -c "sleep 3; echo late" &) ; echo started',
  line: 'head -c 100000000 /dev/zero | tr "\\0" x',
  binary: 'head -c 3000000 /dev/urandom | tee /opt/binary',
  split:
    'i=0; while [ $i -lt 400 ]; do printf "\\303"; printf "\\244\\360\\237"; printf "\\230\\200\\377\\000"; i=$((i+1)); done',
  both: 'i=0; while [ $i -lt 20000 ]; do echo "out $i"; echo "err $i" >&2; i=$((i+1)); done',
  ansi: 'printf "\\033[31mred\\033[0m\\n\\036aeon 0 end 0\\037"',
};

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly output: string;
}

describe('what commands write', () => {
  let hosts: Hosts;
  let place: Workplace;
  let devices: ReadonlyMap<string, Device>;
  beforeAll(async () => {
    hosts = await startHosts([...Object.keys(writers), 'much']);
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts));
    for (const [name, text] of Object.entries(writers)) await place.write(`${name}.sh`, text);
    await place.write(
      'playbook.yml',
      `
stages:
  - { name: Ship, hosts: "all:!much", transfer: { src: "{{host.name}}.sh", dest: /opt/writer.sh } }
  - { name: Write, hosts: "all:!much", exec: . /opt/writer.sh, timeout: 25s }
`,
    );
    await place.run(['playbook.yml', '-i', 'inventory.yml', '-c', '20']);
    const results = (await place.results()) as { readonly devices: readonly Device[] };
    devices = new Map(results.devices.map((device) => [device.host, device]));
  }, 60_000);
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  const kept = (name: string, ending = 'out') =>
    newest(place).then((run) => join(run, `hosts/${name}/2-write.${ending}`));

  it('is complete, and every host that ended with 0 is ok', () => {
    for (const [name, { outcome }] of devices) expect(outcome, name).toBe('ok');
  });

  it.each(['daemon', 'daemon2'])(
    '%s that keeps the output open holds nobody up, runs on, and leaves nothing of ours',
    async (name) => {
      expect(readFileSync(await kept(name), 'utf8')).toBe('started\n');
      expect((await tracesOn(hosts.get(name))).filter((line) => line.includes('.aeon'))).toEqual([]);
    },
  );

  it('a line of 100 MB is kept whole, and its end is shown', async () => {
    expect((await stat(await kept('line'))).size).toBe(100_000_000);
    expect(devices.get('line')?.output).toMatch(/^x{4096}$/);
  });

  it('binary bytes are kept exactly', async () => {
    const there = (await hosts.get('binary').exec('sha256sum </opt/binary')).stdout.slice(0, 64);
    expect(await sha256(await kept('binary'))).toBe(there);
  });

  it('bytes that are no UTF-8, cut anywhere, are kept in the file and never break the JSON', async () => {
    const piece = Buffer.from([0xc3, 0xa4, 0xf0, 0x9f, 0x98, 0x80, 0xff, 0x00]);
    expect(readFileSync(await kept('split')).equals(Buffer.concat(Array(400).fill(piece)))).toBe(true);
    expect(devices.get('split')?.output).toContain('ä😀\ufffd\0ä😀');
    execFileSync('jq', ['.', join(await newest(place), 'journal.ndjson')]);
  });

  it('stdout and stderr stay apart, each in its order', async () => {
    for (const [ending, word] of [
      ['out', 'out'],
      ['err', 'err'],
    ] as const) {
      const lines = readFileSync(await kept('both', ending), 'utf8')
        .trimEnd()
        .split('\n');
      expect(lines).toEqual(Array.from({ length: 20_000 }, (_, at) => `${word} ${at}`));
    }
  });

  it('colours and a forged mark are bytes like others', async () => {
    expect(readFileSync(await kept('ansi'), 'utf8')).toBe('\u001b[31mred\u001b[0m\n\u001eaeon 0 end 0\u001f');
  });

  it('is taken in bounded memory, however much it is', async () => {
    await place.write(
      'much.yml',
      `stages:\n  - { name: Much, hosts: much, exec: 'head -c ${800 * mebibyte} /dev/zero; echo end' }\n`,
    );
    const cli = place.start(['much.yml', '-i', 'inventory.yml']);
    let isOver = false;
    const ended = cli.ended.finally(() => {
      isOver = true;
    });
    let mostKiB = 0;
    while (!isOver) {
      const status = (() => {
        try {
          return readFileSync(`/proc/${cli.pid}/status`, 'utf8');
        } catch {
          return '';
        }
      })();
      mostKiB = Math.max(mostKiB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      await sleep(50);
    }
    expect((await ended).exitCode).toBe(0);
    expect((await stat(join(await newest(place), 'hosts/much/1-much.out'))).size).toBe(800 * mebibyte + 4);
    expect(mostKiB).toBeGreaterThan(0);
    // 230 to 280 MiB, whatever the command writes: what has not been collected yet is in it.
    expect(mostKiB / 1024).toBeLessThan(400);
  }, 60_000);
});

async function newest(place: Workplace): Promise<string> {
  return (await place.runDirectories()).at(-1) ?? '';
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
