/** Signals that ask the run to end. SIGHUP comes when the terminal is closed, and may be ignored. */
function endingSignals(): readonly NodeJS.Signals[] {
  const isIgnored = process.listeners('SIGHUP').includes(ignore);
  return isIgnored ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
}

/** From now on, as nohup(1) wants it. Node ignores no signal; with a listener it does not end by one. */
export function ignoreHangup(): void {
  process.on('SIGHUP', ignore);
}

const ignore = () => {};

/** One Ctrl-C can come more than once: from the terminal, and from a shell, npx or our own bin/ that passes it on. */
const sameSignalMs = 500;

export interface Interrupt extends Disposable {
  /** Aborted by the first signal: nothing new starts, what runs is ended. */
  readonly signal: AbortSignal;
}

export interface InterruptParts {
  /** Told once, at the first signal, when all that heeds it has: a question has left its line by then. */
  readonly onFirst: (name: string) => void;
  /** At the second one: leave at once. */
  readonly onSecond: () => void;
}

/** Owns the signals of the process until it is disposed. */
export function catchInterrupts({ onFirst, onSecond }: InterruptParts): Interrupt {
  const controller = new AbortController();
  let firstAtMs = 0;
  const onSignal = (name: string) => {
    if (!controller.signal.aborted) {
      firstAtMs = performance.now();
      controller.abort(new DOMException(`interrupted by ${name}`, 'AbortError'));
      onFirst(name);
      return;
    }
    // The kernel and the shell both send SIGHUP when a terminal is closed: nobody is there to be impatient.
    if (name !== 'SIGHUP' && performance.now() - firstAtMs > sameSignalMs) onSecond();
  };
  const stop = hearEndingSignals(onSignal);
  return { signal: controller.signal, [Symbol.dispose]: stop };
}

/** Signals that came too early. */
export interface HeldInterrupts extends Disposable {
  /** Lets the first of them come again, now that somebody heeds it. Also done when it is disposed. */
  release(): void;
}

/** Keeps signals back while a lock is taken and nothing could give it back yet. */
export function holdInterrupts(): HeldInterrupts {
  let came: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    came ??= name;
  };
  const stop = hearEndingSignals(onSignal);
  const release = () => {
    stop();
    if (came !== undefined) process.kill(process.pid, came);
    came = undefined;
  };
  return { release, [Symbol.dispose]: release };
}

/** Hears what asks the process to end, until the function that it gives back is called. */
export function hearEndingSignals(onSignal: (name: NodeJS.Signals) => void): () => void {
  const names = endingSignals();
  for (const name of names) process.on(name, onSignal);
  return () => {
    for (const name of names) process.off(name, onSignal);
  };
}
