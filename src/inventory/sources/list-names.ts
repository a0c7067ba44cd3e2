import type { Place, Problem } from '../../document/problem.ts';
import { countText } from '../../result/count-text.ts';
import { wrongHostName } from '../host/host-name.ts';

/** How the hosts of a list are called: by their host name if it will do and no other one has it, else by the address. */
export class ListNames {
  readonly #counts = new Map<string, number>();
  readonly #firstOfShared = new Map<string, Place>();
  readonly #problems: Problem[] = [];

  /** The host names of all that stand in the list. */
  constructor(hostnames: readonly (string | undefined)[]) {
    for (const name of hostnames) {
      if (name !== undefined) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  of(hostname: string | undefined, address: string, place: () => Place): string {
    if (hostname === undefined) return address;
    if ((this.#counts.get(hostname) ?? 0) > 1) {
      if (!this.#firstOfShared.has(hostname)) this.#firstOfShared.set(hostname, place());
      return address;
    }
    const wrong = wrongHostName(hostname);
    if (wrong === undefined) return hostname;
    this.#problems.push(warning(`The host is named by its address, ${address}: ${wrong}.`, place()));
    return address;
  }

  /** A thousand may be called `raspberrypi`: that is told once. */
  problems(): Problem[] {
    const shared = [...this.#firstOfShared].map(([name, place]) => {
      const count = countText(this.#counts.get(name) ?? 0);
      return warning(
        `${count} hosts of this list are called ${name}, so each is named by its address.`,
        place,
      );
    });
    return [...this.#problems, ...shared];
  }
}

function warning(message: string, place: Place): Problem {
  const advice = 'Give each host a host name of its own to call it by that.';
  return { code: 'host-name', severity: 'warning', message, advice, place };
}
