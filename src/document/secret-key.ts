/** Is a value under a key of this name likely to be a secret? Better once too often. */
export function looksSecret(key: string): boolean {
  return /pass(?:word|wd|phrase)?(?:$|[^a-z])|passw|passphrase|secret|token|credential|api[-_]?key|private[-_]?key/i.test(
    key,
  );
}
