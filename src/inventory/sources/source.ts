import type { Place, Problem } from '../../document/problem.ts';
import type { Layer } from '../merge/layer.ts';
import type { PathMaker } from '../settings.ts';

/** An inventory in whatever form, read as far as one file can be understood alone. */
export interface SourceInventory {
  readonly defaults?: Layer;
  /** In the order of the file; a host may come up several times. */
  readonly hosts: readonly SourceHost[];
  readonly groups: readonly SourceGroup[];
  readonly problems: readonly Problem[];
  /** Where a password first stands in plain text. */
  readonly plainSecret?: Place;
  /** The vars files beside it say how to connect, too. */
  readonly isOfAnsible?: true;
}

export interface SourceHost {
  readonly name: string;
  /** Absent where the host is only named. */
  readonly layer?: Layer;
  place(): Place;
}

export interface SourceGroup {
  readonly name: string;
  /** Named by it or described in it. */
  readonly hosts: readonly string[];
  readonly children: readonly SourceChild[];
  readonly layer?: Layer;
  place(): Place;
}

export interface SourceChild {
  readonly name: string;
  place(): Place;
}

/** What a source is made from. */
export interface SourceFile {
  /** As given on the command line, for places. */
  readonly file: string;
  readonly text: string;
  readonly absolute: PathMaker;
}
