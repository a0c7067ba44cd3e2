import { factsEnd } from '../../shell/facts-script.ts';
import type { SimulatedHost } from './host.ts';

/** What a simulated host says of itself, as `factsScript` prints it: a small machine like many others, but for what its rules say. */
export function factsText({ name, bootId, address, rule }: SimulatedHost): string {
  const { addresses, memory_mb, ...said } = {
    os: 'debian',
    os_version: '12',
    os_name: 'Debian GNU/Linux 12 (simulated)',
    arch: 'aarch64',
    hostname: name,
    kernel: '6.1.0-simulated',
    init: 'systemd',
    boot_id: bootId,
    cpus: 4,
    memory_mb: 4096,
    addresses: [address],
    ...rule.facts,
  };
  const lines = [
    ...Object.entries(said).map(([fact, value]) => `${fact}=${value}`),
    `memory_kb=${memory_mb * 1024}`,
    ...addresses.map((each) => `address=${each}`),
    factsEnd,
  ];
  return `${lines.join('\n')}\n`;
}
