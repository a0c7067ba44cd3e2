import type { SecretSource } from '../../secret/source.ts';
import { placeOf } from './secret-failures.ts';

/** Where a secret comes from, in words and with the place that asks for it: `env PIN (inventory.yml:3:20)`. */
export function nameOf(source: SecretSource, files: ReadonlyMap<string, string>): string {
  const place = placeOf(source, files);
  const where = place === undefined ? '' : ` (${place.file}:${place.line}:${place.column})`;
  return `${kindOf(source)}${where}`;
}

function kindOf(source: SecretSource): string {
  if ('env' in source) return `env ${source.env}`;
  if ('file' in source) return `the file ${source.file}`;
  if ('command' in source) return `what "${source.command}" writes`;
  if ('prompt' in source) return `the answer to "${source.prompt}"`;
  return 'age' in source ? 'a value with the tag !age' : 'a password in plain text';
}
