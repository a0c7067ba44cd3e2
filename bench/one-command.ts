import { atOnce, bareLoop, ours } from './contestants.ts';
import type { Fleet } from './fleet.ts';
import type { Contestant } from './measure.ts';

const command = 'echo hello';

/** One command on every host, by us and by the programs that people use for it. */
export function oneCommand(fleet: Fleet): Contestant[] {
  return [
    ...ours(fleet, `defaults: { retry: { attempts: 1 } }\nstages:\n  - { hosts: all, exec: ${command} }\n`),
    bareLoop(fleet, 'one-command'),
    ...shells(fleet, fleet.curveConfig).map((one) => ({ ...one, name: `${one.name}, curve25519` })),
    ...shells(fleet, fleet.sshConfig),
  ];
}

function shells({ hostList }: Fleet, config: string): Contestant[] {
  const many = String(atOnce);
  return [
    {
      name: 'xargs -P20 ssh',
      command: ['xargs', '-a', hostList, '-P', many, '-I{}', 'ssh', '-F', config, '{}', command],
    },
    {
      name: 'pdsh',
      command: ['pdsh', '-R', 'ssh', '-f', many, '-w', `^${hostList}`, command],
      env: { PDSH_SSH_ARGS_APPEND: `-F ${config}` },
    },
    { name: 'clush', command: ['clush', '-f', many, '-o', `-F ${config}`, '--hostfile', hostList, command] },
    {
      name: 'parallel-ssh',
      command: ['parallel-ssh', '-p', many, '-h', hostList, '-x', `-F ${config}`, '-i', command],
    },
  ];
}
