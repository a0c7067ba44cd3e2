import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Place } from '../../document/problem.ts';
import type { HostStageKind } from '../../stages/stage.ts';
import type { Playbook, RunSettings } from '../playbook.ts';

/** Where the parts of a playbook stand that was made from the words of a command line. */
export const commandLine = 'command line';

/** Whether the playbook of this path was made of a command line. */
export function isOfCommandLine(path: string): boolean {
  return basename(path) === commandLine;
}

export interface OneStage {
  readonly kind: HostStageKind;
  /** As the kind wants them; nothing in them is a template. */
  readonly args: unknown;
  readonly name: string;
  readonly settings: RunSettings;
}

/** A playbook of one stage on all hosts, made in memory; its relative files lie in `directory`. */
export function oneStagePlaybook(directory: string, { kind, args, name, settings }: OneStage): Playbook {
  const place: Place = { file: commandLine, line: 1, column: 1 };
  const at = () => place;
  const noVars = { values: {}, at };
  return {
    path: join(directory, commandLine),
    sha256: createHash('sha256')
      .update(JSON.stringify([kind.name, args]))
      .digest('hex'),
    name,
    vars: noVars,
    defaults: {},
    ways: new Map(),
    isWhole: true,
    stages: [
      {
        scope: 'host',
        id: '1',
        name,
        place,
        tags: [],
        continueOnError: false,
        argsPlace: at,
        kind,
        args: { value: args, templates: [], unread: [] },
        hosts: { pattern: 'all', at },
        settings,
        isIdempotent: false,
        isSecret: false,
        vars: noVars,
      },
    ],
  };
}
