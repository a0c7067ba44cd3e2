import { type Become, readBecomeScript } from '../../shell/become/become.ts';
import { type BecomeMethod, becomeMarks } from '../../shell/become/method.ts';
import type { Shell } from './shell.ts';

/** The script that runs as the other user, or why there is none. */
export type Changed = { readonly body: string } | { readonly exitCode: number | undefined };

/** What sudo, doas or su does: asks for the password where there is one, and starts the other shell unless the model says no. */
export async function changeUser(shell: Shell, become: Become): Promise<Changed> {
  const { host, channel } = shell;
  const { method, nonce, hasPassword } = become;
  const { sudo = 'works' } = host.rule;
  if (sudo === 'missing') {
    channel.mark('stderr', nonce, becomeMarks.missing);
    return { exitCode: 127 };
  }
  if (hasPassword) {
    ask(shell, become);
    const answer = await channel.input.until((text) => (text.endsWith('\n') ? true : undefined));
    if (answer === undefined) return { exitCode: 1 };
    await host.time.sleep(host.latencyMs);
  }
  if (sudo === 'rejects') {
    if (!hasPassword && method === 'su') ask(shell, become);
    if (hasPassword && method === 'sudo') {
      ask(shell, become);
      await channel.input.until(() => undefined);
    }
    channel.say('stderr', `${method}: ${refusals[method][hasPassword ? 'rejected' : 'asks']}\n`);
    return { exitCode: 1 };
  }
  channel.markTwice(nonce, 'ready');
  const script = await channel.input.until(readBecomeScript);
  return script ?? { exitCode: undefined };
}

/** As each method does it: doas on a terminal of its own, su in its own words. */
function ask({ channel }: Shell, { method, nonce }: Become): void {
  if (method === 'doas') channel.mark('stderr', nonce, becomeMarks.terminal);
  if (method === 'su') channel.say('stderr', 'Password: ');
  else channel.mark('stderr', nonce, becomeMarks.password);
}

const refusals = {
  sudo: { rejected: '1 incorrect password attempt', asks: 'a password is required' },
  doas: { rejected: 'Authentication failed', asks: 'Authentication required' },
  su: { rejected: 'Authentication failure', asks: 'Authentication token manipulation error' },
} as const satisfies Record<BecomeMethod, object>;
