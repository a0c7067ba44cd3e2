import type { OnFault } from '../../report/guest-view.ts';
import type { Masker } from '../../secret/masker.ts';
import type { World } from '../world.ts';

export interface ShownByView {
  readonly world: World;
  readonly masker: Masker;
  readonly what: 'run' | 'rehearsal';
  /** Where to see it all the same: a command, or a place. */
  readonly elsewhere?: string;
}

/** Tells that a view had a fault, and that what it showed goes on without it. */
export function viewFault({ world, masker, what, elsewhere }: ShownByView): OnFault {
  const rest = elsewhere === undefined ? '' : `: ${elsewhere}`;
  return (error) => {
    const why = error instanceof Error ? `${error.stack}` : String(error);
    world.stderr.write(
      `aeon-run: what shows the ${what} had a fault of its own and shows nothing more, please report it:\n${masker.mask(why)}\nthe ${what} itself is not touched by it${rest}\n`,
    );
  };
}
