import type { RunEvent } from '../../events/events.ts';
import type { Plan } from '../../plan/plan.ts';

/** Gathers the hosts on which an interrupt ended a command that a resumed run does not begin again: it ran, and may not run twice. */
export function cutOffHosts({ stages }: Pick<Plan, 'stages'>) {
  const mayNotRepeat = stages.filter(
    (stage) => stage.scope === 'host' && !stage.isIdempotent && !stage.kind.isRepeatable,
  );
  const ids = new Set(mayNotRepeat.map(({ id }) => id));
  const hosts = new Set<string>();
  const onEvent = (event: RunEvent) => {
    if (event.type !== 'task-ended' || !ids.has(event.stage)) return;
    const { reason, ran } = event.result;
    if (reason === 'cancelled' && ran !== 'no') hosts.add(event.host);
  };
  return { hosts, onEvent };
}
