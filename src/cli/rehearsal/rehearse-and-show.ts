import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from '../../inventory/host/host.ts';
import type { Plan } from '../../plan/plan.ts';
import { wrap } from '../../report/text/fit.ts';
import { tookText } from '../../report/text/numbers.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import type { Masker } from '../../secret/masker.ts';
import { fileJournal } from '../../simulate/journal.ts';
import type { Model } from '../../simulate/model/model.ts';
import { rehearse } from '../../simulate/rehearse.ts';
import { VirtualTime } from '../../simulate/time/virtual-time.ts';
import { makeDirectories } from '../../source/make-directories.ts';
import type { SimulateOptions } from '../commands/simulate.ts';
import type { ExitCode } from '../exit-code.ts';
import { planFile, planText } from '../plan/plan-text.ts';
import { checkResultsPlace } from '../ready/results-place.ts';
import { catchInterrupts } from '../run/interrupt.ts';
import { keepingOf } from '../run/prune-old-runs.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { tellAbove } from '../run/tell-above.ts';
import { viewFault } from '../run/view-fault.ts';
import { writeResults } from '../run/write-results.ts';
import { knownSecrets } from '../secrets/open-secrets.ts';
import { terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';
import { pruneRehearsals } from './prune-rehearsals.ts';
import { rehearsalLog, rehearsalView } from './rehearsal-view.ts';

export interface RehearsalSession {
  readonly world: World;
  readonly version: string;
  readonly plan: Plan;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly masker: Masker;
  readonly model: Model;
  readonly seed: number;
  readonly options: SimulateOptions;
}

/** Rehearses the plan, shows it, and keeps it beside other rehearsals: never among the runs. */
export async function rehearseAndShow(session: RehearsalSession): Promise<ExitCode> {
  const { world, version, plan, hosts, model, seed, options } = session;
  const masker = knownSecrets(world, session);
  const keeping = keepingOf(world);
  await checkResultsPlace(world, options.results);
  const directory = await makeDirectory(session, planText(plan, masker));
  // Where the user keeps them, all stay.
  if (options.directory === undefined) await pruneRehearsals(stateDirectory(world).rehearsals, keeping);
  const time = new VirtualTime(options.realTime);
  const result = terminalOf(world, world.stdout);
  const onFault = viewFault({
    world,
    masker,
    what: 'rehearsal',
    elsewhere: `it is kept in ${directory.path}`,
  });
  const view = rehearsalView(world, { ...options, result, onFault }, plan.hosts.length, time);
  const log = rehearsalLog(onFault);
  using interrupt = catchInterrupts({
    onFirst: (name) => tellAbove(view, world, `\n${name}: the rehearsal is ended\n`),
    onSecond: () => {
      view.close();
      process.exit(130);
    },
  });
  const startedMs = performance.now();
  say(world, `REHEARSAL: the hosts are simulated, nothing is contacted. ${source(model, seed)}`);
  try {
    const { exitCode, results } = await rehearse({
      ...{ plan, hosts, model, seed, version, directory, time },
      openJournal: fileJournal,
      listeners: [view.onEvent.bind(view), log.view.onEvent.bind(log.view)],
      mask: (text) => masker.mask(text),
      signal: interrupt.signal,
      ...(options.connectTimeout !== undefined && {
        limits: { connectTimeoutMs: options.connectTimeout * 1000 },
      }),
    });
    const further = options.results === undefined ? {} : { results: options.results };
    const isWritten = writeResults(results.results(), { world, directory, ...further });
    const took = `${tookText(results.fleet.end?.durationMs ?? time.nowMs())} in ${tookText(performance.now() - startedMs)}`;
    say(
      world,
      exitCode === 130
        ? `REHEARSAL: cut short after ${took}. ${source(model, seed)}.`
        : `REHEARSAL: ${took}. ${source(model, seed)}: the same again gives the same.`,
    );
    return isWritten ? exitCode : 5;
  } finally {
    view.close();
    log.view.close();
    keep(directory, 'run.log', log.text());
  }
}

/** Broken between words where the terminal would break it within one. */
function say(world: World, sentence: string): void {
  const columns = Math.max(20, terminalOf(world, world.stderr).columns());
  world.stderr.write(`${wrap(sentence, columns).join('\n')}\n`);
}

function source({ file }: Model, seed: number): string {
  return `${file === undefined ? 'Nothing goes wrong (no --model)' : `Model ${file}`}, seed ${seed}`;
}

/** Named for what goes into it: what is the same is kept once. */
async function makeDirectory(
  { world, model, seed, options }: RehearsalSession,
  plan: string,
): Promise<RunDirectory> {
  const facts = JSON.stringify([plan, model, seed, options.connectTimeout]);
  const id = `rehearsal-${createHash('sha256').update(facts).digest('hex').slice(0, 12)}`;
  const root = options.directory ?? stateDirectory(world).rehearsals;
  const directory = { id, path: join(resolve(world.cwd, root), id) };
  const make = async () => {
    await makeDirectories(directory.path, 0o700);
    keep(directory, planFile, plan);
  };
  await writable(make(), `the rehearsal in ${directory.path}`, '--directory');
  return directory;
}

function keep({ path }: RunDirectory, name: string, text: string): void {
  writeFileSync(join(path, name), text, { mode: 0o600 });
}
