import { isAbsolute, join } from 'node:path';

/** A path of a stage as it counts from the directory of the outermost playbook. */
export function belowDirectory({ directory = '' }: { readonly directory?: string }, path: string): string {
  return directory === '' || isAbsolute(path) ? path : join(directory, path);
}
