/** ssh2 in a loop: connect, run, print; no journal, no proof, no retry. Started by the bench as a program of its own. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { Client } from 'ssh2';

const [job, hostList = '', port, key = '', atOnce, file = ''] = process.argv.slice(2);
const hosts = readFileSync(hostList, 'utf8').trim().split('\n');
const privateKey = readFileSync(key);
const links = new Map<string, Client>();

if (job === 'one-command') {
  await forEach(async (host) => {
    const link = await connect(host);
    await exec(link, 'echo hello');
    link.end();
  });
} else {
  const payload = readFileSync(file);
  const directory = `${file.slice(0, file.lastIndexOf('/'))}/arrived`;
  await forEach(async (host) => {
    const link = await connect(host);
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

async function connect(host: string): Promise<Client> {
  const sock = connectTcp({ host, port: Number(port), noDelay: true });
  await once(sock, 'connect');
  const client = new Client();
  client.connect({ sock, username: 'root', privateKey, algorithms: { kex: ['curve25519-sha256'] } });
  await once(client, 'ready');
  return client;
}

function exec(link: Client, command: string, input?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    link.exec(command, (error, channel) => {
      if (error) return reject(error);
      channel.on('data', (chunk: Buffer) => process.stdout.write(chunk));
      channel.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
      channel.on('close', (code: number) =>
        code === 0 ? resolve() : reject(new Error(`exit code ${code}`)),
      );
      channel.end(input);
    });
  });
}
