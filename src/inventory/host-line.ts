import { isIPv6 } from 'node:net';

/** A host of the old form `ip`, `ip:user` or `ip:user:password`; the password may hold colons. */
export interface HostLine {
  readonly address: string;
  readonly user?: string;
  readonly password?: string;
}

/** Reads `ip:user:password`; an IPv6 address stands in brackets, or alone. What is wrong comes as the end of a sentence. */
export function parseHostLine(text: string): HostLine | { readonly wrong: string } {
  const line = text.trim();
  if (isIPv6(line)) return { address: line };
  const match = /^(?:\[([\da-fA-F:.]*:[\da-fA-F:.]*(?:%\w+)?)\]|([^:\s]+))(?::([^:\s]*)(?::(.*))?)?$/.exec(
    line,
  );
  const [, bracketed, bare, user, password] = match ?? [];
  const address = bracketed ?? bare;
  if (/^[\da-fA-F]{0,4}::[\da-fA-F]|^(?:[\da-fA-F]{1,4}:){3}/.test(line)) return { wrong: inBrackets };
  if (address === undefined) return { wrong: 'write ip:user:password' };
  if (user === '') return { wrong: 'the user between the colons is missing: write ip:user:password' };
  return {
    address,
    ...(user !== undefined && { user }),
    ...(password !== undefined && password !== '' && { password }),
  };
}

const inBrackets = 'put the IPv6 address in brackets: [fe80::1]:user:password';
