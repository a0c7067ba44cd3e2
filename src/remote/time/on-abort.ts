interface Hearers {
  readonly all: Set<() => void>;
}

const hearersOf = new WeakMap<AbortSignal, Hearers>();

/**
 * Calls `then` when the signal is aborted; gives back what takes the wish away. An EventTarget looks through all its
 * listeners for each one that is added or removed, which a thousand hosts that wait for one signal would feel.
 */
export function onAbort(signal: AbortSignal, then: () => void): () => void {
  const hearers = hearersOf.get(signal) ?? listen(signal);
  const hear = () => then(); // The same function may be given twice.
  hearers.all.add(hear);
  return () => void hearers.all.delete(hear);
}

function listen(signal: AbortSignal): Hearers {
  const hearers: Hearers = { all: new Set() };
  hearersOf.set(signal, hearers);
  const tell = () => {
    for (const hear of [...hearers.all]) hear();
    hearers.all.clear();
  };
  signal.addEventListener('abort', tell, { once: true });
  return hearers;
}
