import { shownText } from '../../document/shown-text.ts';
import type { PlannedStage } from '../../plan/plan.ts';
import type { Line } from '../text/spans.ts';

/** `2. Install  exec on 3 hosts`. */
export function titleLine({ id, name }: Pick<PlannedStage, 'id' | 'name'>, what: string): Line {
  return [{ text: `${id}. ${shownText(name)}`, tone: 'strong' }, { text: '  ' }, { text: what, tone: 'dim' }];
}

/** What is said of a stage beside what it does, in one line; no line for nothing. */
export function settingsLines(settings: readonly (string | false | undefined)[]): Line[] {
  const said = settings.filter(Boolean);
  return said.length === 0 ? [] : [[{ text: '   ' }, { text: said.join(' · '), tone: 'dim' }]];
}

/** Says of a stage that it is not run where all goes well. */
export function onFailure({ isOnFailure }: PlannedStage): string | undefined {
  return isOnFailure ? 'only when the wave has failed, before the run stops' : undefined;
}

/** A warning of each value that goes into the shell text as it is. */
export function rawLines(insertions: readonly string[]): Line[] {
  return insertions.map((text) => [
    { text: '     ' },
    { text: `! ${shownText(text)} is put in raw, without quotes for the shell`, tone: 'warn' },
  ]);
}
