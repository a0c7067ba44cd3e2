import type { ValidateFunction } from 'ajv';

/**
 * By `schemaDigest`. None in the sources: `npm run build` puts those of our own schemas here, as to compile them takes a
 * third of the time that a small playbook needs to start.
 */
export const readyValidators: ReadonlyMap<string, ValidateFunction> = new Map();
