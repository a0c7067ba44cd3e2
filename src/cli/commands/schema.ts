import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type SchemaName, schemaText } from '../../schemas.ts';
import type { ExitCode } from '../exit-code.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';

/** Prints a JSON Schema, or writes it to a file. */
export async function schema(
  world: World,
  name: SchemaName,
  { out }: { readonly out?: string },
): Promise<ExitCode> {
  const text = schemaText(name);
  if (out === undefined) world.stdout.write(text);
  else await writable(writeFile(resolve(world.cwd, out), text), out, '--out');
  return 0;
}
