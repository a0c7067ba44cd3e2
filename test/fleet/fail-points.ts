/**
 * Preloaded into the command line by `node --import`: numbers the points at which a controller may die, and dies at one
 * of them by SIGKILL. The product knows nothing of it.
 *
 * `AEON_TEST_DIE_AT=7` dies at the seventh point; `AEON_TEST_POINTS=file` writes their names there, a line each.
 */
import fs from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const dieAt = Number(process.env.AEON_TEST_DIE_AT ?? 0);
const list = process.env.AEON_TEST_POINTS;
const names: string[] = [];
if (list !== undefined) process.on('exit', () => fs.writeSync(fs.openSync(list, 'w'), names.join('\n')));

/** `justBefore` is what happens on the way down. */
function point(name: string, justBefore = () => {}): void {
  if (names.push(name) !== dieAt) return;
  justBefore();
  process.kill(process.pid, 'SIGKILL');
}

type Method = (...args: unknown[]) => unknown;

/** Puts `around` in the place of a method; it is given the real one, bound. */
function replace(
  owner: object,
  name: string,
  around: (real: Method, self: unknown, args: unknown[]) => unknown,
): void {
  const method = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
    return around((...given) => method.apply(this, given), this, args);
  });
}

function isJournal(path: unknown): boolean {
  return typeof path === 'number' && /journal\.ndjson$/.test(fs.readlinkSync(`/proc/self/fd/${path}`));
}

/** Bytes of the journal that a power cut would not take away. */
let syncedBytes = 0;

replace(fs, 'appendFileSync', (write, _self, args) => {
  const [file, text] = args;
  if (!isJournal(file)) return write(...args);
  point('journal: before a write');
  point('journal: a line half written', () => write(file, String(text).slice(0, String(text).length / 2)));
  write(...args);
  point('journal: written');
  return undefined;
});

const prototype = Object.getPrototypeOf(await openSelf());
replace(prototype, 'sync', async (sync, self) => {
  await sync();
  const { fd } = self as FileHandle; // It is a method of that class.
  if (isJournal(fd)) syncedBytes = fs.fstatSync(fd).size;
});
replace(prototype, 'datasync', async (sync, self) => {
  const { fd } = self as FileHandle;
  point('journal: power cut before the sync', () => fs.ftruncateSync(fd, syncedBytes));
  await sync();
  syncedBytes = fs.fstatSync(fd).size;
  point('journal: synced');
});

async function openSelf(): Promise<FileHandle> {
  const file = await open(import.meta.filename);
  await file.close();
  return file;
}

for (const name of ['_write', '_writev']) {
  replace(Socket.prototype, name, (write, self, args) => {
    const isHost = (self as Socket).remotePort !== undefined; // Pipes are sockets for Node, too.
    if (isHost) point('host: before bytes are sent');
    write(...args);
    if (isHost) point('host: bytes were sent');
    return undefined;
  });
}

replace(Socket.prototype, 'push', (push, self, args) => {
  if ((self as Socket).remotePort !== undefined) point('host: bytes came');
  return push(...args);
});

for (const name of ['writeFileSync', 'renameSync', 'rmSync', 'unlinkSync']) {
  replace(fs, name, (change, _self, args) => changed(name, change, args));
}
for (const name of ['writeFile', 'rename', 'rm', 'unlink', 'mkdir']) {
  replace(fs.promises, name, (change, _self, args) => changed(name, change, args));
}
syncBuiltinESMExports();

function cutShort(path: string, text: string): void {
  fs.writeSync(fs.openSync(path, 'w'), text.slice(0, text.length / 2));
}

function changed(name: string, change: Method, args: unknown[]): unknown {
  const [path, text] = args;
  if (typeof path !== 'string') return change(...args);
  const what = `${name} ${path.replace(/^.*\//, '').replace(/[0-9a-f-]{8,}/g, 'ID')}`;
  point(`file: before ${what}`);
  if (/^write/.test(name)) point(`file: half of ${what}`, () => cutShort(path, String(text)));
  const result = change(...args);
  if (!(result instanceof Promise)) {
    point(`file: after ${what}`);
    return result;
  }
  return result.then((value: unknown) => {
    point(`file: after ${what}`);
    return value;
  });
}
