import { newNonce } from '../../remote/link.ts';
import { foldedHosts } from '../../report/summary/folded-hosts.ts';
import { whyOf } from '../../result/why.ts';
import { systemClock } from '../../run/clock.ts';
import { Connections } from '../../run/links/connections.ts';
import { type HostUnlocked, unlockHost } from '../../run/lock/unlock-host.ts';
import { runTasks } from '../../run/task-list.ts';
import { waitOnline } from '../../stages/wait-online/stage.ts';
import type { ExitCode } from '../exit-code.ts';
import { type AdHocOptions, planAdHoc } from '../plan/ad-hoc.ts';
import { tellProblems } from '../plan/tell-problems.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import type { World } from '../world.ts';
import { catchInterrupts } from './interrupt.ts';
import { credentialsOf } from './run-and-show.ts';
import { sshOf } from './ssh.ts';

const atOnce = 20;
const loginMs = 30_000;

/** Logs in to the hosts that the options choose and removes the lock of the run there. */
export async function unlockHosts(
  world: World,
  id: string,
  options: Omit<AdHocOptions, 'output'> & { readonly force: boolean },
): Promise<ExitCode> {
  const stage = { kind: waitOnline, args: {}, name: 'unlock' };
  const loaded = await planAdHoc(world, stage, { ...options, output: 'quiet' });
  tellProblems(world, loaded);
  const { plan, hosts } = loaded;
  if (plan === undefined) return 2;
  const secrets = await openSecrets(world, plan, loaded);
  using interrupt = catchInterrupts({ onFirst: () => {}, onSecond: () => process.exit(130) });
  const { signal } = interrupt;
  await using transport = sshOf(world, secrets);
  const { endpointOf } = credentialsOf({ world, hosts, secrets });
  await using connections = new Connections({ transport, endpointOf, nextStage: () => undefined });
  const ends = new Map<string, string>();
  await runTasks(
    plan.hosts.map(({ name }) => name),
    atOnce,
    async (host) => {
      using _link = connections.hold(host, '');
      const end = await connections
        .get(host, { timeoutMs: loginMs, signal })
        .then((connection) => {
          const link = { host, connection, attemptId: newNonce(), signal, timers: systemClock };
          return unlockHost(link, id, options.force);
        })
        .then(sentences(id), (error: unknown) => `could not be asked: ${whyOf(error)}`);
      ends.set(host, end);
    },
  );
  const told = Map.groupBy(
    plan.hosts.map(({ name }) => name),
    (host) => ends.get(host) ?? '',
  );
  for (const [end, some] of told)
    world.stdout.write(`${foldedHosts(some, some.length, 60, '…')}: ${secrets.masker.mask(end)}\n`);
  if (signal.aborted) return 130;
  return exitCodeOf([...told.keys()], id);
}

function sentences(id: string): (end: HostUnlocked) => string {
  return (end) => sentenceOf[end].replaceAll('RUN', id);
}

const sentenceOf: Readonly<Record<HostUnlocked, string>> = {
  removed: 'the lock of run RUN was removed',
  'no lock of it': 'no lock of run RUN is there',
  'not ours to remove': 'the lock of run RUN belongs to another user there: log in as that one, or as root',
  alive:
    'run RUN is still going on, on this machine: wait for it, or end it first (--force removes the lock all the same)',
  elsewhere:
    'run RUN belongs to another controller, and nobody here can know whether it lives: look there, then use --force',
};

function exitCodeOf(ends: readonly string[], id: string): ExitCode {
  const good = (['removed', 'no lock of it'] as const).map(sentences(id));
  const locked = (['alive', 'elsewhere'] as const).map(sentences(id));
  if (ends.some((end) => locked.includes(end))) return 4;
  return ends.every((end) => good.includes(end)) ? 0 : 1;
}
