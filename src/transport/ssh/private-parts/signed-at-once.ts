import type { Client, ParsedKey } from 'ssh2';
import { privateField, privateObject } from './private-field.ts';

type Sign = (data: Buffer, answer: (signature: Buffer) => void) => void;

/**
 * ssh2 asks whether a key would do before it signs with it (RFC 4252 section 7). Where no other key comes after it, `isLast`,
 * the question is a round trip that saves nobody anything, and makes the host look for the key twice. ssh2 has no way to
 * say so, hence its private field; where it is called otherwise, it asks. Keys of an agent are asked for: it may ask its
 * user.
 */
export function signAtOnce(client: Client, isLast: () => boolean): void {
  const protocol = privateObject(client, '_protocol');
  const authenticate = privateField(protocol, 'authPK');
  if (protocol === undefined || typeof authenticate !== 'function') return;
  const authPK = (user: string, key: ParsedKey, algorithm?: string, sign?: Sign): void => {
    const send = (how?: Sign): void => Reflect.apply(authenticate, protocol, [user, key, algorithm, how]);
    const signNow: Sign = (data, answer) => {
      const signature: Buffer | Error = key.sign(data, hashOf(algorithm)); // ssh2 returns its errors.
      if (signature instanceof Error) send();
      else answer(signature);
    };
    send(sign ?? (key.isPrivateKey() && isLast() ? signNow : undefined));
  };
  Reflect.set(protocol, 'authPK', authPK);
}

/** RFC 8332 section 3; of other keys the kind tells it. */
function hashOf(algorithm: string | undefined): string | undefined {
  if (algorithm === 'ssh-rsa') return 'sha1';
  return algorithm === undefined ? undefined : `sha${algorithm.slice(-3)}`;
}
