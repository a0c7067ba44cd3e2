import type { Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host/host.ts';
import type { LoadedHostStage, RunSettings } from '../playbook/playbook.ts';
import type { Retry } from './plan.ts';

/** What counts where nobody says anything. */
export const builtIn = {
  concurrency: 10,
  timeoutMs: 30 * 60_000,
  retry: { attempts: 3, delayMs: 5000 },
} as const;

/** The command line beats the playbook's defaults, but not what a stage says itself. */
export function concurrencyOf(
  stage: RunSettings,
  defaults: RunSettings,
  commandLine: number | undefined,
): number {
  return stage.concurrency ?? commandLine ?? defaults.concurrency ?? builtIn.concurrency;
}

/** How what never began is tried where the playbook does not say it. */
export interface UnaskedRetry {
  readonly attempts?: number;
  readonly delayMs?: number;
}

export function retryOf(stage: RunSettings, defaults: RunSettings, unasked: UnaskedRetry = {}): Retry {
  const isAsked = stage.retry !== undefined || defaults.retry !== undefined;
  return { ...builtIn.retry, ...unasked, ...defaults.retry, ...stage.retry, isAsked };
}

/** Of one attempt. What a stage says beside a kind with a limit of its own has become that one. */
export function timeoutOf({ kind, settings }: LoadedHostStage, args: unknown, defaults: RunSettings): number {
  return kind.timeoutMs?.(args) ?? settings.timeoutMs ?? defaults.timeoutMs ?? builtIn.timeoutMs;
}

/** Whom to become; no user when the one who logs in stays. */
export function becomeUserOf(
  { settings, place, kind }: LoadedHostStage,
  defaults: RunSettings,
  hosts: readonly Host[],
): { user?: string; problems: Problem[] } {
  const become = settings.become ?? defaults.become ?? false;
  if (become === false || kind.runsHere) return { problems: [] };
  if (become !== true) return { user: become.user, problems: [] };
  const users = [...new Set(hosts.map((host) => host.settings.become?.user ?? 'root'))];
  const [user = 'root', ...others] = users;
  if (others.length === 0) return { user, problems: [] };
  const message = `The hosts of this stage would become different users: ${users.join(', ')}.`;
  const advice = 'Write become: { user: … }, or make two stages of it.';
  return { problems: [{ code: 'become-users-differ', message, advice, place }] };
}
