import type { Command } from 'commander';
import { repeatable } from '../options.ts';
import type { Commands } from './commands.ts';

/** `aeon-run secrets`. */
export function addSecrets({ program, world, onExit }: Commands): void {
  const secrets = program
    .command('secrets')
    .description('keep passwords and vars encrypted with age, in git beside the rest')
    .addHelpText('after', help);

  secrets
    .command('keygen')
    .description('make a key of your own and tell its public half; overwrites nothing')
    .option('--out <file>', 'not in ~/.config/aeon-run/age.txt but there')
    .action(async (options) => {
      const { keygen } = await import('../commands/secrets/keygen.ts');
      onExit(await keygen(world, options));
    });

  withRecipients(secrets.command('encrypt [file]'))
    .description('encrypt a file in place, or without one a value (asked for, or from stdin) as YAML')
    .action(async (file: string | undefined, options) => {
      const { encrypt } = await import('../commands/secrets/encrypt.ts');
      onExit(await encrypt(world, file, options));
    });

  secrets
    .command('decrypt [file]')
    .description('print what is in an encrypted file, or in what comes on stdin')
    .option('--in-place', 'write it back into the file')
    .action(async (file: string | undefined, options) => {
      const { decrypt } = await import('../commands/secrets/decrypt.ts');
      onExit(await decrypt(world, file, options));
    });

  withRecipients(secrets.command('edit <file>'))
    .description('open an encrypted file, or a new one, in $EDITOR and encrypt it again')
    .action(async (file: string, options) => {
      const { edit } = await import('../commands/secrets/edit.ts');
      onExit(await edit(world, file, options));
    });
}

function withRecipients(command: Command): Command {
  return command.addOption(
    repeatable('-r, --recipient <key>', 'a public key age1… to encrypt for; your own unless told'),
  );
}

const help = `
Your key is the file that AEON_AGE_IDENTITY names (or the key itself, as CI
hands it over), else ~/.config/aeon-run/age.txt. Files in group_vars/ and
host_vars/ can be encrypted as a whole, passwords of an inventory one by one:
  password: !age |
    -----BEGIN AGE ENCRYPTED FILE-----
    …

Examples:
  aeon-run secrets keygen
  aeon-run secrets edit group_vars/all.yml.age
  pass show cluster | aeon-run secrets encrypt -r age1… -r age1…
`;
