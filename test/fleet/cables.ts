import { expectAnswerFrom, type Network, removeCable, setCable } from './network.ts';

/** A place on a network, by the last number of its address. */
export interface Plug {
  readonly network: Network;
  readonly at: number;
}

/** The cables of one boot of a machine: its first network card's, and a bastion's second one's. */
export class Cables {
  readonly #outer: Plug;
  readonly #inner: Plug | undefined;
  readonly #boot: number;

  /** `boot` makes their names new: the kernel takes away the cards of a dead host some time later. */
  constructor(boot: number, outer: Plug, inner?: Plug) {
    this.#outer = outer;
    this.#inner = inner;
    this.#boot = boot;
  }

  /** Into the network namespace of the process. */
  async plugIn(pid: number): Promise<void> {
    await this.#outer.network.plug(this.#name('o'), this.#outer.at, pid, 'eth0');
    await this.#inner?.network.plug(this.#name('i'), this.#inner.at, pid, 'eth1');
  }

  async remove(): Promise<void> {
    await removeCable(this.#name('o'));
    if (this.#inner !== undefined) await removeCable(this.#name('i'));
  }

  /** The first one carries nothing from now, and nobody is told. */
  cut(): Promise<void> {
    return setCable(this.#name('o'), 'down');
  }

  mend(): Promise<void> {
    return setCable(this.#name('o'), 'up');
  }

  /** As `cut`, and what is sent there vanishes for good instead of coming back as "no route to host". */
  async swallow(): Promise<void> {
    await expectAnswerFrom(this.#outer.network, this.#outer.at);
    await this.cut();
  }

  /** At most 15 characters, the kernel's limit. */
  #name(kind: 'o' | 'i'): string {
    const { network, at } = this.#outer;
    return `aeon${network.bridge.slice('aeonbr'.length)}.${at}${kind}${this.#boot % 1000}`;
  }
}
