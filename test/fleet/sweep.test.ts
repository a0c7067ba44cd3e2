import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHosts } from './namespace-host.ts';
import { fleetRoot } from './owned-directory.ts';
import { startSshd } from './sshd.ts';
import { sweep } from './sweep.ts';

const fleet = join(import.meta.dirname, 'namespace-host.ts');
const sshd = join(import.meta.dirname, 'sshd.ts');
/** Other runs on this machine have others. */
const sleeper = `sleep 4714.${process.pid}`;
const program = `
  import { startHosts } from ${JSON.stringify(fleet)};
  import { startSshd } from ${JSON.stringify(sshd)};
  await startSshd();
  const hosts = await startHosts(['bastion', 'inner'], { hosts: { inner: { behind: 'bastion' } } });
  await hosts.get('inner').exec('setsid ${sleeper} >/dev/null 2>&1 &');
  console.log('ready');
  setInterval(() => {}, 1000);
`;

/** A process that has hosts, and is killed before it can let go of them. */
async function abandonHosts(): Promise<string> {
  const child: ChildProcess = spawn('node', ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the child has no stdout');
  await once(child.stdout, 'data');
  expect(isRunning(sleeper)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return String(child.pid);
}

function isRunning(command: string): boolean {
  try {
    execFileSync('pgrep', ['-fx', command]);
    return true;
  } catch {
    return false;
  }
}

function fleetLinks(): string[] {
  return [
    ...execFileSync('ip', ['-brief', 'link'])
      .toString()
      .matchAll(/^aeon\S+/gm),
  ].map(([name]) => name);
}

describe('the sweep', () => {
  it('removes all that a killed process left of its hosts, whose processes end by themselves', async () => {
    const pid = await abandonHosts();
    await expect.poll(() => isRunning(sleeper)).toBe(false);
    const left = () => readdirSync(fleetRoot).filter((name) => name.includes(`-${pid}-`));
    expect(left()).toHaveLength(4);
    const removed = (await sweep()).join('\n');
    expect(removed).toContain(`-${pid}-`);
    const bridge = /network link (aeonbr\d+)/.exec(removed)?.[1];
    expect(removed).toMatch(/route 10\.213\.\d+\.0\/24/);
    expect(left()).toEqual([]);
    expect(bridge).toBeDefined();
    expect(fleetLinks()).not.toContain(bridge);
    expect((await sweep()).join()).not.toContain(`-${pid}-`);
  });

  it('leaves hosts of living processes alone', async () => {
    await using host = await startSshd();
    await using hosts = await startHosts(['m1']);
    expect((await sweep()).join('\n')).not.toContain(`-${process.pid}-`);
    expect(existsSync(host.directory)).toBe(true);
    expect((await hosts.get('m1').exec('hostname')).stdout).toBe('m1\n');
    expect((await host.exec('true')).exitCode).toBe(0);
  });
});
