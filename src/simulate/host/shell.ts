import { readExecScript, wrapperExit } from '../../shell/exec-script.ts';
import { readPlainScript } from '../../shell/plain-script.ts';
import { runBody } from './body.ts';
import type { SimulatedChannel } from './channel.ts';
import type { SimulatedHost } from './host.ts';

/** A shell on a simulated host, and the channel that it talks through. */
export interface Shell {
  readonly host: SimulatedHost;
  readonly channel: SimulatedChannel;
  readonly tag: string;
  /** Breaks the link under it. */
  readonly lose: (why: string) => void;
}

/** Reads the script that comes in, and behaves as a host would on which `/bin/sh` ran it. Nothing is executed. */
export async function serveShell(shell: Shell): Promise<void> {
  const { channel } = shell;
  const script = await channel.input.until(readScript);
  if (script === undefined) return channel.finish({ kind: 'exit', code: 0 });
  if (script.kind === 'exec') return serveExec(shell, script);
  if (script.kind === 'plain') return servePlain(shell, script);
  channel.say('stderr', 'the rehearsal does not know this script\n');
  channel.finish({ kind: 'exit', code: 127 });
}

interface Wrapped {
  readonly nonce: string;
  readonly body: string;
}

type Script =
  | ({ readonly kind: 'exec' } & Wrapped & { readonly attemptId: string })
  | ({ readonly kind: 'plain' } & Wrapped)
  | { readonly kind: 'unknown' };

function readScript(text: string): Script | undefined {
  const exec = readExecScript(text);
  if (exec !== undefined) return { kind: 'exec', ...exec };
  const plain = readPlainScript(text);
  if (plain !== undefined) return { kind: 'plain', ...plain };
  return text.endsWith('}\n') ? { kind: 'unknown' } : undefined;
}

async function serveExec(shell: Shell, { nonce, body, attemptId }: Wrapped & { readonly attemptId: string }) {
  const { host, channel } = shell;
  await host.time.sleep(host.latencyMs);
  if (!channel.isOpen) return;
  if (host.evidence.has(attemptId)) {
    channel.mark('stdout', nonce, 'claimed');
    return channel.finish({ kind: 'exit', code: wrapperExit.alreadyStarted });
  }
  host.evidence.set(attemptId, { isStarted: true });
  channel.markTwice(nonce, 'start');
  const exitCode = await runBody(shell, body, nonce);
  if (exitCode === undefined) return channel.finish({ kind: 'signal', signal: 'SIGTERM' });
  const evidence = host.evidence.get(attemptId);
  if (evidence !== undefined) evidence.exitCode = exitCode;
  channel.markTwice(nonce, `end ${exitCode}`);
  const isAcknowledged = await channel.input.until((text) => (text.endsWith('\n') ? true : undefined));
  if (isAcknowledged) {
    host.evidence.delete(attemptId);
    await host.time.sleep(host.latencyMs);
  }
  channel.finish({ kind: 'exit', code: isAcknowledged ? wrapperExit.removed : wrapperExit.done });
}

async function servePlain(shell: Shell, { nonce, body }: Wrapped) {
  const { host, channel } = shell;
  await host.time.sleep(host.latencyMs);
  channel.markTwice(nonce, 'start');
  const exitCode = await runBody(shell, body, nonce);
  if (exitCode === undefined) return channel.finish({ kind: 'signal', signal: 'SIGTERM' });
  channel.markTwice(nonce, `end ${exitCode}`);
  channel.finish({ kind: 'exit', code: 0 });
}
