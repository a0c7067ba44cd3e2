import { isError, type Problem } from '../../document/problem.ts';
import { validateMeant } from '../../document/schema/meant-keys.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import { valueAt } from '../../document/value-at.ts';
import { type Path, parseYaml, type YamlDocument } from '../../document/yaml/yaml.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { selectHosts } from '../../inventory/select/select.ts';
import { whyOf } from '../../result/why.ts';
import { durationMs } from '../../stages/duration.ts';
import { backwardRanges } from '../ranges.ts';
import { shareOf } from './draw.ts';
import { type Matcher, matcher } from './glob.ts';
import type { Model } from './model.ts';
import { type HostRule, modelSchema, type WrittenModel } from './schema.ts';

/** Reads a model, and tells everything that is wrong with it on this inventory. */
export function loadModel(
  file: string,
  text: string,
  inventory: Inventory,
): { model?: Model; problems: readonly Problem[] } {
  const { document: read, problems: ofYaml } = parseYaml(text, file);
  if (read === undefined) return { problems: ofYaml };
  const { document, problems: ofForm } = validateMeant(read, modelSchema);
  const { model, problems } = readModel(document, [], inventory);
  const all = [...ofYaml, ...ofForm, ...problems];
  return all.some(isError) ? { problems: all } : { model: { ...model, file }, problems: all };
}

/** The model that stands at `path`; what breaks its schema is left out, and told by whoever checks the document. */
export function readModel(
  document: YamlDocument,
  path: Path,
  inventory: Inventory,
): { model: Model; problems: readonly Problem[] } {
  // The schema has checked it.
  const written: WrittenModel = validPart(modelSchema, valueAt(document.value, path)) ?? {};
  const reader = new Reader(document, inventory);
  const { seed = 0, hosts = [], commands = [] } = written;
  for (const [index, rule] of hosts.entries()) {
    reader.checkFlapping(rule, [...path, 'hosts', index]);
    reader.checkLatency(rule.latency, [...path, 'hosts', index, 'latency']);
  }
  const model: Model = {
    seed,
    hosts: hosts.map((rule, index) => ({ rule, ...reader.hosts(rule, [...path, 'hosts', index]) })),
    commands: commands.map((rule, index) => {
      const place = [...path, 'commands', index];
      reader.checkChances(rule.exit ?? {}, [...place, 'exit']);
      return {
        rule,
        ...reader.hosts(rule, place),
        ...(rule.stage !== undefined && {
          stage: reader.matcher(rule.stage, [...place, 'stage']),
        }),
        ...(rule.command !== undefined && { command: reader.matcher(rule.command, [...place, 'command']) }),
        places: {
          ...(rule.hosts !== undefined && { hosts: document.place([...place, 'hosts']) }),
          ...(rule.stage !== undefined && { stage: document.place([...place, 'stage']) }),
          ...(rule.command !== undefined && { command: document.place([...place, 'command']) }),
        },
      };
    }),
  };
  return { model, problems: [...reader.problems, ...backwardRanges(written, path, document)] };
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #document: YamlDocument;
  readonly #inventory: Inventory;

  constructor(document: YamlDocument, inventory: Inventory) {
    this.#document = document;
    this.#inventory = inventory;
  }

  hosts({ hosts }: { readonly hosts?: string | string[] }, path: Path): { of?: ReadonlySet<string> } {
    if (hosts === undefined) return {};
    const whole = [...path, 'hosts'];
    const found = selectHosts(this.#inventory, hosts, (offset, length, item) =>
      this.#document.textPlace(Array.isArray(hosts) ? [...whole, item] : whole, offset, length),
    );
    this.problems.push(...found.problems);
    return { of: new Set(found.hosts.map(({ name }) => name)) };
  }

  matcher(pattern: string, path: Path): Matcher {
    try {
      return matcher(pattern);
    } catch (error) {
      const why = whyOf(error);
      this.problems.push({
        code: 'bad-expression',
        message: `This is no regular expression: ${why}.`,
        advice: 'Mend it, or leave the slashes away and use * and ? as in file names.',
        place: this.#document.place(path),
      });
      return () => false;
    }
  }

  /** It would come and go without end at one moment. */
  checkFlapping({ flapping }: HostRule, path: Path): void {
    if (flapping === undefined || !isNothing(flapping.up) || !isNothing(flapping.down)) return;
    this.problems.push({
      code: 'out-of-range',
      message: 'The host is up for no time and down for no time, so time would not go on.',
      advice: 'Write how long: flapping: { up: 5m, down: 30s }.',
      place: this.#document.place([...path, 'flapping']),
    });
  }

  /** A number is in seconds, as everywhere; of a round trip everybody thinks in milliseconds. */
  checkLatency(latency: unknown, path: Path): void {
    if (typeof latency === 'object' && latency !== null) {
      for (const [key, part] of Object.entries(latency)) {
        this.checkLatency(part, [...path, Array.isArray(latency) ? Number(key) : key]);
      }
    }
    if (typeof latency !== 'number' || latency < 2) return;
    this.problems.push({
      code: 'latency-in-seconds',
      severity: 'warning',
      message: `This is ${latency} s, as a number is in seconds.`,
      advice: `Write ${latency}ms for milliseconds, or ${latency}s where it is meant so.`,
      place: this.#document.place(path),
    });
  }

  checkChances(chances: Readonly<Record<string, string>>, path: Path): void {
    const sum = Object.values(chances).reduce((total, chance) => total + shareOf(chance), 0);
    if (sum <= 1 + 1e-9) return;
    this.problems.push({
      code: 'chances-above-all',
      message: 'The chances of these exit codes are more than 100% together.',
      advice: 'What is left up to 100% is the chance of exit code 0.',
      place: this.#document.place(path),
    });
  }
}

function isNothing(time: unknown): boolean {
  return (typeof time === 'number' || typeof time === 'string') && durationMs(time) === 0;
}
