import { createHash } from 'node:crypto';
import type { PlannedHost } from '../../events/events.ts';
import { byName } from '../../inventory/select/by-name.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { anonymous } from '../fleet/anonymous.ts';
import { type ReadWhole, wholeText, whyNotWhole } from '../whole-output.ts';

/** Hosts on which the same came out: the same outputs and the same exit code. */
export interface OutputGroup {
  readonly result: TaskResult;
  readonly stdout: Said;
  readonly stderr: Said;
  /** Why more may have been written than that. */
  readonly notWhole?: string;
  readonly hosts: string[];
  /** The message is that of the first host. */
  readonly namesItsHost: boolean;
}

/** What a command wrote, as far as it is shown. */
export interface Said {
  readonly text: string;
  /** Below the run directory; where `text` is only the end of it, from the beginning of a line. */
  readonly wholeFile?: string;
}

/** Gathers what the hosts said. Keeps one copy of it, however many hosts said the same. */
export class OutputGroups {
  readonly #readWhole: ReadWhole;
  readonly #groups = new Map<string, OutputGroup>();

  constructor(readWhole: ReadWhole) {
    this.#readWhole = readWhole;
  }

  add(host: PlannedHost, result: TaskResult): void {
    const stdout = this.#said(result.stdout);
    const stderr = this.#said(result.stderr);
    const { outcome, reason, exitCode } = result;
    // What a host did not say itself is told by a sentence, which may name the host.
    const sentence = exitCode === undefined ? anonymous(result.message ?? '', host) : '';
    const notWhole = whyNotWhole(result);
    const key = JSON.stringify([outcome, reason, exitCode, sentence, stdout.key, stderr.key, notWhole]);
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.hosts.push(host.name);
      return;
    }
    const namesItsHost = sentence.includes('\0');
    const said = {
      stdout: stdout.said,
      stderr: stderr.said,
      ...(notWhole !== undefined && { notWhole }),
    };
    this.#groups.set(key, { result, ...said, hosts: [host.name], namesItsHost });
  }

  /** Those that came out well first, then by size, then by the name of the host that was heard of first. */
  sorted(): readonly OutputGroup[] {
    return [...this.#groups.values()].toSorted(
      (a, b) =>
        Number(a.result.outcome !== 'ok') - Number(b.result.outcome !== 'ok') ||
        b.hosts.length - a.hosts.length ||
        byName(a.hosts[0] ?? '', b.hosts[0] ?? ''),
    );
  }

  #said(output: TaskResult['stdout']): { readonly said: Said; readonly key: string } {
    const text = wholeText(output, this.#readWhole);
    if (text !== undefined) return whole(text);
    const { tail = '', sha256, file = '' } = output ?? {};
    // Where nobody knows all of it, it is not the same as another one: equal ends prove nothing.
    return { said: { text: fromNextLine(tail), wholeFile: file }, key: sha256 ?? file };
  }
}

function whole(text: string) {
  return { said: { text }, key: createHash('sha256').update(text).digest('base64') };
}

/** What is left of the line in which a text was cut would pass for a whole one. */
function fromNextLine(tail: string): string {
  const end = tail.trimEnd().indexOf('\n');
  return end < 0 ? tail : tail.slice(end + 1);
}
