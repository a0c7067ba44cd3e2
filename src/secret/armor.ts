/** How an encrypted file begins in the armored form of age (https://age-encryption.org/v1). */
export const armorStart = '-----BEGIN AGE ENCRYPTED FILE-----';
