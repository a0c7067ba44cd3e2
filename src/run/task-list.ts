import { Listr } from 'listr2';

/**
 * Runs `work` for each item, at most `concurrency` at once, in order. When some throw, all others are still waited for
 * and the first error is thrown. listr2 runs the tasks; views draw from events, so its renderer is the silent one, and
 * it gets a task for each place, not for each host (docs/decisions/0005-listr2-runs-views-fold.md).
 */
export async function runTasks<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  const next = items.values();
  const place = async () => {
    for (const item of next) await work(item).catch((error: unknown) => void errors.push(error));
  };
  const list = new Listr(
    Array.from({ length: Math.min(concurrency, items.length) }, () => ({ task: place })),
    { concurrent: true, renderer: 'silent', exitOnError: false, registerSignalListeners: false },
  );
  await list.run();
  if (errors.length > 0) throw errors[0];
}
