import { isIP } from 'node:net';

/** What a host says of itself, as templates and conditions see it under `facts`. Texts are '' where it does not say. */
export interface Facts {
  readonly os: string;
  readonly os_version: string;
  readonly os_name: string;
  readonly arch: string;
  readonly hostname: string;
  readonly kernel: string;
  readonly init: string;
  readonly boot_id: string;
  readonly cpus: number;
  readonly memory_mb: number;
  readonly addresses: readonly string[];
}

interface FactField {
  /** The type of CEL, for the check of conditions before the run. */
  readonly type: 'string' | 'int' | 'list<string>';
  /** For the docs. */
  readonly meaning: string;
  readonly example: string;
}

/** Each fact with what the docs print. Sources: os-release(5), uname(1), proc_meminfo(5), random(4). */
export const factFields = {
  os: {
    type: 'string',
    meaning: 'The distribution: `ID` of /etc/os-release, in small letters.',
    example: 'debian',
  },
  os_version: {
    type: 'string',
    meaning: 'Its version: `VERSION_ID` of /etc/os-release. Rolling distributions have none.',
    example: '12',
  },
  os_name: {
    type: 'string',
    meaning: 'Its name for people: `PRETTY_NAME` of /etc/os-release.',
    example: 'Debian GNU/Linux 12 (bookworm)',
  },
  arch: { type: 'string', meaning: 'The machine as `uname -m` names it.', example: 'aarch64' },
  hostname: { type: 'string', meaning: 'What the host calls itself: `uname -n`.', example: 'pi-17' },
  kernel: { type: 'string', meaning: 'The release of the kernel: `uname -r`.', example: '6.1.0-18-amd64' },
  init: {
    type: 'string',
    meaning: '`systemd` where it runs, else the name of the first process.',
    example: 'systemd',
  },
  boot_id: {
    type: 'string',
    meaning: 'The id that the kernel gives to each boot.',
    example: '0f1c5ad2-…',
  },
  cpus: {
    type: 'int',
    meaning: 'Processors that are online; 0 where that is not to be learned.',
    example: '4',
  },
  memory_mb: {
    type: 'int',
    meaning: 'Memory in MiB that the kernel can use; 0 where that is not to be learned.',
    example: '3791',
  },
  addresses: {
    type: 'list<string>',
    meaning: 'Its IP addresses, those of the machine itself (loopback, link-local) left out.',
    example: '["192.168.1.17"]',
  },
} as const satisfies Record<keyof Facts, FactField>;

const longestText = 200;
const mostAddresses = 64;

/**
 * Reads what `factsScript` printed, a `name=value` a line. Host data: each value is believed only in its own form,
 * without control characters and in bounds; what is not so is as if it had not been said.
 */
export function parseFacts(text: string): Facts {
  const said = new Map<string, string>();
  const addresses: string[] = [];
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const [name, value] = [line.slice(0, at), line.slice(at + 1)];
    if (name === 'address') addresses.push(value.trim());
    else if (!said.has(name)) said.set(name, value);
  }
  const plain = (name: string) => plainText(said.get(name) ?? '');
  const word = (name: string) => (/^[\w.+~:-]{1,100}$/.test(plain(name)) ? plain(name) : '');
  const whole = (name: string) => (/^\d{1,9}$/.test(plain(name)) ? Number(plain(name)) : 0);
  return {
    os: word('os').toLowerCase(),
    os_version: word('os_version'),
    os_name: plain('os_name'),
    arch: word('arch'),
    hostname: word('hostname'),
    kernel: word('kernel'),
    init: word('init'),
    boot_id: /^[0-9a-f-]{36}$/.test(plain('boot_id')) ? plain('boot_id') : '',
    cpus: whole('cpus'),
    memory_mb: Math.floor(whole('memory_kb') / 1024),
    addresses: [...new Set(addresses.filter(isOfNetwork))].slice(0, mostAddresses),
  };
}

/** Without the quotes of os-release(5) and without what a terminal would obey. */
function plainText(value: string): string {
  const [, inside = value] =
    /^\s*(?:"(.*)"|'(.*)')\s*$/.exec(value)?.filter((part) => part !== undefined) ?? [];
  return inside
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, longestText);
}

function isOfNetwork(address: string): boolean {
  return isIP(address) !== 0 && !/^(?:127\.|169\.254\.|::1$|fe80:)/i.test(address);
}
