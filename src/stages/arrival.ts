import { Type } from 'typebox';
import { templateText } from '../document/schema/blocks.ts';

/** Keys of all kinds that bring files to a host. */
export const arrivalKeys = {
  owner: Type.Optional(
    templateText({
      description: 'The user that the files shall belong to, a name or a number; changing it needs root.',
      examples: ['www-data'],
    }),
  ),
  group: Type.Optional(
    templateText({ description: 'The group that they shall belong to.', examples: ['www-data'] }),
  ),
  backup: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Keeps each file that is replaced, or removed by delete, beside the new one as NAME.~YYYYMMDD-HHMMSS~ (in UTC).',
    }),
  ),
};

interface Arrival {
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
  readonly backup?: boolean;
}

/** The same for the step. */
export function arrivalOf({ mode, owner, group, backup }: Arrival) {
  return {
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(backup === true && { keepsOld: true }),
  };
}

/** ` (0644 www-data:adm, old files are kept)`; empty when nothing is asked for. */
export function arrivalText({ mode, owner, group, backup }: Arrival): string {
  const to = owner === undefined && group === undefined ? '' : `${owner ?? ''}${group ? `:${group}` : ''}`;
  const file = [mode, to].filter(Boolean).join(' ');
  const parts = [file, backup === true ? 'old files are kept' : ''].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
