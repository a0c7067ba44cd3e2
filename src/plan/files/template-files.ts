import { dirname, join } from 'node:path';
import { decodeUtf8 } from '../../document/decode-utf8.ts';
import type { Problem } from '../../document/problem.ts';
import { LineStarts } from '../../document/yaml/line-starts.ts';
import type { LoadedHostStage } from '../../playbook/playbook.ts';
import type { RenderedFile } from '../../stages/stage.ts';
import type { Scope } from '../../template/scope.ts';
import { readTemplate, type Template } from '../../template/template.ts';
import type { StageHosts } from '../hosts/stage-hosts.ts';
import { usesFacts } from '../names/check-facts.ts';
import { checkTemplate, type TemplateSurroundings } from '../names/check-templates.ts';
import { isRuntimePath } from '../names/later-names.ts';
import { distinctArgs, isUnread } from '../stage/distinct-args.ts';
import type { FileCheck } from './file-check.ts';

interface TemplateFile {
  readonly template: Template;
  /** Octal digits. */
  readonly mode: string;
}

/** Files of the controller that are templates, each read and compiled once: what was checked is what is rendered. */
export class TemplateFiles {
  /** By the path that problems name, for code frames. */
  readonly texts = new Map<string, string>();
  readonly #files: FileCheck;
  readonly #known = new Map<
    string,
    { readonly file?: TemplateFile; readonly problems: readonly Problem[] }
  >();

  constructor(files: FileCheck) {
    this.#files = files;
  }

  /** Everything that is wrong in the templates of a stage, for each of its hosts. Missing files are told elsewhere. */
  check(stage: LoadedHostStage, around: TemplateSurroundings): Problem[] {
    if (stage.kind.templateFiles === undefined) return [];
    return this.#paths(stage, around.on.scopes).flatMap((path) => {
      const { file, problems } = this.#of(stage, path);
      if (file === undefined) return problems;
      const on = this.#thoseWith(stage, around.on, path);
      return [...problems, ...checkTemplate(file.template, { ...around, on })];
    });
  }

  usesFacts(stage: LoadedHostStage, scopes: readonly Scope[]): boolean {
    return this.#paths(stage, scopes).some((path) => {
      const { file } = this.#of(stage, path);
      return file !== undefined && usesFacts(file.template);
    });
  }

  /** @throws RuntimeValueFailure */
  render(stage: LoadedHostStage, args: unknown, scope: Scope): ReadonlyMap<string, RenderedFile> {
    const paths = stage.kind.templateFiles?.(args) ?? [];
    return new Map(
      paths.flatMap((path) => {
        const { file } = this.#of(stage, path);
        if (file === undefined) return [];
        const { template, mode } = file;
        const dependsOnRun = template.references.some(({ path }) => isRuntimePath(path));
        return [[path, { text: template.render(scope), mode, dependsOnRun }] as const];
      }),
    );
  }

  #paths(stage: LoadedHostStage, scopes: readonly Scope[]): string[] {
    const paths = distinctArgs(stage, scopes).flatMap((args) =>
      (stage.kind.templateFiles?.(args) ?? []).filter((path) => !isUnread(stage, args, path)),
    );
    return [...new Set(paths)];
  }

  /** The hosts that use the file. */
  #thoseWith(stage: LoadedHostStage, on: StageHosts, path: string): StageHosts {
    const uses = on.scopes.map((scope) => this.#paths(stage, [scope]).includes(path));
    const those = <Item>(items: readonly Item[]) => items.filter((_, at) => uses[at]);
    return { ...on, hosts: those(on.hosts), vars: those(on.vars), scopes: those(on.scopes) };
  }

  #of(stage: LoadedHostStage, path: string) {
    const shown = join(dirname(stage.place.file), path);
    const known = this.#known.get(shown) ?? this.#compile(stage, path, shown);
    this.#known.set(shown, known);
    return known;
  }

  #compile(stage: LoadedHostStage, path: string, shown: string) {
    const read = this.#files.read(stage, path);
    if (read === undefined) return { problems: [] };
    const { text, problems } = decodeUtf8(read.bytes, shown);
    if (text === undefined) return { problems };
    this.texts.set(shown, text);
    const lines = new LineStarts(shown, text);
    const { template, problems: ofText } = readTemplate(text, 'text', (offset, length = 1) =>
      lines.place(offset, offset + length),
    );
    return { file: { template, mode: read.mode }, problems: [...problems, ...ofText] };
  }
}

/** Which file a template is has to be known now, so that it can be checked. */
export function unknownSources({ kind, args, argsPlace }: LoadedHostStage): Problem[] {
  if (kind.templateFiles === undefined) return [];
  return args.templates.flatMap(({ path, template }): Problem[] => {
    const isUnknown = template.references.some((reference) => isRuntimePath(reference.path));
    if (path.at(-1) !== 'src' || !isUnknown) return [];
    const message =
      'Which file this is, is only known while the run goes on, so it could not be checked before.';
    const advice = 'Name it by variables, and use results and facts inside of it.';
    return [{ code: 'stage-args', message, advice, place: argsPlace(path) }];
  });
}
