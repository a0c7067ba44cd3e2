/** Why the process would end though its work is not done. For the end of a sentence. */
export type Crash = (why: string) => never;

/**
 * Catches what would end the process in the middle of a run: an error that nobody caught, or work that waits for
 * something that cannot come any more. Until it is disposed.
 */
export function catchCrash(onCrash: Crash): Disposable {
  const onError = (error: unknown) => onCrash(error instanceof Error ? `${error.stack}` : String(error));
  const onIdle = () => onCrash('it waits, and nothing is left that could happen');
  process.on('uncaughtException', onError);
  process.on('beforeExit', onIdle);
  return {
    [Symbol.dispose]: () => {
      process.off('uncaughtException', onError);
      process.off('beforeExit', onIdle);
    },
  };
}
