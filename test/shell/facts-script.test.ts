import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, hostname, release } from 'node:os';
import { expect, it } from 'vitest';
import { parseFacts } from '../../src/result/facts.ts';
import { factsEnd, factsScript } from '../../src/shell/facts-script.ts';
import { shells } from './shells.ts';

it.each(shells)('%s tells what this machine is', (program, ...args) => {
  const { stdout, stderr, status } = spawnSync(program, args, { input: factsScript, encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout.trimEnd().endsWith(factsEnd)).toBe(true);
  const facts = parseFacts(stdout);
  expect(facts).toMatchObject({ hostname: hostname(), kernel: release(), cpus: cpus().length });
  expect(facts.boot_id).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(facts.memory_mb).toBeGreaterThan(0);
  expect(facts.os).not.toBe('');
});

it('is whole also where programs are missing', () => {
  const { stdout, status } = spawnSync('/bin/dash', [], {
    input: factsScript.replace('PATH=$PATH:/usr/sbin:/sbin', 'PATH=/nowhere'),
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout.trimEnd().endsWith(factsEnd)).toBe(true);
});
