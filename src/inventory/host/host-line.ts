import { isIP } from 'node:net';
import { urlParts } from './address.ts';
import { isIPv6Address } from './host-name.ts';

/** A host of the old form `ip`, `ip:user` or `ip:user:password`; the password may hold colons. */
export interface HostLine {
  readonly address: string;
  readonly user?: string;
  readonly password?: string;
}

/** Reads `ip:user:password`; an IPv6 address stands in brackets, or alone. What is wrong comes as the end of a sentence. */
export function parseHostLine(text: string): HostLine | { readonly wrong: string } {
  const line = text.trim();
  if (isIPv6Address(line)) return { address: line };
  const other = otherForm(line);
  if (other !== undefined) return { wrong: other };
  const match =
    /^(?:\[([\da-fA-F:.]*:[\da-fA-F:.]*(?:%[\w.-]+)?)\]|([^:\s]+))(?::([^:\s]*)(?::(.*))?)?$/.exec(line);
  const [, bracketed, bare, user, password] = match ?? [];
  const address = bracketed ?? bare;
  if (address === undefined) return { wrong: withBlank(line) };
  if (user !== undefined && isPort(user)) return { wrong: noPort(user) };
  if (user === '') return { wrong: 'the user between the colons is missing: write ip:user:password' };
  return {
    address,
    ...(user !== undefined && { user }),
    ...(password !== undefined && password !== '' && { password }),
  };
}

/** `#` may begin a password, so that nothing behind it is taken for a comment. */
function withBlank(line: string): string {
  if (/^[^\s:]+\s+#/.test(line)) return 'a comment needs a line of its own';
  const [first = '', ...words] = line.split(/\s+/);
  return isIP(first) !== 0 && words.length === 1 ? 'write ip:user, with a colon' : 'write ip:user:password';
}

/** What is wrong with a line that is written as for another program, or with an IPv6 address that needs brackets. */
function otherForm(line: string): string | undefined {
  if (/^[\da-fA-F]{0,4}::[\da-fA-F]|^(?:[\da-fA-F]{1,4}:){3}|^(?:[\da-fA-F]{1,4}:)+:/.test(line)) {
    const address = longestIPv6(line);
    return `put the IPv6 address in brackets: [${address ?? 'fe80::1'}]:user:password`;
  }
  if (!/^[a-z][a-z+.-]*:\/\/|^[^@:/\s]+@/i.test(line)) return undefined;
  const { machine = 'host', user, port } = urlParts(line) ?? {};
  const written = `write ${machine.includes(':') ? `[${machine}]` : machine}${user === undefined ? '' : `:${user}`}`;
  return port === undefined || port === '22' ? written : `${written}; ${noPort(port)}`;
}

/** The address with which a line begins that goes on after it. */
function longestIPv6(line: string): string | undefined {
  const parts = line.split(':');
  const starts = parts.map((_, count) => parts.slice(0, parts.length - count).join(':'));
  return starts.find(isIPv6Address);
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65_535;
}

function noPort(port: string): string {
  return `a port has a key of its own in an inventory (port: ${port}), and here the user follows the host`;
}
