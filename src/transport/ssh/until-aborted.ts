/**
 * A promise around events that the signal can end. `begin` returns what takes its listeners away again; it is called
 * once, however the wait ends. Rejects with the signal's reason.
 */
export function untilAborted<Value>(
  signal: AbortSignal,
  begin: (resolve: (value: Value) => void, reject: (error: unknown) => void) => () => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let isOver = false;
    let end = () => {};
    const abort = () => fail(signal.reason);
    const finish = () => {
      isOver = true;
      signal.removeEventListener('abort', abort);
      end();
    };
    const fail = (error: unknown) => {
      finish();
      reject(error);
    };
    signal.addEventListener('abort', abort, { once: true });
    end = begin((value) => {
      finish();
      resolve(value);
    }, fail);
    if (isOver) end();
  });
}
