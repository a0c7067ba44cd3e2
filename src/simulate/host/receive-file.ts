import { type UploadScript, uploadMarks } from '../../shell/upload-script.ts';
import type { Shell } from './shell.ts';

/** Takes the file that follows the script, as far as the model lets it; gives the exit code. */
export async function receiveFile(shell: Shell, upload: UploadScript): Promise<number | undefined> {
  const { host, channel } = shell;
  const { nonce, name, mode, sha256 } = upload;
  const destination = upload.destination.endsWith('/') ? upload.destination + name : upload.destination;
  const say = (word: keyof typeof uploadMarks) => channel.mark('stdout', nonce, uploadMarks[word]);
  const before = host.files.get(destination);
  if (before?.sha256 === sha256) {
    host.files.set(destination, { sha256, mode });
    say(before.mode === mode ? 'unchanged' : 'modeOnly');
    return 0;
  }
  say('need');
  const failed = await receive(shell);
  if (failed !== 'received') return failed;
  host.files.set(destination, { sha256, mode });
  say('installed');
  return 0;
}

/** Reads the input to its end, as far as the model lets it; else gives the exit code, undefined without an open channel. */
export async function receive({ host, channel, lose }: Shell): Promise<'received' | number | undefined> {
  channel.input.travelMs = (bytes) => host.travelMs(bytes);
  const fate = host.commands.transferFate(host);
  const first = await channel.input.chunk();
  if (fate === 'link-lost') lose(`the link to ${host.name} was cut (rehearsed)`);
  if (fate === 'disk-full') {
    channel.say('stderr', 'dd: error writing the file: No space left on device (rehearsed)\n');
    return 1;
  }
  for (let chunk = first; chunk !== undefined; ) chunk = await channel.input.chunk();
  await host.time.sleep(host.latencyMs);
  return channel.isOpen ? 'received' : undefined; // The script's own trap removes what came.
}
