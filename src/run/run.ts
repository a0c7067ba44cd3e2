import type { ControllerMoment, Rehearsal } from '../events/events.ts';
import type { Plan } from '../plan/plan.ts';
import type { FileSink } from '../remote/fetch/file-sink.ts';
import type { PortAnswer } from '../stages/answers.ts';
import type { Afterwards } from './afterwards.ts';
import type { Clock } from './clock.ts';
import type { Controller } from './controller.ts';
import type { BecomeBreaker } from './credentials/become-breaker.ts';
import type { FetchedPlace } from './here/fetched-file.ts';
import type { LocalCommand, LocalEnd } from './here/local-command.ts';
import type { EventStream } from './journal/event-stream.ts';
import type { RunDirectory } from './journal/run-directory.ts';
import type { Connections, Limits } from './links/connections.ts';
import type { HostLocks } from './lock/host-locks.ts';
import type { RepeatedRun } from './repeated-run.ts';
import type { Resumption } from './resume/resumption.ts';
import type { NoteSource } from './source/source-notes.ts';
import type { Sources } from './source/sources.ts';
import type { AttemptName, RunOutput } from './surroundings.ts';

/** One execution of a plan, with all that it needs from outside. */
export interface Run {
  readonly directory: RunDirectory;
  readonly plan: Plan;
  readonly version: string;
  readonly clock: Clock;
  readonly connections: Connections;
  readonly events: EventStream;
  /** Set when an earlier process of the run was killed or interrupted. */
  readonly resumption?: Resumption;
  /** Set when this run is a retry. */
  readonly repeated?: RepeatedRun;
  readonly afterwards: Afterwards;
  readonly sources: Sources;
  /** Where stages of the plan may make or change files here. */
  readonly noteSource?: NoteSource;
  /** Whether a connection from this machine to a port of the host comes about. */
  readonly probePort: (host: string, port: number, limits: Limits) => Promise<PortAnswer>;
  /** Keeps a file of a host here. */
  readonly openFetched: (place: FetchedPlace) => Promise<FileSink>;
  /** Runs shell text on this machine. */
  readonly runLocal: (command: LocalCommand) => Promise<LocalEnd>;
  readonly controller: Controller;
  readonly becomes: BecomeBreaker;
  /** Where the playbook says `lock: true`. */
  readonly hostLocks?: HostLocks;
  /** Makes a path of the playbook absolute. */
  readonly localPath: (path: string) => string;
  /** Replaces secrets in a text. */
  readonly mask: (text: string) => string;
  /** Keeps what one stream of one attempt writes; masked. */
  readonly newOutput: (name: string) => RunOutput;
  readonly newAttemptId: (attempt: AttemptName) => string;
  /** Aborted by an interrupt: nothing new starts, what runs is ended. */
  readonly signal: AbortSignal;
  readonly limits: RunLimits;
  readonly rehearsal?: Rehearsal;
  /** Absent where no controller can be gone for a while. */
  readonly controllerMoment?: () => ControllerMoment;
}

/** What bounds the run as a whole, beside what its stages say. */
export interface RunLimits {
  /** For one login. */
  readonly connectTimeoutMs: number;
  /** How long a lost link is sought again to learn what became of a command. */
  readonly settleTimeoutMs: number;
  /** Hosts at once, whatever a stage says; without end unless told. */
  readonly mostAtOnce?: number;
  /** Links that may be kept between stages; without end unless told. */
  readonly mostKeptLinks?: number;
}
