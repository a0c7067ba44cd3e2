/** A directory of the controller as every host of a stage gets it, measured once. Names are relative, with `/` between. */
export interface SourceTree {
  /** As in the playbook, for messages. */
  readonly path: string;
  /** The directory from which the names count, absolute. */
  readonly root: string;
  /** Of that directory; octal digits. */
  readonly mode: string;
  /** Those above come before those below. */
  readonly directories: readonly TreeDirectory[];
  readonly files: readonly TreeFile[];
  readonly links: readonly TreeLink[];
}

export interface TreeDirectory {
  readonly name: string;
  /** Octal digits. */
  readonly mode: string;
}

export interface TreeFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Octal digits. */
  readonly mode: string;
  /** The content from its beginning. */
  readonly read: () => AsyncIterable<Buffer>;
}

export interface TreeLink {
  readonly name: string;
  /** Relative, and inside of the tree. */
  readonly target: string;
}

/** Where a tree goes, and how. */
export interface TreeGoal {
  readonly tree: SourceTree;
  /** A directory on the host. */
  readonly destination: string;
  readonly owner?: string;
  readonly group?: string;
  /** What is replaced or removed is kept under a name with this stamp. */
  readonly backupStamp?: string;
  /** Removes what the tree does not have. */
  readonly isMirror: boolean;
}

/** What a host has to do to hold the tree. */
export interface TreeDifference {
  /** Nothing stands at the destination yet. */
  readonly isNew: boolean;
  readonly directories: readonly TreeDirectory[];
  readonly files: readonly TreeFile[];
  readonly links: readonly TreeLink[];
  /** Their content is there; mode or owner are not as asked. */
  readonly attributes: readonly TreeFile[];
  /** Names of files and links in the place of which others come. */
  readonly replaced: readonly string[];
  /** Only the uppermost of what goes; bytes as the host has them. */
  readonly removals: readonly Buffer[];
  readonly unchangedCount: number;
}

export function isSame({ directories, files, links, attributes, removals }: TreeDifference): boolean {
  return [directories, files, links, attributes, removals].every((each) => each.length === 0);
}
