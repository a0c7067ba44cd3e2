/** How an encrypted text begins in the armored form of age (https://age-encryption.org/v1). */
export const armorStart = '-----BEGIN AGE ENCRYPTED FILE-----';

export function isArmored(text: string): boolean {
  return text.trimStart().startsWith(armorStart);
}
