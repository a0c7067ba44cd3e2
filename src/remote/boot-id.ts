import { TaskFailure } from '../result/task-failure.ts';
import { bootIdText } from '../shell/look.ts';
import { runPlain } from './command/run-plain.ts';
import type { Link } from './link.ts';

const timeoutMs = 30_000;

/**
 * The kernel's id of this boot.
 * @throws TransportError, TaskFailure `no_boot_id`
 */
export async function readBootId(link: Link): Promise<string> {
  const end = await runPlain(link, { body: () => bootIdText, timeoutMs });
  const id = end.stdout.trim();
  if (isBootId(id)) return id;
  const message = `${link.host} tells no boot id (/proc/sys/kernel/random/boot_id), so a reboot could not be proven`;
  throw new TaskFailure('no_boot_id', message, { ran: 'no' });
}

function isBootId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
