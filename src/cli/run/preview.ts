import { jsonText } from '../../document/json-text.ts';
import { didYouMean } from '../../document/nearest.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { Plan } from '../../plan/plan.ts';
import { previewJson } from '../../report/diff/preview-json.ts';
import { previewText } from '../../report/diff/preview-text.ts';
import { systemClock } from '../../run/clock.ts';
import { previewHost } from '../../run/preview.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import { cachedSources } from '../ready/cached-sources.ts';
import { revealPlan } from '../ready/reveal-plan.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { hasColor, type World } from '../world.ts';
import { catchInterrupts } from './interrupt.ts';
import { credentialsOf } from './run-and-show.ts';
import { sshOf } from './ssh.ts';

export interface PreviewRequest {
  readonly plan: Plan;
  /** What it came with. */
  readonly loaded: LoadedPlan;
  readonly name: string;
  readonly isJson: boolean;
}

/** Shows what the plan would change on one host. Logs in there and only looks, for what a run would put there: with its secrets. */
export async function preview(
  world: World,
  { plan: shownPlan, loaded, name, isJson }: PreviewRequest,
): Promise<ExitCode> {
  const { hosts } = loaded;
  const secrets = await openSecrets(world, { ...shownPlan, hosts: [hostOf(shownPlan, name)] }, loaded);
  const plan = revealPlan(shownPlan, loaded, secrets);
  using interrupt = catchInterrupts({ onFirst: () => {}, onSecond: () => process.exit(130) });
  await using transport = sshOf(world, secrets);
  const stages = previewHost({
    plan,
    host: hostOf(plan, name),
    transport,
    clock: systemClock,
    sources: cachedSources(world),
    ...credentialsOf({ world, hosts, secrets }),
    signal: interrupt.signal,
    limits: { connectTimeoutMs: 30_000, settleTimeoutMs: 0 },
  });
  const mask = (text: string) => secrets.masker.mask(text);
  const look = { hasColor: hasColor(world, world.stdout), mask };
  const data: unknown[] = [];
  let code: ExitCode = 0;
  for await (const stage of stages) {
    if (stage.seen.kind === 'failed') code = 1;
    if (isJson) data.push(secrets.masker.maskValue(previewJson(stage, mask)));
    else world.stdout.write(previewText(stage, look));
  }
  if (isJson) world.stdout.write(jsonText({ host: name, stages: data }));
  return interrupt.signal.aborted ? 130 : code;
}

function hostOf(plan: Plan, name: string): Host {
  const host = plan.hosts.find((each) => each.name === name);
  if (host === undefined) throw noSuchHost(plan, name);
  return host;
}

function noSuchHost({ hosts }: Plan, name: string): UsageError {
  const names = hosts.map((host) => host.name);
  const advice = didYouMean(name, names) ?? 'Name a host that the plan uses.';
  return new UsageError(`--diff ${name}: no stage of the plan runs on it. ${advice}`);
}
