import { TaskFailure } from '../result/task-failure.ts';
import type { Link } from './link.ts';
import { runPlain } from './run-plain.ts';

const timeoutMs = 30_000;

/**
 * The id that the kernel gives to each boot (random(4)). The hosts of the embedded lab, which are directories and not
 * machines, name a file of their own.
 * @throws TransportError, TaskFailure `no_boot_id`
 */
export async function readBootId(link: Link): Promise<string> {
  const body = () => 'cat "${AEON_LAB_BOOT_ID_FILE:-/proc/sys/kernel/random/boot_id}"';
  const end = await runPlain(link, { body, timeoutMs });
  const id = end.stdout.trim();
  if (isBootId(id)) return id;
  const message = `${link.host} tells no boot id (/proc/sys/kernel/random/boot_id), so a reboot could not be proven`;
  throw new TaskFailure('no_boot_id', message, { ran: 'no' });
}

function isBootId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
