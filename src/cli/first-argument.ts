import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { nearest } from '../document/nearest.ts';
import { UsageError } from './exit-code.ts';
import type { World } from './world.ts';

/**
 * The playbook of a command that takes one. As the word `run` may be left out, it may be a misspelt command.
 * @throws UsageError that says what the words were meant to be
 */
export function playbookOf({ cwd }: World, command: Command): string {
  const [first = '', second] = command.args;
  const meant = misspeltCommand(command, first);
  if (meant !== undefined && !existsSync(resolve(cwd, first))) {
    throw new UsageError(
      `there is no command ${first}, and no playbook of that name. Did you mean: aeon-run ${meant}?`,
    );
  }
  if (second === undefined) return first;
  throw new UsageError(
    `${second} is one argument too many: the playbook is ${first}. Each inventory needs an -i of its own, each var an -e.`,
  );
}

function misspeltCommand({ parent }: Command, word: string): string | undefined {
  if (!/^[a-z-]+$/.test(word)) return undefined;
  return nearest(word, parent?.commands.map((command) => command.name()) ?? []);
}
