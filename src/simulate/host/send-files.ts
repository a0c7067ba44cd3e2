import { createHash } from 'node:crypto';
import { listRecords } from '../../shell/fetch/list-script.ts';
import { sendMarks } from '../../shell/fetch/send-script.ts';
import type { Shell } from './shell.ts';

/** Whatever is asked for is there, as one file. */
export function listFiles({ channel }: Shell, looks: string): number {
  const sources = looks.split('\n').filter((line) => line !== '');
  const records = sources.flatMap((_, at) => [listRecords.source, listRecords.exists, `./rehearsed-${at}`]);
  channel.say('stdout', records.map((record) => `${record}\0`).join(''));
  return 0;
}

/** Each file is empty. */
export function sendFiles(
  { channel }: Shell,
  { nonce, lots }: { readonly nonce: string; readonly lots: string },
): number {
  const sha256 = createHash('sha256').digest('hex');
  const counts = [...lots.matchAll(/^lot \d+ (\d+) /gm)].map(([, count]) => Number(count));
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let number = 0; number < total; number++) {
    channel.mark('stdout', nonce, `${sendMarks.begin} ${number}`);
    channel.mark('stdout', nonce, sendMarks.end);
    channel.say('stderr', `${number} 0 ${sha256}\n`);
  }
  return 0;
}
