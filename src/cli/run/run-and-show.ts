import { exitCodeOfFleet } from '../../report/exit-code.ts';
import { type ResultsFold, resultsFold } from '../../report/results-json/results-fold.ts';
import { foldedHosts } from '../../report/summary/folded-hosts.ts';
import type { View } from '../../report/view.ts';
import { systemClock } from '../../run/clock.ts';
import type { Controller } from '../../run/controller.ts';
import { makeBecomeMeans } from '../../run/credentials/become-means.ts';
import { execute } from '../../run/execute.ts';
import { type RunDirectory, writePrivate } from '../../run/journal/run-directory.ts';
import { makeEndpoint } from '../../run/links/endpoint.ts';
import type { RepeatedRun } from '../../run/repeated-run.ts';
import type { Resumption } from '../../run/resume/resumption.ts';
import { realSurroundings } from '../../run/surroundings.ts';
import type { RunOptions } from '../commands/run.ts';
import type { ExitCode } from '../exit-code.ts';
import { planFile, planText } from '../plan/plan-text.ts';
import { confirm } from '../ready/confirm.ts';
import type { ReadyPlan } from '../ready/ready-plan.ts';
import { defaultKeysOf } from '../secrets/default-keys.ts';
import type { World } from '../world.ts';
import { catchCrash } from './catch-crash.ts';
import { cutOffHosts } from './cut-off-hosts.ts';
import { wordsOfRun } from './find-run.ts';
import { howToGoOn } from './how-to-go-on.ts';
import { catchInterrupts, type HeldInterrupts } from './interrupt.ts';
import { logView } from './log-view.ts';
import { fileRoom, roomWarning } from './open-files.ts';
import { runView } from './run-view.ts';
import { sshOf } from './ssh.ts';
import { tellAbove } from './tell-above.ts';
import { tellingTransport } from './telling-transport.ts';
import { writeResults } from './write-results.ts';

export interface BegunRun {
  readonly directory: RunDirectory;
  /** What people or programs see of it, and no fault of which ends the run: see `runView`. */
  readonly view: View;
  readonly resumption?: Resumption | undefined;
  readonly repeated?: RepeatedRun | undefined;
  /** Its plan can be made again, so that it can be resumed and retried. */
  readonly canGoOn: boolean;
}

export interface Session extends ReadyPlan, BegunRun {
  readonly world: World;
  readonly version: string;
  readonly options: RunOptions;
  /** Of the time before the run could heed them. */
  readonly interrupts: HeldInterrupts;
}

/** Runs the plan, shows it, and writes what is kept of it. */
export async function runAndShow(session: Session): Promise<ExitCode> {
  const { world, plan, directory, options, secrets, sources, resumption } = session;
  const places = { world, directory, ...(options.results !== undefined && { results: options.results }) };
  const results = resultsFold();
  const room = fileRoom();
  world.stderr.write(roomWarning(plan, room) ?? '');
  const words = wordsOfRun(world, directory, options.runDir);
  const log = runView({ world, words, masker: secrets.masker }, (clock) => logView(directory, clock));
  const views = [session.view, log];
  const cutOff = cutOffHosts(plan);
  const listeners = [results.onEvent, cutOff.onEvent, ...views.map((view) => view.onEvent.bind(view))];
  const closeViews = () => {
    for (const view of views) view.close();
  };
  const keepResults = () => {
    closeViews();
    return writeResults(results.results(), places);
  };
  using interrupt = catchInterrupts({
    onFirst: (name) => {
      const sentence = `${name}: nothing new starts, what runs is ended; once more leaves at once\n`;
      tellAbove(session.view, world, sentence);
    },
    onSecond: () => {
      keepResults();
      world.stderr.write(`left at once: ${lockStays(directory, results)}\n`);
      process.exit(130);
    },
  });
  session.interrupts.release();
  using _net = catchCrash((why) => {
    keepResults();
    world.stderr.write(`${ownFault(words, secrets.masker.mask(why))}\n`);
    process.exit(5);
  });
  await writePrivate(directory, planFile, planText(session.shownPlan, secrets.masker));
  for (const event of resumption?.history ?? []) for (const listener of listeners) listener(event);
  const ssh = sshOf(world, secrets);
  await using transport = options.debug ? tellingTransport(ssh, debugLine(session)) : ssh;
  let code: ExitCode = 5;
  try {
    code = await execute({
      plan,
      directory,
      version: session.version,
      transport,
      clock: systemClock,
      ...credentialsOf(session),
      mask: (text) => secrets.masker.mask(text),
      newByteMask: () => secrets.masker.maskStream(),
      listeners,
      exitCode: (isInterrupted) => exitCodeOfFleet(results.fleet, isInterrupted),
      tally: () => tallyOf(results),
      surroundings: realSurroundings(sources),
      controller: controllerOf(session),
      ...(resumption !== undefined && { resumption }),
      ...(session.repeated !== undefined && { repeated: session.repeated }),
      signal: interrupt.signal,
      limits: {
        connectTimeoutMs: (options.connectTimeout ?? 30) * 1000,
        settleTimeoutMs: 30_000,
        ...room,
      },
    });
  } finally {
    if (!keepResults()) code = 5;
  }
  if (session.canGoOn && options.output !== 'json')
    world.stderr.write(
      howToGoOn({
        code,
        results: results.results(),
        cutOff: cutOff.hosts,
        isJudged: plan.stages.some(({ scope }) => scope === 'fleet'),
        words,
      }),
    );
  return code;
}

function controllerOf({ world, options, view, secrets }: Session): Controller {
  const mask = (text: string) => secrets.masker.mask(text);
  const questions = { world, isYes: options.yes ?? false, view, mask };
  return {
    variable: (name) => world.env[name],
    confirm: (question, signal) => confirm(questions, question, signal),
  };
}

/** What runs on the hosts runs on, so nobody else is let in before a person has looked. */
function lockStays({ id }: RunDirectory, results: ResultsFold): string {
  const devices = results.results()?.devices ?? [];
  const unknown = devices.filter(({ outcome }) => outcome === 'unknown').map(({ host }) => host);
  const where =
    unknown.length === 0 ? 'hosts whose outcome is unknown' : foldedHosts(unknown, unknown.length, 60, '…');
  return `commands may still run on ${where}, so their lock stays; when you have looked: aeon-run unlock ${id}`;
}

/** Masked, as all that is written. */
function debugLine({ world, secrets, view }: Session): (line: string) => void {
  return (line) => tellAbove(view, world, `debug: ${secrets.masker.mask(line)}\n`);
}

function ownFault(words: string, why: string): string {
  return `aeon-run: a fault of its own ended the run, please report it:\n${why}\ncommands may still run on hosts; go on with the run: aeon-run resume ${words}`;
}

function tallyOf(results: ResultsFold) {
  const { successful: ok = 0, total_devices: planned = 0 } = results.results() ?? {};
  return { ok, planned };
}

/** How to log in to hosts, and to become other users there. */
export function credentialsOf({ hosts, secrets, world }: Pick<Session, 'hosts' | 'secrets' | 'world'>) {
  const { resolve: resolveSecret } = secrets;
  const defaultKeys = defaultKeysOf(world);
  return {
    endpointOf: (host: string) => makeEndpoint(host, { hosts, resolve: resolveSecret, defaultKeys }),
    becomeMeansOf: (host: string) => makeBecomeMeans(host, { hosts, resolve: resolveSecret }),
  };
}
