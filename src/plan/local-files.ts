import { dirname, isAbsolute, join } from 'node:path';
import type { Place, Problem } from '../document/problem.ts';
import { renderArgs } from '../playbook/args.ts';
import type { LoadedHostStage } from '../playbook/playbook.ts';
import { stringsIn } from '../playbook/strings.ts';
import type { Scope } from '../template/scope.ts';
import { usedValues } from './check-templates.ts';
import { RuntimeValueFailure } from './runtime-failure.ts';

/** The files of this machine, as far as a plan wants to know. */
export interface LocalFiles {
  /** In bytes; undefined when `path` is no file that can be read. */
  size(path: string): number | undefined;
}

/** Which files stages need, each looked at once. */
export class FileCheck {
  /** By the path as written; for those that are there. */
  readonly sizes = new Map<string, number>();
  readonly #files: LocalFiles;
  readonly #directory: string;
  readonly #missing = new Set<string>();

  constructor(files: LocalFiles, playbookPath: string) {
    this.#files = files;
    this.#directory = dirname(playbookPath);
  }

  /** Files whose name only the run will know are not looked at. */
  check(stage: LoadedHostStage, scopes: readonly Scope[]): Problem[] {
    return [...filesOf(stage, scopes)].flatMap(([path, place]) => this.#checkPath(path, place));
  }

  #checkPath(path: string, place: Place): Problem[] {
    if (!this.sizes.has(path) && !this.#missing.has(path)) this.#look(path);
    if (this.sizes.has(path)) return [];
    const message = `${path} is not there, or is no file that can be read.`;
    const advice = `A relative path lies beside the playbook: ${this.#absolute(path)}.`;
    return [{ code: 'file-missing', message, advice, place }];
  }

  #look(path: string): void {
    const size = this.#files.size(this.#absolute(path));
    if (size === undefined) this.#missing.add(path);
    else this.sizes.set(path, size);
  }

  #absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.#directory, path);
  }
}

/** Each file and where its name stands. */
function filesOf(stage: LoadedHostStage, scopes: readonly Scope[]): Map<string, Place> {
  const { kind, args } = stage;
  const places = new Map<string, Place>();
  if (kind.localFiles === undefined) return places;
  const seen = new Set<string>();
  for (const scope of scopes) {
    const key = args.templates.map(({ template }) => usedValues(template, scope)).join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    const rendered = renderedArgs(stage, scope);
    const paths = rendered === undefined ? [] : kind.localFiles(rendered);
    for (const path of paths) if (!places.has(path)) places.set(path, placeOf(stage, rendered, path));
  }
  return places;
}

function renderedArgs({ args }: LoadedHostStage, scope: Scope): unknown {
  try {
    return renderArgs(args, scope);
  } catch (error) {
    if (error instanceof RuntimeValueFailure) return undefined;
    throw error;
  }
}

function placeOf({ kind, argsPlace }: LoadedHostStage, rendered: unknown, path: string): Place {
  const found = [...stringsIn(kind.schema, rendered)].find(({ text }) => text === path);
  return argsPlace(found?.path ?? []);
}
