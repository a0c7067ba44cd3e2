import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlPage } from '../../report/html/page.ts';
import { plannedTexts } from '../../report/html/planned-texts.ts';
import { junitReport } from '../../report/junit/junit-report.ts';
import { RunStory } from '../../report/story/run-story.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { findPastRun, type PastRun } from '../run/past-run.ts';
import type { World } from '../world.ts';
import { writeForOthers } from '../write-for-others.ts';

export interface ReportOptions {
  readonly html?: string;
  readonly junit?: string;
  readonly runDir?: string;
}

/** Writes what a run came to into files for others. @throws UsageError */
export async function report(world: World, wanted: string, options: ReportOptions): Promise<ExitCode> {
  const { html, junit, runDir } = options;
  if (html === undefined && junit === undefined) {
    throw new UsageError(
      'say what to write: --html FILE (a page for people) or --junit FILE (for a CI server)',
    );
  }
  if (html === junit) {
    const place = html === '-' ? 'stdout' : html;
    throw new UsageError(`--html and --junit would both be written to ${place}: give each a file of its own`);
  }
  const run = await findPastRun(world, wanted, runDir);
  const story = new RunStory(run);
  for (const event of run.history) story.onEvent(event);
  if (html !== undefined) await writeForOthers(world, html, '--html', await pageOf(story, run));
  if (junit !== undefined) await writeForOthers(world, junit, '--junit', junitReport(story) ?? '');
  return 0;
}

async function pageOf(story: RunStory, { directory }: PastRun): Promise<string> {
  const text = readFile(join(directory.path, 'plan.json'), 'utf8');
  const plan = await text.then(JSON.parse).catch(() => undefined); // The page does without it.
  return htmlPage(story, plannedTexts(plan)) ?? '';
}
