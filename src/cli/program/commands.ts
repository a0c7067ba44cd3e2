import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { World } from '../world.ts';

/** What a command is added to, and what its action needs. */
export interface Commands {
  readonly program: Command;
  readonly world: World;
  readonly version: string;
  /** Told when a command has ended. */
  readonly onExit: (code: ExitCode) => void;
}
