import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { standIns } from './stand-ins.ts';

/** The paths of one host of the lab: its home, and beside the visible files a hidden room of the lab. */
export interface HostDirectory {
  /** Home and first working directory of each command. */
  readonly home: string;
  /** Emptied by a reboot. */
  readonly temporary: string;
  readonly programs: string;
  readonly bootIdFile: string;
  /** A file that appears here is a wish of a program on the host. */
  readonly requests: string;
}

export async function makeHostDirectory(home: string): Promise<HostDirectory> {
  const directory: HostDirectory = {
    home,
    temporary: join(home, 'tmp'),
    programs: join(home, '.lab/bin'),
    bootIdFile: join(home, '.lab/boot-id'),
    requests: join(home, '.lab/requests'),
  };
  for (const path of [directory.temporary, directory.programs, directory.requests]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  for (const [name, text] of Object.entries(standIns)) {
    await writeFile(join(directory.programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  await beginBoot(directory);
  return directory;
}

/** What a boot changes: another id, an empty directory for temporary files, no wish left over. */
export async function beginBoot({ bootIdFile, temporary, requests }: HostDirectory): Promise<void> {
  for (const path of [temporary, requests]) await rm(path, { recursive: true, force: true });
  for (const path of [temporary, requests]) await mkdir(path, { mode: 0o700 });
  await writeFile(bootIdFile, `${randomUUID()}\n`);
}

/** Where the programs of this machine are, in the usual order; the last one is NixOS's. */
const machinePrograms =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin';

/** All that a command of the host finds in its environment: nothing of ours leaks in. */
export function hostEnvironment(name: string, directory: HostDirectory): NodeJS.ProcessEnv {
  return {
    HOME: directory.home,
    PATH: `${directory.programs}:${machinePrograms}`,
    TMPDIR: directory.temporary,
    AEON_TMPDIR: directory.temporary,
    SHELL: '/bin/sh',
    AEON_LAB_HOST: name,
    AEON_LAB_REQUESTS: directory.requests,
    AEON_LAB_BOOT_ID_FILE: directory.bootIdFile,
  };
}
