import { Argument } from 'commander';
import { schemaNames } from '../schema-names.ts';
import type { Commands } from './commands.ts';

/** `aeon-run schema`. */
export function addSchema({ program, world, onExit }: Commands): void {
  program
    .command('schema')
    .addArgument(new Argument('<schema>', 'which one').choices([...schemaNames]))
    .description('print a JSON Schema, for editors and programs')
    .option('--out <file>', 'write it there')
    .addHelpText('after', examples)
    .action(async (name, options) => {
      const { schema } = await import('../commands/schema.ts');
      onExit(await schema(world, name, options));
    });
}

const examples = `
Examples:
  aeon-run schema playbook --out schemas/playbook.schema.json
  then as the first line of a playbook:
  # yaml-language-server: $schema=schemas/playbook.schema.json
`;
