import type { Problem } from '../../../document/problem.ts';

/** A file that Ansible Vault has encrypted as a whole; undefined for all others. */
export function vaultProblem(text: string, file: string): Problem | undefined {
  if (!/^\s*\$ANSIBLE_VAULT;/.test(text)) return undefined;
  return {
    code: 'ansible-not-read',
    message: 'What Ansible Vault has encrypted cannot be read.',
    advice: `Decrypt it with ansible-vault decrypt ${file}, and encrypt it anew: aeon-run secrets encrypt ${file}.`,
    place: { file, line: 1, column: 1 },
  };
}
