/** Hosts whose links nobody uses now, by the stage that will use them next. */
export class RestingLinks {
  readonly #byStage = new Map<number, Set<string>>();
  readonly #stages = new Map<string, number>();

  add(host: string, nextStage: number): void {
    this.remove(host);
    const hosts = this.#byStage.get(nextStage) ?? new Set();
    this.#byStage.set(nextStage, hosts.add(host));
    this.#stages.set(host, nextStage);
  }

  remove(host: string): void {
    const stage = this.#stages.get(host);
    if (stage === undefined) return;
    this.#stages.delete(host);
    const hosts = this.#byStage.get(stage);
    hosts?.delete(host);
    if (hosts?.size === 0) this.#byStage.delete(stage);
  }

  /** The oldest of those that wait for a later stage than `stage`. */
  leastUrgent(stage: number): string | undefined {
    const last = Math.max(...this.#byStage.keys());
    if (last <= stage) return undefined;
    const [oldest] = this.#byStage.get(last) ?? [];
    return oldest;
  }
}
