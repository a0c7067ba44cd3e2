import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

export interface Part {
  readonly title: string;
  readonly table: string;
}

/** The page of benchmarks, with all that one needs to judge it. */
export function report(parts: readonly Part[], rounds: number, load: string): string {
  const sections = parts.map(({ title, table }) => `## ${title}\n\n${table}\n`);
  return `# Benchmarks

\`npm run bench\` wrote this page: real sshd on loopback addresses of the same machine, which pays for both sides, ${rounds} round${rounds === 1 ? '' : 's'}
in which all run in turn, every second one backwards, medians. "To us" above 1 is slower than we are. CPU is user and system time of the program and
of all children that it waits for; Ansible's kept ssh connections are not among those.
Ours runs as always: evidence on the hosts, journal on disk before each action, logs, lines as its view.

Machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}. Load before it began:
${load}; above 0.5 or so, other work was in the way and the numbers mean little.
Versions: Node ${process.versions.node}, ${versions().join(', ')}.

${sections.join('\n')}`;
}

/** How busy the machine is. To be asked before the first round. */
export function loadNow(): string {
  return loadavg()[0]?.toFixed(2) ?? 'unknown';
}

const packages = ['ansible-core', 'ansible-mitogen', 'clustershell', 'pdsh', 'pssh', 'openssh-client'];

function versions(): string[] {
  const format = '--showformat=${Package} ${Version}\\n';
  return execFileSync('dpkg-query', ['--show', format, ...packages], { encoding: 'utf8' })
    .trim()
    .split('\n');
}
