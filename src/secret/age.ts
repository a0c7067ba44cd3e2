/** The age format (https://age-encryption.org/v1). The package is loaded when something is encrypted, not before. */
import { armorStart, isArmored } from '../document/yaml/age-armor.ts';
import { SecretFailure } from './resolve.ts';

const library = () => import('age-encryption');

const binaryStart = 'age-encryption.org/v1';

export function isAge(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).trimStart();
  return start.startsWith(armorStart) || start.startsWith(binaryStart);
}

/** As armored text with a newline at its end. Rejects with a SecretFailure when a recipient is none. */
export async function encryptAge(plain: Uint8Array | string, recipients: readonly string[]): Promise<string> {
  const age = await library();
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new SecretFailure(
        'This is no recipient of age: it begins with age1. "secrets keygen" tells yours.',
      );
    }
  }
  return age.armor.encode(await encrypter.encrypt(plain));
}

/** `what` names it in messages. Rejects with a SecretFailure. */
export async function decryptAge(
  encrypted: Uint8Array,
  identities: readonly string[],
  what: string,
): Promise<Uint8Array> {
  const age = await library();
  const decrypter = new age.Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(await binary(encrypted), 'uint8array');
  } catch (error) {
    const isOthers = error instanceof Error && /no identity matched/.test(error.message);
    const why = isOthers
      ? 'it is encrypted for other keys than yours. Ask whoever holds one of them to encrypt it for yours too'
      : 'it is damaged or not whole. Look whether all its lines are there, from BEGIN to END';
    throw new SecretFailure(`${what} cannot be decrypted: ${why}.`);
  }
}

/** How many keys it is encrypted for: an age file does not tell which. */
export async function countRecipients(encrypted: Uint8Array): Promise<number> {
  const header = new TextDecoder('latin1').decode(await binary(encrypted));
  const end = header.indexOf('\n---');
  return header.slice(0, Math.max(0, end)).split('\n-> ').length - 1;
}

export interface KeyPair {
  /** Secret. */
  readonly identity: string;
  /** Public. */
  readonly recipient: string;
}

export async function newKeyPair(): Promise<KeyPair> {
  const age = await library();
  const identity = await age.generateX25519Identity();
  return { identity, recipient: await age.identityToRecipient(identity) };
}

/** The public key of a secret one. Rejects with a SecretFailure. */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await (await library()).identityToRecipient(identity);
  } catch {
    throw new SecretFailure('An age identity cannot be read: it is a line that begins with AGE-SECRET-KEY-.');
  }
}

async function binary(encrypted: Uint8Array): Promise<Uint8Array> {
  const text = new TextDecoder('latin1').decode(encrypted);
  return isArmored(text) ? (await library()).armor.decode(text) : encrypted;
}
