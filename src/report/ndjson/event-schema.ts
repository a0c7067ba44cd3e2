import { type TProperties, Type } from 'typebox';
import type { RunEvent } from '../../events/events.ts';
import {
  controllerMoment,
  count,
  facts,
  hostNames,
  ms,
  only,
  plannedHosts,
  plannedStages,
  sha256,
  taskResult,
  text,
} from './event-parts.ts';

function event<const Name extends RunEvent['type'], Parts extends TProperties>(
  type: Name,
  description: string,
  parts: Parts,
) {
  return Type.Object(
    {
      type: Type.Literal(type),
      at: text('The clock on the wall, ISO 8601 in UTC with milliseconds.'),
      elapsedMs: ms('Since the run began, on a clock that only goes forward.'),
      ...parts,
    },
    { title: type, description },
  );
}

const stage = text('The id of the stage.');
const host = text('As the inventory calls it.');
const attempt = count('Which try it is, from 1.');

/** Held against the types of src/events by a test, both ways. Every event that `--output json` writes and that the journal holds, in the order in which a run has them. */
export const eventSchemas = {
  'run-started': event('run-started', 'Once, at first: what is planned.', {
    runId: text('As `aeon-run runs` lists it.'),
    version: text('Of aeon-run.'),
    playbook: Type.Object(
      {
        path: text('The file, as an absolute path.'),
        name: text('Its `name`, or that of the file.'),
        sha256: sha256('Of the text of the file.'),
      },
      { description: 'What is run.' },
    ),
    inventories: Type.Array(Type.String(), { description: 'As they were given.' }),
    runDirectory: text('Where the journal and what hosts wrote is kept.'),
    stages: plannedStages,
    hosts: plannedHosts,
    controller: controllerMoment,
    rehearsal: Type.Optional(
      Type.Object(
        {
          seed: Type.Integer({ description: 'By which it can be had again.' }),
          model: Type.Optional(text('The file that says what goes wrong.')),
        },
        { description: 'Nothing of this has happened: the hosts are simulated.' },
      ),
    ),
  }),
  'run-resumed': event(
    'run-resumed',
    'A run that was killed or interrupted goes on. What was told before it holds, but for a `run-ended` and for what it takes up again.',
    {
      version: text('Of aeon-run.'),
      controller: controllerMoment,
      stages: plannedStages,
      hosts: plannedHosts,
      takesUp: Type.Array(
        Type.Object({
          stage,
          hosts: hostNames('Those whose `task-ended` there holds no more, nor the `stage-ended`.'),
          how: only(
            ['afresh', 'settle'],
            '`afresh`: nothing of them holds. `settle`: the host is asked how its last attempt ended.',
          ),
        }),
        { description: 'Tasks that had ended and run again.' },
      ),
      changed: Type.Array(Type.String(), {
        description: 'What is not as it was when the run began (`--accept-changes`).',
      }),
    },
  ),
  'stage-started': event('stage-started', 'A stage begins.', {
    stage,
    hosts: hostNames('With those on which nothing starts.'),
    leftOut: Type.Optional(count('On how many of them nothing starts. Absent where on all it does.')),
    whenFalse: Type.Optional(count('How many of those `when` does not choose.')),
    undecided: Type.Optional(count('On how many `when` decides once they have told their facts.')),
    doing: Type.Optional(text('What a stage that runs on this machine does.')),
  }),
  'facts-gathered': event('facts-gathered', 'Once a host and run, before the first stage that uses facts.', {
    stage,
    host,
    facts,
  }),
  'task-started': event('task-started', 'A stage begins on a host.', { stage, host }),
  'attempt-started': event('attempt-started', 'One try of that begins.', {
    stage,
    host,
    attempt,
    maxAttempts: count('How many there may be.'),
    attemptId: text('The name of its evidence on the host; `AEON_ATTEMPT` of its processes is a hash of it.'),
  }),
  'boot-noted': event('boot-noted', 'Before a reboot: the boot in which the host is.', {
    stage,
    host,
    attempt,
    bootId: text('As the kernel of the host tells it.'),
  }),
  'source-measured': event(
    'source-measured',
    'What a stage is about to send, in a run in which stages may make files on this machine.',
    {
      stage,
      what: only(['file', 'tree'], 'A tree is a directory with all that is in it.'),
      path: text('On this machine; absolute.'),
      sha256: sha256('Of a tree: that of its names, modes and contents.'),
    },
  ),
  'attempt-ended': event(
    'attempt-ended',
    'A try did not come out well and another one follows. The end of the last one is `task-ended`.',
    { stage, host, attempt, result: taskResult, retryInMs: ms('When the next one begins.') },
  ),
  'task-ended': event(
    'task-ended',
    'What a stage came to on a host. Hosts that are left out have this one alone, `skipped` or `cancelled`.',
    {
      stage,
      host,
      result: taskResult,
      isRecovery: Type.Optional(
        Type.Boolean({ description: 'The host had failed, was chosen by `when`, and is back.' }),
      ),
    },
  ),
  'stage-ended': event('stage-ended', 'A stage is over. Stages that the run never came to have no events.', {
    stage,
    isGood: Type.Boolean({ description: 'All its hosts came out ok, or what it asserts holds.' }),
    stopsRun: Type.Boolean({ description: 'No stage after it runs.' }),
    tally: Type.Optional(
      Type.Object(
        { ok: count('Hosts that came out ok.'), planned: count('Hosts that were to run.') },
        { description: 'Absent where it runs on no hosts.' },
      ),
    ),
    verdict: Type.Optional(text('What an `assert`, or a stage on this machine, came to, as a sentence.')),
    result: Type.Optional(taskResult),
    durationMs: ms('How long it took.'),
  }),
  'run-ended': event('run-ended', 'Once, at last; a run that was killed has none until it is resumed.', {
    exitCode: Type.Enum([0, 1, 3, 4, 5, 130], { description: 'That of the command, see errors.md.' }),
    stopped: Type.Optional(text('Why it ended before its last stage.')),
    tally: Type.Optional(
      Type.Object(
        { ok: count('Hosts that came out ok.'), planned: count('All hosts of the run.') },
        { description: 'Over the whole run.' },
      ),
    ),
    locksLeft: Type.Optional(hostNames('Hosts on which the lock of the run may still be.')),
    durationMs: ms('How long it took.'),
  }),
} as const;

/** For programs that read `--output json` or a journal. Later versions may add events and keys, and take none away. */
export const eventSchema = Type.Union(Object.values(eventSchemas), {
  title: 'An event of a run of aeon-run',
  description: 'One line of `--output json`, and of journal.ndjson.',
});
