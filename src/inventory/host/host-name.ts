import { isIPv6 } from 'node:net';

/**
 * What is wrong with the name of a host, for the end of a sentence; undefined when it will do. Names become names of
 * files, and stand in patterns and in messages.
 */
export function wrongHostName(name: string): string | undefined {
  if (name === 'all') return 'all is the group of every host';
  if (name.length > 200) return 'a name has at most 200 characters';
  if (name.startsWith(':') && isIPv6Address(name))
    return `a name starts with a letter or digit: write 0${name}`;
  if (isIPv6Address(name)) return undefined;
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(name)) {
    return 'a name has letters, digits, ".", "-" and "_", and starts with a letter or digit';
  }
  if (name.includes(':')) return 'only an IPv6 address may hold colons';
  return undefined;
}

/** Also with a zone, `fe80::1%eth0`. Of isIPv6 a zone may hold colons, so that a user and a password would be one. */
export function isIPv6Address(text: string): boolean {
  return isIPv6(text) && !/%.*:/.test(text);
}

/** The same for a group. */
export function wrongGroupName(name: string): string | undefined {
  if (name.length <= 200 && /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name)) return undefined;
  return 'a name has letters, digits, ".", "-" and "_", and starts with a letter or digit';
}
