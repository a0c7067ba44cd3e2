import type { Problem } from '../document/problem.ts';
import type { YamlDocument } from '../document/yaml.ts';
import { valueAt } from './args.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Two stages under one name would make `results.NAME` depend on the order. */
export function duplicateRegisters(document: YamlDocument, stages: readonly Fields[]): Problem[] {
  const first = new Map<unknown, number>();
  return stages.flatMap(({ register }, index) => {
    const earlier = first.get(register);
    if (typeof register !== 'string') return [];
    if (earlier === undefined) {
      first.set(register, index);
      return [];
    }
    const { line } = document.place(['stages', earlier, 'register']);
    return [
      {
        code: 'duplicate-register',
        message: `The stage of line ${line} registers its result under the same name.`,
        advice: 'Give one of them another name.',
        place: document.place(['stages', index, 'register']),
      },
    ];
  });
}

/** Names that templates and conditions see beside the variables. */
export const reservedVarNames = ['vars', 'host', 'results', 'facts', 'run'] as const;

/** Variables that nobody could ever see. */
export function reservedNames(document: YamlDocument, stages: readonly Fields[]): Problem[] {
  const holders = [['vars'], ...stages.map((_, index) => ['stages', index, 'vars'])];
  return holders.flatMap((path) => {
    const vars = valueAt(document.value, path);
    if (typeof vars !== 'object' || vars === null) return [];
    return reservedVarNames
      .filter((name) => Object.hasOwn(vars, name))
      .map((name) => ({
        code: 'reserved-name',
        message: `A variable cannot be named ${name}: that name means something of its own.`,
        advice: `Call it my_${name}.`,
        place: document.place([...path, name], 'key'),
      }));
  });
}
