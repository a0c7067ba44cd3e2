import { styleText } from 'node:util';

/** What everyone must read before a lab executes anything. */
export function labBanner(hostCount: number, directory: string): string {
  const loud = styleText(['bold', 'yellow'], 'THE LAB RUNS COMMANDS ON THIS MACHINE.', {
    validateStream: true,
  });
  return `${loud}
${hostCount} SSH hosts on loopback, each only a directory in ${directory}/hosts.
What a playbook does to /etc, /tmp or with root, it does to this machine: use
relative paths or ~/ in the lab.
`;
}
