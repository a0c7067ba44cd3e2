import { didYouMean } from '../../document/nearest.ts';
import type { Host } from '../../inventory/host.ts';
import type { Plan } from '../../plan/plan.ts';
import { previewJson } from '../../report/diff/preview-json.ts';
import { previewText } from '../../report/diff/preview-text.ts';
import { systemClock } from '../../run/clock.ts';
import { previewHost } from '../../run/preview.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { catchInterrupts } from '../run/interrupt.ts';
import { credentialsOf } from '../run/run-and-show.ts';
import { sshOf } from '../run/ssh.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { hasColor, type World } from '../world.ts';
import { cachedSources } from './cached-sources.ts';

export interface PreviewRequest {
  readonly plan: Plan;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly texts: ReadonlyMap<string, string>;
  readonly name: string;
  readonly isJson: boolean;
}

/** Shows what the plan would change on one host. Logs in there and only looks. */
export async function preview(
  world: World,
  { plan, hosts, texts, name, isJson }: PreviewRequest,
): Promise<ExitCode> {
  const host = plan.hosts.find((each) => each.name === name);
  if (host === undefined) throw noSuchHost(plan, name);
  const secrets = await openSecrets(world, { ...plan, hosts: [host] }, { hosts, texts });
  using interrupt = catchInterrupts({ onFirst: () => {}, onSecond: () => process.exit(130) });
  await using transport = sshOf(world);
  const stages = previewHost({
    plan,
    host,
    transport,
    clock: systemClock,
    sources: cachedSources(world),
    ...credentialsOf({ world, hosts, secrets }),
    signal: interrupt.signal,
    limits: { connectTimeoutMs: 30_000, settleTimeoutMs: 0 },
  });
  const look = {
    hasColor: hasColor(world, world.stdout),
    mask: (line: string) => secrets.masker.mask(line),
  };
  const data: unknown[] = [];
  let code: ExitCode = 0;
  for await (const stage of stages) {
    if (stage.seen.kind === 'failed') code = 1;
    if (isJson) data.push(secrets.masker.maskValue(previewJson(stage)));
    else world.stdout.write(previewText(stage, look));
  }
  if (isJson) world.stdout.write(`${JSON.stringify({ host: name, stages: data }, null, 2)}\n`);
  return interrupt.signal.aborted ? 130 : code;
}

function noSuchHost({ hosts }: Plan, name: string): UsageError {
  const names = hosts.map((host) => host.name);
  const advice = didYouMean(name, names) ?? 'Name a host that the plan uses.';
  return new UsageError(`--diff ${name}: no stage of the plan runs on it. ${advice}`);
}
