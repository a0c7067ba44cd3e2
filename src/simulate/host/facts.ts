import { factsEnd } from '../../shell/facts-script.ts';
import type { SimulatedHost } from './host.ts';

/** What a simulated host says of itself, as `factsScript` prints it: a small machine like many others. */
export function factsText({ name, bootId }: SimulatedHost): string {
  return `os=debian
os_version="12"
os_name="Debian GNU/Linux 12 (simulated)"
arch=aarch64
hostname=${name}
kernel=6.1.0-simulated
init=systemd
boot_id=${bootId}
cpus=4
memory_kb=4194304
${factsEnd}
`;
}
