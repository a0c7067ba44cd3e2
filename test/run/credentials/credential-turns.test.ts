import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Timers } from '../../../src/remote/time/timers.ts';
import { BecomeBreaker } from '../../../src/run/credentials/become-breaker.ts';
import { CredentialBreaker } from '../../../src/run/credentials/credential-breaker.ts';
import { TransportError } from '../../../src/transport/errors.ts';

/** No time passes: whoever waits for a timer waits for ever. */
class StillTimers implements Timers {
  running = 0;

  after(): () => void {
    this.running += 1;
    return () => {
      this.running -= 1;
    };
  }
}

/** A try of a credential on one host. */
interface Try {
  readonly mayBeTried: () => boolean;
  /** It comes to an end without an answer of the host. */
  readonly giveUp: () => Promise<void>;
}

type Begin = (host: string) => Promise<Try>;

function logins(timers: Timers): Begin {
  const breaker = new CredentialBreaker(timers);
  return async (host) => {
    let mayBeTried = false;
    const end = Promise.withResolvers<never>();
    const endpoint = { host, address: host, port: 22, user: 'pi', credentials: [], knownHosts: [] };
    const ended = breaker.guard({ ...endpoint, hostKeys: 'off' }, (beforeLogin) => {
      void beforeLogin().then(() => {
        mayBeTried = true;
      });
      return end.promise;
    });
    await turn();
    const giveUp = () => {
      end.reject(new TransportError('auth_timeout', 'it does not answer'));
      return ended.catch(() => {});
    };
    return { mayBeTried: () => mayBeTried, giveUp };
  };
}

function passwordsForSudo(timers: Timers): Begin {
  const breaker = new BecomeBreaker(
    async () => ({ method: 'sudo', loginUser: 'pi', password: 'secret' }),
    timers,
  );
  return async (host) => {
    let mayBeTried = false;
    const { trial } = await breaker.as(host, 'root');
    void trial?.mayAnswer().then((may) => {
      mayBeTried = may;
    });
    await turn();
    return { mayBeTried: () => mayBeTried, giveUp: async () => breaker.ended(host) };
  };
}

it.each([
  ['logins', logins],
  ['passwords for sudo', passwordsForSudo],
])('of %s, those that were given up while they waited for their turn take no turn later', async (_, of) => {
  const timers = new StillTimers();
  const begin = of(timers);
  const first = await Promise.all(['a', 'b', 'c'].map(begin));
  const waiting = await Promise.all(['d', 'e', 'f'].map(begin));
  expect([...first, ...waiting].map(({ mayBeTried }) => mayBeTried())).toEqual([
    ...[true, true, true],
    ...[false, false, false],
  ]);
  for (const { giveUp } of [...waiting, ...first]) await giveUp();
  await turn();
  expect(timers.running).toBe(0);
  expect((await begin('alive')).mayBeTried()).toBe(true);
});
