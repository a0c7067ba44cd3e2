import type { AttemptId } from '../attempt-tag.ts';

/**
 * Where files wait until they are verified: in a directory beside their places, so that rename(2) suffices. What comes
 * into a directory that is new as well waits as a whole, and takes one rename for all of it.
 */
export class Staging {
  /** In the directory that is the key (empty for the outermost), what is renamed from its waiting room into it. */
  readonly moves: ReadonlyMap<string, readonly string[]>;
  readonly #directory: string;
  readonly #newDirectories: ReadonlySet<string>;

  /** `newDirectories` have those above before those below. */
  constructor(attemptId: AttemptId, newDirectories: readonly string[], names: readonly string[]) {
    this.#directory = `.aeon-upload-${attemptId}`;
    this.#newDirectories = new Set(newDirectories);
    const units = new Set([...newDirectories, ...names].map((name) => this.#unitOf(name)));
    this.moves = Map.groupBy(units, above);
  }

  /** The waiting rooms, one in each directory that gets something. */
  rooms(): string[] {
    return [...this.moves.keys()].map((directory) => within(directory, this.#directory));
  }

  /** Where the file or directory waits. */
  staged(name: string): string {
    const directory = above(this.#unitOf(name));
    const rest = directory === '' ? name : name.slice(directory.length + 1);
    return within(directory, `${this.#directory}/${rest}`);
  }

  /** The uppermost new directory that the name is in, or the name itself. */
  #unitOf(name: string): string {
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      const prefix = name.slice(0, slash);
      if (this.#newDirectories.has(prefix)) return prefix;
    }
    return name;
  }
}

/** The directory of a name; empty for one without. */
function above(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

function within(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
