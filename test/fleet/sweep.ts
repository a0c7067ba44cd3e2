import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fleetRoot, isOwnerAlive, memoryRoot, ownerOf } from './owned-directory.ts';

const run = promisify(execFile);

/** Removes what processes that are gone left of their test hosts, and says what. Needs root. */
export async function sweep(): Promise<string[]> {
  const directories = await deadDirectories();
  const processes = await endProcesses(directories);
  const claims = await deadClaims();
  const networks = await removeNetworks();
  for (const path of [...directories, ...claims]) await rm(path, { recursive: true, force: true });
  return [...processes, ...networks, ...directories, ...claims];
}

async function deadDirectories(): Promise<string[]> {
  const found: string[] = [];
  for (const root of [fleetRoot, memoryRoot]) {
    for (const name of await namesIn(root)) {
      const owner = ownerOf(name);
      if (owner !== undefined && !(await isOwnerAlive(owner))) found.push(join(root, name));
    }
  }
  return found;
}

async function deadClaims(): Promise<string[]> {
  const found: string[] = [];
  for (const kind of ['loopback', 'network']) {
    for (const name of await namesIn(join(fleetRoot, kind))) {
      const path = join(fleetRoot, kind, name);
      if (!(await isClaimed(path))) found.push(path);
    }
  }
  return found;
}

/** A claim names its owner a moment after it was made. */
async function isClaimed(path: string): Promise<boolean> {
  const [owner] = await namesIn(path);
  if (owner !== undefined) return isOwnerAlive(owner);
  const made = await stat(path).catch(() => undefined);
  return made !== undefined && Date.now() - made.ctimeMs < 10_000;
}

/** The first process of a host names its directory; all others end with it. */
async function endProcesses(directories: readonly string[]): Promise<string[]> {
  const ended: string[] = [];
  for (const pid of (await namesIn('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (!directories.some((directory) => words.includes(directory))) continue;
    ended.push(`process ${pid}: ${words.join(' ').trim()}`);
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended in between.
    }
  }
  return ended;
}

/** Cables, bridges and routes of networks that no living process claims. */
async function removeNetworks(): Promise<string[]> {
  const removed: string[] = [];
  const links = (await run('ip', ['-brief', 'link', 'show'])).stdout.matchAll(/^(aeon(?:br)?(\d+)[^\s@]*)/gm);
  for (const [, link = '', number = ''] of links) {
    if (await isClaimed(networkClaim(number))) continue;
    await run('ip', ['link', 'del', link]).catch(() => {}); // A cable has two ends, and goes with either.
    removed.push(`network link ${link}`);
  }
  const routes = (await run('ip', ['route', 'show', 'type', 'unreachable'])).stdout;
  for (const [, route = '', number = ''] of routes.matchAll(/(10\.213\.(\d+)\.0\/24)/g)) {
    if (await isClaimed(networkClaim(number))) continue;
    await run('ip', ['route', 'del', 'unreachable', route]);
    removed.push(`route ${route}`);
  }
  return removed;
}

function networkClaim(number: string): string {
  return join(fleetRoot, 'network', `10.213.${number}`);
}

/** None when there is no such directory. */
function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
