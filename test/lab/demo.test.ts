import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '../../src/lab/demo.ts';
import { fleetNames } from '../../src/lab/fleet-names.ts';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from '../cli/in-process.ts';
import { sshArguments } from './openssh-connection.ts';

describe('the demo', () => {
  it('runs its playbook on a lab, hands on the exit code, and leaves nothing behind', async () => {
    const said: string[] = [];
    const paths = { playbook: '', inventory: '' };
    let inventory = '';
    const run = async (playbookPath: string, inventoryPath: string) => {
      Object.assign(paths, { playbook: playbookPath, inventory: inventoryPath });
      inventory = readFileSync(inventoryPath, 'utf8');
      return 3;
    };
    const out = { write: (text: string) => said.push(text) };
    expect(await runDemo({ run, out })).toBe(3);
    expect(paths.playbook).toBe(join(import.meta.dirname, '../../playbooks/demo.yml'));
    expect(inventory.match(/ address: /g)).toHaveLength(16);
    expect(existsSync(paths.inventory)).toBe(false);
    expect(said.join('')).toContain('THE LAB RUNS COMMANDS ON THIS MACHINE');
  });

  it.each([
    [2, 'w1'],
    [5, 'w2'],
    [16, 'w7'],
  ])('has one worker that is down with a failure, of %d hosts too', async (hosts, down) => {
    const run = async (_: string, inventory: string) => {
      const ports = [
        ...readFileSync(inventory, 'utf8').matchAll(/(\w+): \{ address: ([\d.]+), port: (\d+)/g),
      ];
      expect(ports).toHaveLength(hosts);
      const refusing: string[] = [];
      for (const [, name = '', host, port] of ports) {
        const socket = connect({ host: host ?? '', port: Number(port) });
        await once(socket, 'connect').catch(() => refusing.push(name));
        socket.destroy();
      }
      expect(refusing).toEqual([down]);
      return 0;
    };
    await runDemo({ run, out: { write: () => {} }, hosts, withFailure: true });
  });

  it('of one host, which has no worker to show, is told before it begins', async () => {
    using desk = new Desk();
    const { code, stderr } = await desk.call(['demo', '--hosts', '1']);
    expect(stderr).toBe('aeon-run: the demo needs a manager and a worker: --hosts 2 or more\n');
    expect(code).toBe(2);
  });

  it('names no absolute path of a host, which would be one of this machine', () => {
    const text = readFileSync(join(import.meta.dirname, '../../playbooks/demo.yml'), 'utf8');
    expect(text.replace(/^#.*$/gm, '')).not.toMatch(/[\s"']\/[a-z]/);
  });
});

describe('the installer of the demo', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ hosts: ['m1', 'w3'] });
    for (const name of ['m1', 'w3']) {
      const installer = join(import.meta.dirname, '../../playbooks/files/install-agent.sh');
      copyFileSync(installer, join(lab.directory, 'hosts', name, 'install-agent.sh'));
    }
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  async function exitCode(name: string, command: string): Promise<number> {
    const [code] = await once(spawn('ssh', [...sshArguments(lab, name), command]), 'close');
    return code;
  }

  it('succeeds at once on a manager, on some workers only when it is tried again', async () => {
    expect(await exitCode('m1', './install-agent.sh --role manager --release 1.4.2')).toBe(0);
    expect(await exitCode('w3', './install-agent.sh --role worker --release 1.4.2')).toBe(1);
    expect(await exitCode('w3', './install-agent.sh --role worker --release 1.4.2')).toBe(0);
    const state = readFileSync(join(lab.directory, 'hosts/w3/agent/state'), 'utf8');
    expect(state).toBe('w3 runs agent 1.4.2 as worker\n');
  });

  it('leaves an agent that is ready at the second look', async () => {
    expect(await exitCode('m1', '~/agent/ready')).toBe(1);
    expect(await exitCode('m1', '~/agent/ready')).toBe(0);
  });
});

describe('the names of a lab', () => {
  it('are three managers and otherwise workers', () => {
    expect(fleetNames(6)).toEqual({ managers: ['m1', 'm2', 'm3'], workers: ['w1', 'w2', 'w3'] });
    expect(fleetNames(['m1', 'edge-7'])).toEqual({ managers: ['m1'], workers: ['edge-7'] });
  });

  it.each([[[]], [['a', 'a']], [['A']], [['../x']]])('refuse %j', (names) => {
    expect(() => fleetNames(names)).toThrow(RangeError);
  });
});
