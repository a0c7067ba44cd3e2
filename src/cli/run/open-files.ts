import { readFileSync } from 'node:fs';
import type { Plan } from '../../plan/plan.ts';

/** How many hosts this process can serve by the files that it may have open. */
export interface FileRoom {
  readonly mostAtOnce: number;
  readonly mostKeptLinks: number;
}

/** The journal, the log, the inputs, Node's own. */
const ownFiles = 64;
/** A link, its two outputs, one to spare for a look, and a resting link of another host. */
const filesPerHost = 5;
/** Each takes memory here and two processes there: docs/decisions/0006-which-links-are-kept.md. */
const enoughLinks = 1000;

/** By `ulimit -n`; Node raises the soft limit to the hard one itself. */
export function fileRoom(limit = openFileLimit()): FileRoom {
  const hosts = Math.max(1, Math.floor((limit - ownFiles) / filesPerHost));
  return { mostAtOnce: hosts, mostKeptLinks: Math.min(enoughLinks, hosts) };
}

/** A sentence when a stage wants more hosts at once than there is room for. */
export function roomWarning({ stages }: Plan, { mostAtOnce }: FileRoom): string | undefined {
  const wanted = stages.map((stage) =>
    stage.scope === 'host' ? Math.min(stage.concurrency, stage.hosts.length) : 0,
  );
  const most = Math.max(0, ...wanted);
  if (most <= mostAtOnce) return undefined;
  return `warning: ${most} hosts at once were asked for, and the limit of open files has room for ${mostAtOnce}: no more run at once; raise it with "ulimit -n ${most * filesPerHost + ownFiles}"\n`;
}

/** proc(5). The usual limit where there is no such file. */
function openFileLimit(): number {
  try {
    const [, limit] = /^Max open files\s+(\w+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
  } catch {
    return 1024;
  }
}
