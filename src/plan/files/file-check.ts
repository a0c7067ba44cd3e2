import { basename, dirname, isAbsolute, join } from 'node:path';
import { nearest } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { LoadedHostStage } from '../../playbook/playbook.ts';
import { isOfCommandLine } from '../../playbook/stage/one-stage.ts';
import type { LocalContent, LocalFiles } from '../../source/controller-files.ts';
import type { Scope } from '../../template/scope.ts';
import { belowDirectory } from './below-directory.ts';
import { sourcesOf } from './stage-sources.ts';

/** How much a directory or a pattern means. */
export interface TreeSize {
  readonly files: number;
  readonly bytes: number;
}

const unreadable = 'ls -l shows what it is and who may read it; chmod u+r gives you the right.';

/** Which files stages need, each looked at once. */
export class FileCheck {
  /** By the path from the directory of the playbook; for those that are there, and that no stage may change before they are sent. */
  readonly sizes = new Map<string, number>();
  /** The same for directories and patterns. */
  readonly treeSizes = new Map<string, TreeSize>();
  readonly #files: LocalFiles;
  readonly #directory: string;
  readonly #found = new Map<string, number | undefined>();
  /** On the command line, where no playbook is. */
  readonly #isTyped: boolean;
  #isMaking = false;

  constructor(files: LocalFiles, playbookPath: string) {
    this.#files = files;
    this.#directory = dirname(playbookPath);
    this.#isTyped = isOfCommandLine(playbookPath);
  }

  /** A stage runs here that may make or change any file. */
  expectMade(): void {
    this.#isMaking = true;
  }

  /** Files whose name only the run will know are not looked at. */
  check(stage: LoadedHostStage, scopes: readonly Scope[]): Problem[] {
    const { files, trees } = sourcesOf(stage, scopes);
    const found = [
      ...[...files].map(([path, place]) => ({ path, problems: this.#checkPath(path, place, stage.kind) })),
      ...[...trees].map(([path, place]) => ({ path, problems: this.#checkTree(path, place) })),
    ].flatMap(({ path, problems }) => problems.map((problem) => ({ path, problem })));
    if (!this.#isMaking) return found.map(({ problem }) => problem);
    if (stage.kind.templateFiles !== undefined) return found.map(({ problem }) => neededBefore(problem));
    return oncePerPlace(found).map(notYetThere);
  }

  /** A file that a stage names. */
  read(stage: LoadedHostStage, path: string): LocalContent | undefined {
    return this.#files.read(this.#absolute(belowDirectory(stage, path)));
  }

  #checkPath(path: string, place: Place, { mostFileBytes, localTrees }: LoadedHostStage['kind']): Problem[] {
    const mostBytes = mostFileBytes ?? Number.POSITIVE_INFINITY;
    const size = this.#look(path);
    if (size === undefined || this.#isMaking) this.sizes.delete(path);
    else this.sizes.set(path, size);
    if (size !== undefined && size > mostBytes) {
      const message = `${path} has ${size} bytes, and here ${mostBytes} are the most.`;
      const advice = 'Bring it with transfer, and use it with exec.';
      return [{ code: 'source-too-large', message, advice, place }];
    }
    if (size !== undefined) return [];
    if (this.#files.tree(`${this.#absolute(path)}/`) !== undefined) {
      const advice =
        localTrees === undefined
          ? 'Name a file in it; transfer brings whole directories.'
          : `Write ${path}/ to bring all that is in it.`;
      return [{ code: 'file-missing', message: `${path} is a directory.`, advice, place }];
    }
    if (this.#files.isSpecial(this.#absolute(path))) {
      const message = `${path} is no regular file, but a device, a pipe or a socket.`;
      return [{ code: 'file-missing', message, advice: 'Name a file whose content is to be sent.', place }];
    }
    if (this.#isThere(path)) {
      const message = `${path} is there, but is no file that you may read.`;
      return [{ code: 'file-missing', message, advice: unreadable, place }];
    }
    const message = `${path} is not there, or is no file that can be read.`;
    return [{ code: 'file-missing', message, advice: this.#liesThere(path), place }];
  }

  #checkTree(path: string, place: Place): Problem[] {
    const tree = this.#files.tree(this.#absolute(path));
    if (tree === undefined && path.endsWith('/') && this.#isThere(path)) {
      const message = `${path} is there, but is no directory that you may read.`;
      return [{ code: 'file-missing', message, advice: unreadable, place }];
    }
    const isEmpty =
      tree !== undefined &&
      [tree.files, tree.links, tree.directories, tree.refused].every(({ length }) => length === 0);
    if (tree === undefined || (isEmpty && !path.endsWith('/'))) {
      const message = path.endsWith('/')
        ? `${path} is not there, or is no directory that can be read.`
        : `No file is meant by ${path}.`;
      return [{ code: 'file-missing', message, advice: this.#liesThere(path), place }];
    }
    const bytes = tree.files.reduce((sum, { size }) => sum + size, 0);
    if (this.#isMaking) this.treeSizes.delete(path);
    else this.treeSizes.set(path, { files: tree.files.length, bytes });
    return tree.refused.map(({ name, why }) => {
      const message = `${name} in ${path} cannot be sent: ${why}.`;
      return { code: 'file-unsendable', message, advice: 'Mend that, or take it out of there.', place };
    });
  }

  #liesThere(path: string): string {
    const near = this.#near(path);
    if (near !== undefined) return near;
    const absolute = this.#absolute(path);
    if (this.#isMaking) return `It has to lie here: ${absolute}.`;
    return this.#isTyped
      ? `Check the path; a relative one starts from the current directory: ${absolute}.`
      : `A relative path lies beside the playbook: ${absolute}.`;
  }

  #look(path: string): number | undefined {
    if (!this.#found.has(path)) this.#found.set(path, this.#files.size(this.#absolute(path)));
    return this.#found.get(path);
  }

  #isThere(path: string): boolean {
    return this.#namesBeside(path).includes(basename(path));
  }

  #near(path: string): string | undefined {
    const near = nearest(basename(path), this.#namesBeside(path));
    return near === undefined ? undefined : `Did you mean ${join(dirname(path), near)}?`;
  }

  #namesBeside(path: string): readonly string[] {
    return this.#files.names(dirname(this.#absolute(path))) ?? [];
  }

  #absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.#directory, path);
  }
}

/** What is wrong with a file that a stage before may still make. */
function notYetThere(problem: Problem): Problem {
  if (problem.code !== 'file-missing') return problem;
  const advice = `A stage before this one may make it. If none does, ${lowerFirst(problem.advice ?? '')}`;
  return { ...problem, severity: 'warning', advice };
}

/** A template is read, checked and filled in before anything runs. */
function neededBefore(problem: Problem): Problem {
  if (problem.code !== 'file-missing') return problem;
  const why = 'A template is read and checked before anything runs, so no stage before this one can make it.';
  return { ...problem, advice: `${why} ${problem.advice ?? ''}`.trim() };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** A path with a name of each host in it is missed as many times: one is told, with how many there are. */
function oncePerPlace(found: readonly { readonly path: string; readonly problem: Problem }[]): Problem[] {
  const alike = Map.groupBy(found, ({ path, problem: { code, message, place } }) => {
    const what = code === 'file-missing' ? message.replace(path, '') : message;
    return JSON.stringify([code, what, place]);
  });
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { problem } = first;
    if (others.length === 0) return [problem];
    const paths = others.length === 1 ? 'another path' : `${others.length} more paths`;
    return [{ ...problem, message: `${problem.message} So it is with ${paths}, of other hosts.` }];
  });
}
