import { recipientOf } from '../../../secret/age.ts';
import { ageIdentities } from '../../secrets/age-identities.ts';
import type { World } from '../../world.ts';

export interface RecipientOptions {
  /** Public keys. */
  readonly recipient?: readonly string[];
}

/** For whom to encrypt: those that are named, or else oneself. Rejects with a SecretFailure. */
export async function recipientsOf(
  world: World,
  { recipient = [] }: RecipientOptions,
): Promise<readonly string[]> {
  return recipient.length > 0 ? recipient : Promise.all(ageIdentities(world).map(recipientOf));
}
