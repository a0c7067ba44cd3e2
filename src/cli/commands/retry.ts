import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import type { Plan } from '../../plan/plan.ts';
import { resultsFold } from '../../report/results-json/results-fold.ts';
import { countText, plural } from '../../report/text/numbers.ts';
import type { RunRecord } from '../../run/journal/run-record.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { optionsAgain, readInvocation } from '../ready/invocation.ts';
import { planAgain } from '../ready/plan-again.ts';
import type { OutputOption } from '../run/choose-view.ts';
import { findRecord, runNamed, wordsOfRun } from '../run/find-run.ts';
import { livingRuns } from '../run/living-runs.ts';
import { runLoaded } from '../run/run-loaded.ts';
import { stateDirectory } from '../run/state-directory.ts';
import type { World } from '../world.ts';

export interface RetryOptions {
  readonly output: OutputOption;
  readonly runDir?: string;
  /** Answers yes to each question of the playbook. */
  readonly yes?: boolean;
}

/** A new run of the same playbook, as it is now, or of the same command, on the hosts that did not come out ok. @throws UsageError */
export async function retry(
  world: World,
  version: string,
  name: string,
  given: RetryOptions,
): Promise<ExitCode> {
  const { wanted, options } = runNamed(world, name, given);
  const { runs, locks } = stateDirectory(world, options.runDir);
  const record = await findRecord(runs, wanted);
  const { id } = record.directory;
  if (record.state === 'unfinished') {
    if ((await livingRuns(locks)).has(id))
      throw new UsageError(
        `run ${id} is still going on, so nobody knows yet which hosts are ok: wait for its end`,
      );
    throw new UsageError(
      `run ${id} has not been brought to its end, so nobody knows yet which hosts are ok: "aeon-run resume ${wordsOfRun(world, record.directory, options.runDir)}" first`,
    );
  }
  const invocation = await readInvocation(record.directory);
  const { names, unknown } = notOk(record);
  if (names.length === 0) {
    world.stderr.write(
      `every host of run ${id} came out ok: there is nothing to retry${whatFailed(record)}\n`,
    );
    return record.end?.exitCode ?? 0;
  }
  const warning =
    unknown === 0 ? '' : `, ${countText(unknown)} of them unknown: their commands may have run already`;
  world.stderr.write(
    `retry of run ${id} on ${countText(names.length)} of ${plural(record.start.hosts.length, 'host')}${warning}\n`,
  );
  const then = { ...world, cwd: invocation.cwd };
  const { startAt, ...others } = optionsAgain(world, invocation.options, options);
  const start = startAt === undefined ? undefined : rolloutOf(startAt, record);
  const runOptions = { ...others, ...(start !== undefined && { startAt: start }), limit: names.join(',') };
  if (start !== startAt) {
    world.stderr.write(
      `--start-at ${startAt} named a wave of then: it begins at ${start}, in waves of the hosts that are left\n`,
    );
  }
  const loaded = await planAgain(then, invocation, runOptions);
  tellLeftOut(world, names, loaded.plan);
  return runLoaded({ world: then, version, loaded, options: runOptions, repeats: record.directory.path });
}

/** Fewer hosts make other waves: where it began at one, the whole rollout is meant. */
function rolloutOf(startAt: string, { start }: RunRecord): string {
  const isIn = ({ rollout, number }: { readonly rollout: string; readonly number: number }) =>
    `${startAt}.`.startsWith(`${rollout}.${number}.`);
  return start.stages.find(({ wave }) => wave !== undefined && isIn(wave))?.wave?.rollout ?? startAt;
}

/** Of a playbook that was changed since. */
function tellLeftOut({ stderr }: World, names: readonly string[], plan: Plan | undefined): void {
  if (plan === undefined) return;
  const planned = new Set(plan.hosts.map(({ name }) => name));
  const without = foldHosts(names.filter((name) => !planned.has(name)));
  if (without.length > 0) stderr.write(`no stage of now is for ${without.join(', ')}: they are left out\n`);
}

/** An assert, or a stage on this machine. */
function whatFailed({ end }: RunRecord): string {
  return end?.stopped === undefined ? '' : `. What failed is no host: ${end.stopped}. Run the playbook again`;
}

function notOk({ history }: RunRecord): { readonly names: readonly string[]; readonly unknown: number } {
  const fold = resultsFold();
  for (const event of history) fold.onEvent(event);
  const devices = fold.results()?.devices.filter(({ status }) => status !== 'success') ?? [];
  return {
    names: devices.map(({ host }) => host),
    unknown: devices.filter(({ outcome }) => outcome === 'unknown').length,
  };
}
