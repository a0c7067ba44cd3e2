/**
 * Preloaded into the command line by `node --import`: writes each use that it makes of the network to the file that
 * AEON_TEST_NETWORK names, a line each, however short it is. The product knows nothing of it.
 */
import child from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const list = fs.openSync(process.env.AEON_TEST_NETWORK ?? '/dev/null', 'a');

type Method = (...args: unknown[]) => unknown;

/** Writes what `tell` says of each call. */
function watch(owner: object, name: string, tell: (args: readonly unknown[]) => string): void {
  const real = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
    fs.writeSync(list, `${tell(args)}\n`);
    return real.apply(this, args);
  });
}

watch(net.Socket.prototype, 'connect', ([first]) => {
  const [options] = Array.isArray(first) ? first : [first];
  const { host, port, path } = Object(options);
  return `connects to ${path ?? `${host}:${port}`}`;
});
watch(net.Server.prototype, 'listen', () => 'listens');
watch(dgram.Socket.prototype, 'bind', () => 'binds a datagram socket');
watch(dgram.Socket.prototype, 'send', () => 'sends a datagram');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'reverse']) {
  watch(dns, name, ([host]) => `asks the DNS for ${host}`);
  watch(dns.promises, name, ([host]) => `asks the DNS for ${host}`);
}
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  watch(child, name, ([program]) => `starts ${program}`);
}
syncBuiltinESMExports();
