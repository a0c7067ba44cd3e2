import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';
import { inventory } from './stage.ts';

const playbook = `name: Everything at once
hosts: all
defaults: { retry: { attempts: 3, delay: 2s } }
stages:
  - transfer: { src: file, dest: /tmp/ }
  - name: Install
    exec: ./install --on {{host.name}}
    become: true
    timeout: 1m
    concurrency: 7
  - reboot: { timeout: 2m }
    hosts: workers
  - wait-online: { timeout: 1m }
  - assert: { success-rate: 5 }
  - exec: uname -r
    register: kernel
`;

const model = `seed: 3
hosts:
  - latency: { normal: 30ms, deviation: 20ms, min: 1ms }
    link-lost: 10%
    disk-full: 3%
    connect-fails: { chance: 10%, as: refused }
    reboot: { never-returns: 5%, keeps-boot-id: 5% }
  - hosts: w[1-5]
    flapping: { up: { uniform: [20s, 2m] }, down: 15s }
  - { hosts: w6, down: timeout }
  - { hosts: w7, login-rejected: true }
commands:
  - { takes: { normal: 20s, deviation: 15s, min: 1s }, exit: { "1": 10% }, survives-kill: 20% }
`;

/** All that a rehearsal leaves, by its path. */
async function kept(words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  using desk = new Desk({
    'play.yml': playbook,
    'inventory.yml': inventory,
    'model.yml': model,
    file: Buffer.alloc(300_000, 1),
  });
  const given = [
    'simulate',
    'play.yml',
    '-i',
    'inventory.yml',
    '--model',
    'model.yml',
    '--directory',
    'kept',
  ];
  await desk.call([...given, ...words]);
  const root = join(desk.directory, 'kept');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .toSorted();
  // The directory of the test differs each time, and is all that may.
  const text = (name: string) => readFileSync(join(root, name), 'utf8').replaceAll(desk.directory, '');
  return new Map(
    files.map((name) => [
      name.replace(/^[^/]*\//, ''),
      text(name).replaceAll(/rehearsal-[0-9a-f]{12}/g, 'ID'),
    ]),
  );
}

describe('the same seed', () => {
  it('gives the same rehearsal, byte for byte: journal, results, log and plan', async () => {
    const [first, second] = [await kept(['--seed', '7']), await kept(['--seed', '7'])];
    expect([...first.keys()]).toEqual(['journal.ndjson', 'plan.json', 'results.json', 'run.log']);
    for (const [name, text] of first) expect(second.get(name) === text, name).toBe(true);
    const outcomes = new Set(
      [...(first.get('journal.ndjson') ?? '').matchAll(/"outcome":"(\w+)"/g)].map(([, word]) => word),
    );
    expect(outcomes.size, 'the model lets many things go wrong').toBeGreaterThanOrEqual(4);
  });

  it('is that of the model unless told, and another one gives another rehearsal', async () => {
    const [own, same, other] = [await kept([]), await kept(['--seed', '3']), await kept(['--seed', '4'])];
    expect(same.get('journal.ndjson') === own.get('journal.ndjson')).toBe(true);
    expect(other.get('journal.ndjson') === own.get('journal.ndjson')).toBe(false);
  });

  it('deals the same fate to a host, whoever else is there', async () => {
    const fate = async (words: readonly string[]) => {
      const journal = (await kept(words)).get('journal.ndjson') ?? '';
      const lines = journal.split('\n').filter((line) => line.includes('"type":"attempt-started"'));
      return lines.find((line) => line.includes('"host":"w20"'))?.match(/"attemptId":"\w+"/)?.[0];
    };
    expect(await fate(['--limit', 'w20'])).toBe(await fate(['--concurrency', '3']));
  });
});
