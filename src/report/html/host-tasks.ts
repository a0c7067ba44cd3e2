import { type Markup, markup } from '../markup/markup.ts';
import type { RunStory, TaskStory } from '../story/run-story.ts';
import { delayText, tookText } from '../text/numbers.ts';
import { outcomeSign } from './outcome-sign.ts';

/** All that was done on one host, a row a stage and a row for each attempt that was not the last. */
export function hostTasks(story: RunStory, host: string, places: ReadonlyMap<string, string>): Markup {
  const tasks = story.tasks(host);
  if (tasks.length === 0) return markup`<p>Nothing was begun on it.</p>\n`;
  return markup`<table>${tasks.map((task) => taskRows(story, task, places.get(task.stage.id)))}</table>\n`;
}

function taskRows(story: RunStory, task: TaskStory, place: string | undefined): Markup {
  const { stage, earlier, result } = task;
  const retries = earlier.map(({ attempt, result: { message, reason = '', durationMs }, retryInMs }) => {
    const again = `attempt ${attempt}: ${message ?? reason}, again after ${delayText(retryInMs)}`;
    return markup`<tr class="earlier"><td>↻<td><td>${tookText(durationMs)}<td>${again}\n`;
  });
  const said = place === undefined ? undefined : markup` <a href="#${place}">output</a>`;
  const took = result === undefined || result.attempts === 0 ? '' : tookText(result.durationMs);
  return markup`${retries}<tr><td>${outcomeSign(story.taskStanding(task), stage)}<td>${stage.id} ${stage.name}<td>${took}<td>${words(task, story.isGoingOn)}${said}\n`;
}

function words({ result }: TaskStory, isGoingOn: boolean): string {
  if (result === undefined) return isGoingOn ? 'it goes on' : 'it began, and its end was not heard of';
  const { message, reason, exitCode, changed, attempts } = result;
  return [
    message ?? reason,
    message === undefined && exitCode !== undefined && exitCode !== 0 ? `exit code ${exitCode}` : undefined,
    changed === undefined ? undefined : changed ? 'changed' : 'was already so',
    attempts > 1 ? `attempt ${attempts}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
