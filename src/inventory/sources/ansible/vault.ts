import type { Problem } from '../../../document/problem.ts';
import type { WrittenSecret } from '../../settings.ts';

/** What Ansible Vault has encrypted: a whole file, or a value with the tag !vault. */
export function isVaulted(text: string): boolean {
  return /^\s*\$ANSIBLE_VAULT;/.test(text);
}

/** A secret that stands there readably: what is encrypted by a vault is told as that. */
export function isPlainSecret(secret: WrittenSecret | undefined): boolean {
  return typeof secret === 'string' && !isVaulted(secret);
}

/** A file that Ansible Vault has encrypted as a whole; undefined for all others. */
export function vaultProblem(
  text: string,
  file: string,
  advice = `Decrypt it with ansible-vault decrypt ${file}, and encrypt it anew: aeon-run secrets encrypt ${file}.`,
): Problem | undefined {
  if (!isVaulted(text)) return undefined;
  return {
    code: 'secret-unavailable',
    message: 'What Ansible Vault has encrypted cannot be read.',
    advice,
    place: { file, line: 1, column: 1 },
  };
}
