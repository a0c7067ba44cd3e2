import { join } from 'node:path';
import { fetchFiles } from '../../remote/fetch/fetch-files.ts';
import type { FileToFetch } from '../../remote/fetch/file-sink.ts';
import { type ListedSource, listFiles } from '../../remote/fetch/list-files.ts';
import { safeName } from '../../remote/fetch/safe-name.ts';
import { isCut, TaskFailure } from '../../result/task-failure.ts';
import { readSourcePath } from '../../source/source-path.ts';
import type { Answers } from '../../stages/answers.ts';
import type { FetchStep } from '../../stages/step.ts';
import { type Attempt, becomeOf, onLink, remainingMs } from '../attempt/attempt.ts';
import { endLeftAlone } from './end-left-alone.ts';
import { tell } from './perform-shared.ts';

/** Brings files of the host here; a name that the host sends never leads out of the host's own directory. */
export function performFetch(attempt: Attempt, step: FetchStep): Promise<Answers['fetch']> {
  tell(attempt, { kind: 'progress', doing: 'connecting' });
  return onLink(attempt, async (link) => {
    const become = await becomeOf(attempt);
    const limits = () => ({ timeoutMs: remainingMs(attempt), ...become });
    try {
      const listed = await listFiles(link, step.sources, limits());
      const missing = missingOf(attempt.host, listed, step.isOptional);
      const files = filesOf(attempt, step, listed);
      const onProgress = (done: number) =>
        tell(attempt, { kind: 'progress', doing: 'fetching', done, unit: 'bytes' });
      const kept = files.length === 0 ? 0 : await fetchFiles(link, files, { ...limits(), onProgress });
      return { kept, unchanged: files.length - kept, missing };
    } catch (error) {
      await endLeftAlone(error, { attempt, link, ...become });
      throw asHarmless(error, attempt.host);
    }
  });
}

function missingOf(host: string, listed: readonly ListedSource[], isOptional: boolean): string[] {
  const hidden = listed.find(({ is }) => is === 'hidden');
  if (hidden !== undefined) {
    const message = `${host}:${hidden.source} cannot be looked at: a directory above it is closed to this user (try become), or its disk fails`;
    throw new TaskFailure('no_permission', message);
  }
  const unusable = listed.find(({ is }) => is === 'unusable');
  if (unusable !== undefined) {
    const message = `${host}:${unusable.source} is there and cannot be read whole: it is no file (a directory has a slash at its end), or only another user may read it, or some of what is in it (try become)`;
    throw new TaskFailure('no_permission', message);
  }
  const missing = listed.filter(({ is }) => is === 'missing').map(({ source }) => source);
  const [first] = missing;
  if (first === undefined || isOptional) return missing;
  const message = `${host}:${first} is not there (optional: true would let that pass)`;
  throw new TaskFailure('no_such_file', message);
}

function filesOf({ run, host }: Attempt, step: FetchStep, listed: readonly ListedSource[]): FileToFetch[] {
  const directory = join(step.directory, host);
  const paths = new Map<string, string>();
  for (const { source, names } of listed) {
    const base = baseOf(source);
    for (const name of names) {
      const place = step.isFlat ? name : safeName(host, Buffer.from(join(placeOf(base), name)));
      const other = paths.get(place) ?? base + name;
      if (other !== base + name) {
        const message = `${other} and ${base}${name} of ${host} would both be kept as ${place}: fetch them in two stages with a dest for each, or without flat`;
        throw new TaskFailure('unsafe_name', message);
      }
      paths.set(place, other);
    }
  }
  return [...paths].map(([name, path]) => ({ path, open: () => run.openFetched({ directory, name }) }));
}

/** What stands before the names, with its slash. */
function baseOf(source: string): string {
  const path = readSourcePath(source);
  if (path.kind === 'pattern') return path.base;
  return path.kind === 'directory' ? source : source.slice(0, source.lastIndexOf('/') + 1);
}

/** The same below a directory here: `/etc/` is kept in `etc`. */
function placeOf(base: string): string {
  return base.replace(/^~\//, '').replace(/^\/+/, '');
}

/** A look whose end nobody saw has changed nothing. */
function asHarmless(error: unknown, host: string): unknown {
  if (!isCut(error)) return error;
  const message = `the link to ${host} was lost while files were fetched; nothing half-done was kept (${error.message})`;
  return new TaskFailure('transfer_cut', message, { ran: 'unknown' }, { cause: error });
}
