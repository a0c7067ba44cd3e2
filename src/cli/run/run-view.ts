import { guestView } from '../../report/guest-view.ts';
import type { ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { Masker } from '../../secret/masker.ts';
import { viewClock } from '../terminal.ts';
import type { World } from '../world.ts';
import { viewFault } from './view-fault.ts';

export interface ShownRun {
  readonly world: World;
  /** With which `show` finds it: see `wordsOfRun`. */
  readonly words: string;
  readonly masker: Masker;
}

/** A view of a run, which goes on without it where it has a fault: that is told once. */
export function runView({ world, words, masker }: ShownRun, make: (clock: ViewClock) => View): View {
  const onFault = viewFault({ world, masker, what: 'run', elsewhere: `aeon-run show ${words}` });
  return guestView(make, viewClock, onFault);
}
