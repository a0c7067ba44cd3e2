import { isIPv4 } from 'node:net';
import { isIPv6Address } from './host-name.ts';

export interface WrongAddress {
  readonly message: string;
  /** What to write instead. */
  readonly advice: string;
}

/** What no resolver can know, or would ask the whole net for; undefined for what may be an address. */
export function wrongAddress(address: string): WrongAddress | undefined {
  if (mayBeAddress(address)) return undefined;
  if (dottedNumbers.test(address)) return badNumbers(address);
  if (/\{\{|\{%/.test(address)) return noTemplate;
  // It is not quoted, as a password may stand in it.
  return { message: 'This is neither an IP address nor the name of a machine.', advice: meant(address) };
}

const noTemplate: WrongAddress = {
  message: 'An address cannot be a template.',
  advice: 'Write out the address of each host, or leave it out where the name of the host is one.',
};

const dottedNumbers = /^\d+(?:\.\d+){2,}(?:-\d+)?$/;

function mayBeAddress(text: string): boolean {
  return (
    isIPv4(text) ||
    isIPv6Address(text) ||
    (/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u.test(text) && !dottedNumbers.test(text))
  );
}

function badNumbers(address: string): WrongAddress {
  const [, start, first, last] = /^(.*\.)(\d+)-(\d+)$/.exec(address) ?? [];
  const advice =
    start === undefined
      ? 'It has four numbers from 0 to 255.'
      : `Write the range with brackets: "${start}[${first}-${last}]".`;
  return { message: `${address} is no IPv4 address.`, advice };
}

function meant(address: string): string {
  if (address !== address.trim() && mayBeAddress(address.trim()))
    return `There is a blank at its ${/\s$/.test(address) ? 'end' : 'start'}: remove it.`;
  const { user, machine, port } = urlParts(address) ?? {};
  if (machine === undefined || !mayBeAddress(machine))
    return 'A name has letters, digits, ".", "-" and "_", and starts with a letter, a digit or "_".';
  const keys = [
    `address: ${machine.includes(':') ? `"${machine}"` : machine}`,
    ...(user === undefined ? [] : [`user: ${user}`]),
    ...(port === undefined ? [] : [`port: ${port}`]),
  ];
  return `Write each by its own key: ${keys.join(', ')}.`;
}

export interface UrlParts {
  readonly user?: string;
  /** Without brackets. */
  readonly machine: string;
  readonly port?: string;
}

/** What is meant by `ssh://pi@h:22` or a part of it. A password after the user is left out. */
export function urlParts(text: string): UrlParts | undefined {
  const parts =
    /^(?:[a-z][a-z+.-]*:\/\/)?(?:([^@:/\s]+)(?::[^@]*)?@)?(?:\[([^\]]+)\]|([^:/\s[\]]+))(?::(\d+))?\/?$/i;
  const [, user, bracketed, bare, port] = parts.exec(text) ?? [];
  const machine = bracketed ?? bare;
  if (machine === undefined) return undefined;
  return { machine, ...(user !== undefined && { user }), ...(port !== undefined && { port }) };
}
