import { nearest } from '../document/nearest.ts';
import { ansibleAdvice } from './ansible-names.ts';
import { helpers } from './helpers.ts';
import { fieldsOf } from './scope.ts';
import type { Path } from './tree.ts';

/** What may be meant by a name that is not there. `holder` is where it was looked for. */
export function missingAdvice(path: Path, position: number, holder: unknown): string {
  const part = path.parts[position] ?? '';
  const before = path.parts.slice(0, position);
  const near = nearest(part, fieldsOf(holder));
  const ofAnsible = position === 0 ? ansibleAdvice(part) : undefined;
  if (ofAnsible !== undefined) return ofAnsible;
  if (near) return `Did you mean \`${[...before, near].join('.')}\`?`;
  if (path.root.kind === 'item' && position === 0 && !/^(this\b|\.)/.test(path.text)) {
    return `Inside {{#each}} a name is a field of the item: write ../${path.text} for the variable.`;
  }
  if (position > 0 && fieldsOf(holder).length === 0) return `\`${before.join('.')}\` has no fields.`;
  if (Object.hasOwn(helpers, part)) return `To call the helper, write {{${helpers[part]?.usage}}}.`;
  return `Define it under vars or with -e, or write {{default ${path.text} '…'}}.`;
}
