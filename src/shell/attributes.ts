import { singleQuoted } from './marks.ts';

/** A name or a number, each where it is asked for. */
export interface Ownership {
  readonly owner?: string;
  readonly group?: string;
}

/** What a file shall have beside its content. */
export interface Attributes extends Ownership {
  /** Octal digits, such as 755. */
  readonly mode: string;
}

/** A format for `stat -c` that shows what is asked for and nothing else. */
export function statFormat({ owner, group }: Ownership): string {
  const parts = ['%a'];
  if (owner !== undefined) parts.push(isNumber(owner) ? '%u' : '%U');
  if (group !== undefined) parts.push(isNumber(group) ? '%g' : '%G');
  return parts.join(' ');
}

/** What `stat -c` prints in that format when all is as asked. */
export function statText({ mode, owner, group }: Attributes): string {
  return [mode, owner, group].filter((part) => part !== undefined).join(' ');
}

/** Shell text that gives `files`, which are shell words, to the owner; empty when nobody is asked for. */
export function changeOwner({ owner, group }: Ownership, files: string, options = '-h'): string {
  if (owner === undefined && group === undefined) return '';
  const to = group === undefined ? (owner ?? '') : `${owner ?? ''}:${group}`;
  return `chown ${options} ${singleQuoted(to)} ${files}`;
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}
