import type { Place } from '../../document/problem.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import { valueAt } from '../../document/value-at.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { locatedPattern, rawVars } from '../located.ts';
import type {
  LoadedHostStage,
  LoadedStage,
  LocatedPattern,
  LocatedText,
  RawVars,
  RunSettings,
} from '../playbook.ts';
import type { LoadedRollout } from '../rollout/rollout.ts';
import { defaultsSchema } from '../schema.ts';
import { layeredSettings, settingsOf } from '../stage/settings-of.ts';

/** What counts for the stages of a file that do not say it themselves. */
export interface Inherited {
  /** Of the stage ids, with its dot: `4.` */
  readonly idPrefix: string;
  /** Where the file is included, and that one, up to the outermost; empty for that one. */
  readonly includedBy: readonly Place[];
  /** From the directory of the outermost playbook; empty for its own. */
  readonly directory: string;
  readonly hosts?: LocatedPattern;
  readonly when?: LocatedText;
  readonly tags: readonly string[];
  /** Without the `defaults` of the outermost playbook, which the plan knows. */
  readonly settings: RunSettings;
  /** Without the `vars` of the outermost playbook. */
  readonly vars: RawVars;
  /** Of which they are stages. */
  readonly rollout?: LoadedRollout;
  /** They are stages of one that could not be read. */
  readonly isInBrokenRollout?: true;
  /** Of those that run when a wave of it has failed. */
  readonly isOnFailure?: true;
}

/** What an `include` stage gives to the file that it names. */
export interface Handed extends Inherited {
  /** What counts for the `include` stage itself. */
  readonly outer: Inherited;
}

const noVars: RawVars = { values: {}, at: () => ({ file: '', line: 1, column: 1 }) };

/** For the stages of a file, which is the outermost one when nothing is handed to it. */
export function inheritedIn(document: YamlDocument, handed: Handed | undefined): Inherited {
  const top = locatedPattern(document, ['hosts']);
  if (handed === undefined) {
    const nothing = { idPrefix: '', includedBy: [], directory: '', tags: [], settings: {}, vars: noVars };
    return { ...nothing, ...(top !== undefined && { hosts: top }) };
  }
  const { outer, hosts = top ?? outer.hosts, ...others } = handed;
  const defaults = validPart(defaultsSchema, valueAt(document.value, ['defaults']) ?? {}) ?? {};
  return {
    ...others,
    settings: layeredSettings(layeredSettings(outer.settings, settingsOf(defaults)), handed.settings),
    vars: layeredVars(layeredVars(outer.vars, rawVars(document, ['vars'])), handed.vars),
    ...(hosts !== undefined && { hosts }),
  };
}

/** The stage with what it does not say itself; its hosts were looked up when it was loaded. */
export function inherit(stage: LoadedStage, from: Inherited): LoadedStage {
  if (from.idPrefix === '') return stage;
  const shared = {
    id: from.idPrefix + stage.id,
    directory: from.directory,
    ...(from.includedBy.length > 0 && { includedBy: from.includedBy }),
    tags: bothTags(from.tags, stage.tags),
    ...(from.rollout !== undefined && { rollout: from.rollout }),
    ...(from.isInBrokenRollout && { isInBrokenRollout: from.isInBrokenRollout }),
    ...(from.isOnFailure && { isOnFailure: from.isOnFailure }),
  };
  if (stage.scope === 'fleet') return { ...stage, ...shared };
  if (stage.scope === 'broken') {
    return {
      ...stage,
      ...shared,
      ...(stage.parts !== undefined && { parts: inheritParts(stage.parts, from) }),
    };
  }
  return { ...inheritParts(stage, from), ...shared, defaults: from.settings };
}

function inheritParts<Stage extends Pick<LoadedHostStage, 'vars' | 'when'>>(
  stage: Stage,
  from: Inherited,
): Stage {
  const when = bothOf(from.when, stage.when);
  return { ...stage, vars: layeredVars(from.vars, stage.vars), ...(when !== undefined && { when }) };
}

/** Tags add up: what is chosen or skipped outside counts inside too. */
export function bothTags(outer: readonly string[], inner: readonly string[]): readonly string[] {
  return [...new Set([...outer, ...inner])];
}

/** Both have to hold; each part keeps its place. */
export function bothOf(
  outer: LocatedText | undefined,
  inner: LocatedText | undefined,
): LocatedText | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  const innerStart = `(${outer.text}) && (`.length;
  return {
    text: `(${outer.text}) && (${inner.text})`,
    at: (offset, length) =>
      offset < innerStart - 1
        ? outer.at(Math.min(Math.max(0, offset - 1), outer.text.length), length)
        : inner.at(Math.min(Math.max(0, offset - innerStart), inner.text.length), length),
  };
}

/** The inner ones beat the outer ones. */
function layeredVars(outer: RawVars, inner: RawVars): RawVars {
  if (Object.keys(outer.values).length === 0) return inner;
  if (Object.keys(inner.values).length === 0) return outer;
  return {
    values: { ...outer.values, ...inner.values },
    at: (path, offset, length) =>
      (Object.hasOwn(inner.values, String(path[0])) ? inner : outer).at(path, offset, length),
  };
}
