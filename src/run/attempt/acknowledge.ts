import type { Attempt } from './attempt.ts';

/** Does on the host what follows a result that is in the journal, over its link, which is kept for it. */
export function acknowledge({
  run,
  stage,
  host,
  whenJournaled,
}: Pick<Attempt, 'run' | 'stage' | 'host' | 'whenJournaled'>): void {
  const held = whenJournaled.map((work) => async () => {
    using _link = run.connections.hold(host, stage.id);
    await work();
  });
  run.afterwards.start(held);
}
