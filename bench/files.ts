import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrivals } from './arrivals.ts';
import { ours } from './contestants.ts';
import type { Fleet } from './fleet.ts';
import type { Contestant } from './measure.ts';

const megabyte = 1024 * 1024;
const manyFiles = 1000;

/** The cipher that we choose where both sides have AES in hardware. */
const cipher = 'aes128-gcm@openssh.com';

/** 300 MB to one host. scp alone neither compares nor syncs what arrived; with sha256sum after it, it compares as we do. */
export function bigFile(fleet: Fleet): Contestant[] {
  const file = join(fleet.directory, 'big');
  writeFileSync(file, randomBytes(300 * megabyte));
  const arrived = join(arrivals(fleet), 'big');
  const [address = ''] = fleet.addresses;
  const scp = `scp -q -F ${fleet.curveConfig} -c ${cipher} ${file} ${address}:${arrived}`;
  const compare = `sha256sum ${file} | sed 's# .*#  ${arrived}#' | ssh -F ${fleet.curveConfig} ${address} sha256sum -c`;
  return [
    ...ours(fleet, `stages:\n  - { hosts: all, transfer: { src: ${file}, dest: "${arrived}" } }\n`),
    { name: 'scp', command: ['sh', '-c', scp] },
    { name: 'scp, sha256sum on both sides', command: ['sh', '-c', `${scp} && ${compare}`] },
  ];
}

/** A directory of 1,000 files of 4 kB to one host. */
export function smallFiles(fleet: Fleet): Contestant[] {
  const directory = join(fleet.directory, 'many');
  mkdirSync(directory);
  for (let at = 0; at < manyFiles; at += 1) writeFileSync(join(directory, `file-${at}`), randomBytes(4096));
  const arrived = join(arrivals(fleet), 'many');
  const [address = ''] = fleet.addresses;
  const unpack = `mkdir ${arrived} && tar -C ${arrived} -xf -`;
  const ssh = `ssh -F ${fleet.curveConfig} -c ${cipher} ${address}`;
  return [
    ...ours(fleet, `stages:\n  - { hosts: all, transfer: { src: ${directory}/, dest: "${arrived}" } }\n`),
    { name: 'tar, ssh tar', command: ['sh', '-c', `tar -C ${directory} -cf - . | ${ssh} '${unpack}'`] },
  ];
}
