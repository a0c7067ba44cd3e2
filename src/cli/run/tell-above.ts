import type { View } from '../../report/view.ts';
import type { World } from '../world.ts';

/** Writes to stderr while a view is drawn there: the text stands above the live view, and not inside of it. */
export function tellAbove(view: View, { stderr }: World, text: string): void {
  const goOn = view.suspend?.('to-tell');
  stderr.write(text);
  goOn?.();
}
