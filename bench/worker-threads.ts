/**
 * Whether SSH in worker threads raises the throughput: the same logins and commands against cheap servers, in one thread
 * and in several. `node bench/worker-threads.ts [servers]`; its result stands in docs/decisions/0009-one-thread.md.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { connect, exec } from './bare-ssh2.ts';

interface Job {
  readonly ports: readonly number[];
  readonly logins: number;
  readonly atOnce: number;
}

const rounds = 4;
const logins = 3000;
const atOnce = 40;

if (isMainThread) await compare(Number(process.argv[2] ?? 2));
else await work(workerData as Job); // From `run`.

async function compare(howMany: number): Promise<void> {
  const servers = await Promise.all(Array.from({ length: howMany }, startServer));
  const ports = servers.map(({ port }) => port);
  const cpuOfServers = async () => {
    const all = await Promise.all(servers.map((server) => server.cpuMs()));
    return all.reduce((sum, one) => sum + one, 0);
  };
  for (let round = 0; round <= rounds; round += 1) {
    for (const threads of [0, 1, 2]) {
      const [own, theirs, startedMs] = [cpuMs(), await cpuOfServers(), performance.now()];
      await run(threads, { ports, logins, atOnce });
      const perSecond = Math.round((logins / (performance.now() - startedMs)) * 1000);
      const each = (ms: number) => `${(ms / logins).toFixed(2)} ms`;
      const cost = `${each(cpuMs() - own)} CPU each, ${each((await cpuOfServers()) - theirs)} of the servers`;
      const name = threads === 0 ? 'main thread' : `${threads} worker${threads === 1 ? '' : 's'}`;
      if (round > 0) process.stdout.write(`${name}: ${perSecond} logins/s, ${cost}\n`); // The first one warms up.
    }
  }
  for (const server of servers) server.stop();
}

interface Server {
  readonly port: number;
  readonly cpuMs: () => Promise<number>;
  readonly stop: () => void;
}

async function startServer(): Promise<Server> {
  const program = fileURLToPath(new URL('cheap-server.ts', import.meta.url));
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = await once(child, 'message');
  return {
    port,
    cpuMs: async () => {
      child.send('cpu');
      const [{ user, system }] = await once(child, 'message');
      return (user + system) / 1000;
    },
    stop: () => child.kill(),
  };
}

async function run(threads: number, job: Job): Promise<void> {
  if (threads === 0) return work(job);
  const share = { ...job, logins: job.logins / threads, atOnce: job.atOnce / threads };
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(import.meta.url), { workerData: share }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
}

async function work({ ports, logins: wanted, atOnce: width }: Job): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun < wanted) {
      begun += 1;
      await logInAndRun(ports[begun % ports.length] ?? 0);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function logInAndRun(port: number): Promise<void> {
  const link = await connect({ host: '127.0.0.1', port }, { password: 'any' });
  await exec(link, 'true');
  link.end();
  await once(link, 'close');
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
