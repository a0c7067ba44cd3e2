import { guestView } from '../../report/guest-view.ts';
import type { ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { Masker } from '../../secret/masker.ts';
import { viewClock } from '../terminal.ts';
import type { World } from '../world.ts';

export interface ShownRun {
  readonly world: World;
  /** With which `show` finds it: see `wordsOfRun`. */
  readonly words: string;
  readonly masker: Masker;
}

/** A view of a run, which goes on without it where it has a fault: that is told once. */
export function runView({ world, words, masker }: ShownRun, make: (clock: ViewClock) => View): View {
  return guestView(make, viewClock, (error) => {
    const why = error instanceof Error ? `${error.stack}` : String(error);
    world.stderr.write(
      `aeon-run: what shows the run had a fault of its own and shows nothing more, please report it:\n${masker.mask(why)}\nthe run itself is not touched by it: aeon-run show ${words}\n`,
    );
  });
}
