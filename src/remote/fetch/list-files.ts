import { TaskFailure } from '../../result/task-failure.ts';
import { listRecords, listScript } from '../../shell/fetch/list-script.ts';
import { runForBytes } from '../command/run-for-bytes.ts';
import type { BecomeAs, Link } from '../link.ts';
import { safeName } from './safe-name.ts';

/** What a source means on a host. */
export interface ListedSource {
  readonly source: string;
  readonly is: 'there' | 'missing' | 'unusable' | 'hidden';
  /** Relative to the source's base; safe to be used here. */
  readonly names: readonly string[];
}

export interface FetchLimits {
  readonly become?: BecomeAs;
  readonly timeoutMs: number;
}

/** A host that names more is not listened to. */
const mostBytes = 64 * 1024 * 1024;
const mostNames = 500_000;

/** @throws TransportError, TaskFailure, `unsafe_name` when the host names what could lead out of a directory here */
export async function listFiles(
  link: Link,
  sources: readonly string[],
  { become, timeoutMs }: FetchLimits,
): Promise<ListedSource[]> {
  const end = await runForBytes(link, {
    body: () => listScript(sources),
    timeoutMs,
    ...(become !== undefined && { become }),
    mostBytes,
    mostRecords: mostNames,
  });
  const parts = records(end.bytes);
  if (end.exitCode !== 0 || !end.isWhole || parts.length !== sources.length) {
    const message = `${link.host} did not tell which files there are: it names too many, or a program there answers oddly`;
    throw new TaskFailure('transfer_failed', message);
  }
  return sources.map((source, index) => listed(link.host, source, parts[index] ?? []));
}

/** The records of each source. */
function records(answer: Buffer): Buffer[][] {
  const sources: Buffer[][] = [];
  for (let from = 0; from < answer.length; ) {
    const found = answer.indexOf(0, from);
    const to = found < 0 ? answer.length : found;
    const record = answer.subarray(from, to);
    if (record.toString('latin1') === listRecords.source) sources.push([]);
    else sources.at(-1)?.push(record);
    from = to + 1;
  }
  return sources;
}

function listed(host: string, source: string, all: readonly Buffer[]): ListedSource {
  const texts = all.map((record) => record.toString('latin1'));
  const names = all.filter((_, index) => texts[index]?.startsWith('./'));
  return {
    source,
    is: stateOf(texts),
    names: names.map((name) => safeName(host, name.subarray(2))),
  };
}

function stateOf(records: readonly string[]): ListedSource['is'] {
  if (records.includes(listRecords.hidden)) return 'hidden';
  if (records.includes(listRecords.unusable)) return 'unusable';
  return records.includes(listRecords.exists) ? 'there' : 'missing';
}
