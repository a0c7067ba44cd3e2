import { type Become, readBecomeScript } from '../../shell/become.ts';
import type { Shell } from './shell.ts';

/** The script that runs as the other user, or why there is none. */
export type Changed = { readonly body: string } | { readonly exitCode: number | undefined };

/** What sudo does: asks for the password where there is one, and starts the other shell unless the model says no. */
export async function changeUser({ host, channel }: Shell, become: Become): Promise<Changed> {
  const { nonce, hasPassword } = become;
  const { sudo = 'works' } = host.rule;
  if (sudo === 'missing') {
    channel.mark('stderr', nonce, 'nosudo');
    return { exitCode: 127 };
  }
  if (hasPassword) {
    channel.mark('stderr', nonce, 'password');
    await channel.input.until((text) => (text.endsWith('\n') ? true : undefined));
    await host.time.sleep(host.latencyMs);
  }
  if (sudo === 'rejects') {
    if (hasPassword) {
      channel.mark('stderr', nonce, 'password');
      await channel.input.until(() => undefined);
    }
    const said = hasPassword ? '1 incorrect password attempt' : 'a password is required';
    channel.say('stderr', `sudo: ${said}\n`);
    return { exitCode: 1 };
  }
  channel.markTwice(nonce, 'ready');
  const script = await channel.input.until(readBecomeScript);
  return script ?? { exitCode: undefined };
}
