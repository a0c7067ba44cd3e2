import { homeOfAnother } from '../home-of-another.ts';
import type { ArgFault, Lack } from '../stage.ts';
import { defaults, type WaitForArgs } from './schema.ts';

/** What is waited for. */
export type Target =
  | { readonly kind: 'port'; readonly port: number; readonly isFromHost: boolean }
  | { readonly kind: 'file'; readonly path: string; readonly isToBeThere: boolean }
  | { readonly kind: 'http'; readonly url: string; readonly statuses: readonly number[] }
  | { readonly kind: 'command'; readonly command: string };

const kinds = ['port', 'file', 'http', 'command'] as const;

/** The args were checked: exactly one kind stands there. */
export function readTarget(args: WaitForArgs): Target {
  const { port, file, http, command = '', from, state, status = defaults.status } = args;
  if (port !== undefined) return { kind: 'port', port: Number(port), isFromHost: from === 'host' };
  if (file !== undefined) return { kind: 'file', path: file, isToBeThere: state !== 'absent' };
  if (http !== undefined) return { kind: 'http', url: http, statuses: [status].flat() };
  return { kind: 'command', command };
}

/** For the end of a sentence: `port 80`, `/run/ready to be there`. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case 'port':
      return target.isFromHost ? `something to listen on port ${target.port}` : `port ${target.port} to open`;
    case 'file':
      return `${target.path} to be ${target.isToBeThere ? 'there' : 'gone'}`;
    case 'http':
      return `${target.statuses.join(' or ')} from ${target.url}`;
    case 'command':
      return `exit code 0 of: ${target.command.trim()}`;
  }
}

/** What is missing or too much; the args are as written. */
export function targetLack(args: unknown): Lack | undefined {
  const keys = typeof args === 'object' && args !== null ? Object.keys(args) : [];
  const [one, other] = kinds.filter((kind) => keys.includes(kind));
  if (one === undefined) {
    const advice = 'Add port: 80, file: /path, http: http://…, or command: with shell text.';
    return { message: 'The stage does not say what to wait for.', advice };
  }
  if (other !== undefined) {
    const message = `The stage waits for ${one} and for ${other}, and it can wait for one thing only.`;
    return { message, advice: 'Make two stages of it.', isClash: true };
  }
  const stray = Object.entries(belongsTo).find(([key, kind]) => keys.includes(key) && kind !== one);
  if (stray === undefined) return undefined;
  const [key, kind] = stray;
  return {
    message: `${key} belongs to ${kind}, and this stage waits for ${one}.`,
    advice: `Remove ${key}.`,
    isClash: true,
  };
}

const belongsTo = { from: 'port', state: 'file', status: 'http' } as const;

/** What templates may have made of it. */
export function targetFaults({ port, http, file }: WaitForArgs): readonly ArgFault[] {
  if (typeof port === 'string' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return [
      { path: ['port'], message: 'This comes to no port.', advice: 'A port is a number from 1 to 65535.' },
    ];
  }
  if (http !== undefined && !/^https?:\/\/[^\s\p{Cc}]+$/u.test(http)) {
    return [
      {
        path: ['http'],
        message: 'This comes to no URL.',
        advice: 'A URL begins with http:// or https:// and has no spaces.',
      },
    ];
  }
  return homeOfAnother(['file'], file);
}
