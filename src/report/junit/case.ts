import { block, type Markup, markup } from '../markup/markup.ts';
import { seconds } from '../results-json/device-record.ts';
import type { TaskStory } from '../story/run-story.ts';
import { lastSaid } from '../text/last-said.ts';

/** `failure`: it did what it was to do, and that went wrong. `error`: it was not done, or nobody knows. */
export interface Case {
  readonly name: string;
  readonly durationMs: number;
  readonly end: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message?: string;
  /** A stable word. */
  readonly type?: string;
  /** The end of what was written last. */
  readonly said?: string;
}

/** Of one stage on one host. A failure that does not count is told as skipped: a CI server knows no third thing. */
export function taskCase(name: string, { stage, result }: TaskStory, counts: boolean): Case {
  if (result === undefined) return { name, durationMs: 0, end: 'error', message: 'its end was not heard of' };
  const { outcome, reason, message, durationMs } = result;
  if (outcome === 'ok') return { name, durationMs, end: 'passed' };
  const sentence = message ?? reason ?? outcome;
  if (outcome === 'skipped') return { name, durationMs, end: 'skipped', message: sentence };
  const why = stage.continueOnError ? 'continue-on-error' : 'the host recovered';
  if (!counts) return { name, durationMs, end: 'skipped', message: `${outcome} (${why}): ${sentence}` };
  const said = lastSaid(result)?.tail;
  return {
    name,
    durationMs,
    end: outcome === 'failed' ? 'failure' : 'error',
    message: sentence,
    type: reason ?? outcome,
    ...(said !== undefined && { said }),
  };
}

/** `suite`: the name of the one that it is in. */
export function caseMarkup(
  suite: string,
  { name, durationMs, end, message = '', type = end, said = '' }: Case,
): Markup {
  const inside =
    end === 'passed'
      ? undefined
      : end === 'skipped'
        ? markup`<skipped message="${message}"/>`
        : markup`<${end} type="${type}" message="${message}">${block(said)}</${end}>`;
  return markup`<testcase classname="${suite}" name="${name}" time="${seconds(durationMs)}">${inside}</testcase>\n`;
}
