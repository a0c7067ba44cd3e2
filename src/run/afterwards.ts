/** Work that follows a result and holds nobody up, such as removing evidence; the run ends when all of it is over. */
export class Afterwards {
  readonly #going = new Set<Promise<void>>();

  /** `work` must not reject. */
  start(work: readonly (() => Promise<void>)[]): void {
    for (const begin of work) {
      const going = begin().finally(() => this.#going.delete(going));
      this.#going.add(going);
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#going);
  }
}
