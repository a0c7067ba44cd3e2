/** ssh2 in a loop: connect, run, print; no journal, no proof, no retry. Started by the bench as a program of its own. */

import { readFileSync } from 'node:fs';
import type { Client } from 'ssh2';
import { connect, exec } from './bare-ssh2.ts';

const [job, hostList = '', port, key = '', atOnce, file = ''] = process.argv.slice(2);
const hosts = readFileSync(hostList, 'utf8').trim().split('\n');
const privateKey = readFileSync(key);
const links = new Map<string, Client>();

if (job === 'one-command') {
  await forEach(async (host) => {
    const link = await connect({ host, port: Number(port) }, { privateKey });
    await exec(link, 'echo hello');
    link.end();
  });
} else {
  const payload = readFileSync(file);
  const directory = `${file.slice(0, file.lastIndexOf('/'))}/arrived`;
  await forEach(async (host) => {
    const link = await connect({ host, port: Number(port) }, { privateKey });
    links.set(host, link);
    await exec(link, `cat > ${directory}/${host}`, payload);
  });
  for (const word of ['one', 'two', 'three', 'four']) {
    await forEach(async (host) => {
      const link = links.get(host);
      if (link !== undefined) await exec(link, `echo ${word}`);
    });
  }
  for (const link of links.values()) link.end();
}

async function forEach(work: (host: string) => Promise<void>): Promise<void> {
  const left = hosts.values();
  const worker = async () => {
    for (const host of left) await work(host);
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, worker));
}
