import { createWriteStream, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host } from '../inventory/host.ts';
import type { Plan } from '../plan/plan.ts';
import { planJson } from '../plan/plan-json.ts';
import { exitCodeOfFleet } from '../report/exit-code.ts';
import { linesView } from '../report/lines/lines-view.ts';
import { resultsFold } from '../report/results-json/results-fold.ts';
import type { View } from '../report/view.ts';
import { systemClock } from '../run/clock.ts';
import { makeEndpoint } from '../run/endpoint.ts';
import { execute } from '../run/execute.ts';
import { type RunDirectory, writePrivate } from '../run/run-directory.ts';
import { sshTransport } from '../transport/ssh/ssh-transport.ts';
import { chooseView } from './choose-view.ts';
import type { RunOptions } from './commands/run.ts';
import type { ExitCode } from './exit-code.ts';
import { catchInterrupts } from './interrupt.ts';
import { wholeNumber } from './load-plan.ts';
import type { OpenSecrets } from './open-secrets.ts';
import { localTimeOfDay, viewClock } from './terminal.ts';
import type { World } from './world.ts';

export interface Session {
  readonly world: World;
  readonly version: string;
  readonly plan: Plan;
  /** Of the whole inventory: jump hosts may lie outside of the plan. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly secrets: OpenSecrets;
  readonly directory: RunDirectory;
  readonly options: RunOptions;
}

/** Runs the plan, shows it, and writes what is kept of it. */
export async function runAndShow(session: Session): Promise<ExitCode> {
  const { world, plan, directory, options, secrets } = session;
  const results = resultsFold();
  const views = [chooseView(world, options.output), logView(directory)];
  const listeners = [results.onEvent, ...views.map((view) => view.onEvent.bind(view))];
  const closeViews = () => {
    for (const view of views) view.close();
  };
  using interrupt = catchInterrupts({
    onFirst: (name) => {
      world.stderr.write(`\n${name}: nothing new starts, what runs is ended; once more leaves at once\n`);
    },
    onSecond: () => {
      closeViews();
      process.exit(130);
    },
  });
  await writePrivate(
    directory,
    'plan.json',
    `${JSON.stringify(secrets.masker.maskValue(planJson(plan)), null, 2)}\n`,
  );
  await using transport = sshTransport();
  try {
    return await execute({
      plan,
      directory,
      version: session.version,
      transport,
      clock: systemClock,
      ...credentialsOf(session),
      mask: (json) => secrets.masker.mask(json),
      newByteMask: () => secrets.masker.maskStream(),
      listeners,
      exitCode: (isInterrupted) => exitCodeOfFleet(results.fleet, isInterrupted),
      signal: interrupt.signal,
      limits: { connectTimeoutMs: connectSeconds(session) * 1000, settleTimeoutMs: 30_000 },
    });
  } finally {
    closeViews();
    const text = `${JSON.stringify(results.results() ?? null, null, 2)}\n`;
    await writePrivate(directory, 'results.json', text);
    if (options.results !== undefined)
      await writeFile(resolve(world.cwd, options.results), text, { mode: 0o600 });
  }
}

function credentialsOf({ hosts, secrets, world }: Session) {
  const { resolve: resolveSecret } = secrets;
  const defaultKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa']
    .map((name) => join(world.home, '.ssh', name))
    .filter((path) => existsSync(path));
  return {
    endpointOf: (host: string) => makeEndpoint(host, { hosts, resolve: resolveSecret, defaultKeys }),
    becomePassword: async (host: string) => {
      const password = hosts.get(host)?.settings.become?.password;
      return password === undefined ? undefined : resolveSecret(password);
    },
  };
}

function connectSeconds({ options, world }: Session): number {
  return options.connectTimeout ?? wholeNumber(world.env, 'PARALLEL_SSH_TIMEOUT') ?? 30;
}

/** The same lines that a pipe would get. */
function logView(directory: RunDirectory): View {
  const file = createWriteStream(join(directory.path, 'run.log'), { mode: 0o600 });
  file.on('error', () => {}); // The journal says when nothing can be written any more.
  const terminal = {
    write: (text: string) => void file.write(text),
    columns: () => Number.POSITIVE_INFINITY,
    rows: () => Number.POSITIVE_INFINITY,
    hasColor: false,
    hasUnicode: true,
  };
  return linesView(terminal, viewClock, { show: 'all', timeOfDay: localTimeOfDay });
}
