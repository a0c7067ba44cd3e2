import { homedir } from 'node:os';

/** What the command line knows of the process that it runs in; nothing else reads argv, env or the terminal. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** '' where nobody knows it: containers run under users without a name and a home. */
  readonly home: string;
  readonly stdin: NodeJS.ReadStream & { readonly fd?: number };
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function processWorld(): World {
  const { env, stdin, stdout, stderr } = process;
  return { env, cwd: process.cwd(), home: homeOf(env), stdin, stdout, stderr };
}

function homeOf(env: World['env']): string {
  if (env.HOME !== undefined && env.HOME !== '') return env.HOME;
  try {
    return homedir();
  } catch {
    return '';
  }
}

/**
 * Whether to colour what is written to `stream`: NO_COLOR (no-color.org) beats FORCE_COLOR, which beats the terminal.
 */
export function hasColor({ env }: World, stream: NodeJS.WriteStream): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Whether a view may move the cursor there. */
export function isInteractive({ env }: World, stream: NodeJS.WriteStream): boolean {
  return (
    stream.isTTY === true &&
    env.TERM !== 'dumb' &&
    (env.CI === undefined || env.CI === '' || env.CI === 'false')
  );
}
