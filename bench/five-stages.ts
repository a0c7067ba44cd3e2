import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals } from './arrivals.ts';
import { atOnce, bareLoop, ours } from './contestants.ts';
import type { Fleet } from './fleet.ts';
import type { Contestant } from './measure.ts';

const megabyte = 1024 * 1024;
const commands = ['echo one', 'echo two', 'echo three', 'echo four'];

/** A file of 1 MB and four commands on every host, by us and by the programs that people use for it. */
export function fiveStages(fleet: Fleet): Contestant[] {
  const file = join(fleet.directory, 'payload');
  writeFileSync(file, randomBytes(megabyte));
  const arrived = arrivals(fleet);
  const execs = commands.map((command) => `  - { hosts: all, exec: ${command} }\n`).join('');
  return [
    ...ours(
      fleet,
      `stages:\n  - hosts: all\n    transfer: { src: ${file}, dest: "${arrived}/{{host.name}}" }\n${execs}`,
    ),
    bareLoop(fleet, 'five-stages', file),
    ...ansible(fleet, file, arrived),
  ];
}

/** As its experts run it: pipelining, no facts, one kept connection a host. */
function ansible(fleet: Fleet, file: string, arrived: string): Contestant[] {
  const { directory, sshConfig, addresses } = fleet;
  const tasks = [
    { copy: { src: file, dest: `${arrived}/{{ inventory_hostname }}` } },
    ...commands.map((command) => ({ command })),
  ];
  const playbook = join(directory, 'ansible.yml');
  writeFileSync(playbook, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]));
  const inventory = join(directory, 'ansible.ini');
  const vars = `ansible_user=root ansible_port=${fleet.sshd.port} ansible_python_interpreter=/usr/bin/python3`;
  writeFileSync(inventory, `${addresses.map((address) => `${address} ${vars}`).join('\n')}\n`);
  const config = join(directory, 'ansible.cfg');
  const control = `-F ${sshConfig} -o ControlMaster=auto -o ControlPersist=60s`;
  writeFileSync(
    config,
    `[defaults]\nforks = ${atOnce}\ndeprecation_warnings = false\n[ssh_connection]\npipelining = true\nssh_args = ${control}\n`,
  );
  const command = ['ansible-playbook', '-i', inventory, playbook] as const;
  const own = { ANSIBLE_CONFIG: config, ANSIBLE_LOCAL_TEMP: join(directory, 'ansible-tmp') };
  const mitogen = {
    ...own,
    ANSIBLE_STRATEGY: 'mitogen_linear',
    ANSIBLE_STRATEGY_PLUGINS: '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy',
  };
  return [
    { name: 'Ansible with Mitogen', command: [...command], env: mitogen },
    { name: 'Ansible', command: [...command], env: own },
  ];
}
