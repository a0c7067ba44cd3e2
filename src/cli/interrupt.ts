/** Signals that ask the run to end. SIGHUP comes when the terminal is closed. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt extends Disposable {
  /** Aborted by the first signal: nothing new starts, what runs is ended. */
  readonly signal: AbortSignal;
}

export interface InterruptParts {
  /** Told once, at the first signal. */
  readonly onFirst: (name: string) => void;
  /** At the second one: leave at once. */
  readonly onSecond: () => void;
}

/** Owns the signals of the process until it is disposed. */
export function catchInterrupts({ onFirst, onSecond }: InterruptParts): Interrupt {
  const controller = new AbortController();
  const onSignal = (name: string) => {
    if (controller.signal.aborted) return onSecond();
    onFirst(name);
    controller.abort(new DOMException(`interrupted by ${name}`, 'AbortError'));
  };
  for (const name of endingSignals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of endingSignals) process.off(name, onSignal);
    },
  };
}
