import { type AttemptId, attemptVariable } from './exec-script.ts';
import { printMark, printMarkTwice, singleQuoted } from './marks.ts';
import { scriptReader } from './script-reader.ts';

export interface Become {
  readonly attemptId: AttemptId;
  /** Another one than the wrapper's: this one shows in the process list of the host while sudo runs. */
  readonly nonce: string;
  readonly user: string;
  /** Without a password sudo must not ask for one. */
  readonly hasPassword: boolean;
}

/**
 * Shell text that starts `/bin/sh` as another user, reading its script from the standard input. It prints the mark
 * `password` when sudo asks (answer then, never before: a host that does not ask would hand the password to the
 * command), the mark `ready` on both streams when the shell can take its script, `nosudo` when there is none.
 */
export function becomeCommand({ attemptId, nonce, user, hasPassword }: Become): string {
  const shell = `${printMarkTwice(nonce, 'ready')}; exec env ${attemptVariable}=${attemptId} /bin/sh`;
  const asking = hasPassword ? `-S -p "$(${printMark(nonce, 'password')})"` : '-n';
  return `if [ "$(id -un)" = ${singleQuoted(user)} ]; then
  /bin/sh -c ${singleQuoted(shell)}
elif command -v sudo >/dev/null 2>&1; then
  sudo -H ${asking} -u ${singleQuoted(user)} -- /bin/sh -c ${singleQuoted(shell)}
else
  ${printMark(nonce, 'nosudo')} >&2; (exit 127)
fi`;
}

/** What the shell of `becomeCommand` is sent after `ready`. Read as a whole before any of it runs. */
export function becomeScript(body: string): string {
  return `{
${body}
exit
}
`;
}

const becomeFields = { attemptId: 'hex', nonce: 'hex', user: 'quoted' } as const;
const readWithPassword = scriptReader(becomeFields, (fields) =>
  becomeCommand({ ...fields, hasPassword: true }),
);
const readWithoutPassword = scriptReader(becomeFields, (fields) =>
  becomeCommand({ ...fields, hasPassword: false }),
);

/** What the builders were given, for whoever plays the host. */
export function readBecomeCommand(text: string): Become | undefined {
  const withPassword = readWithPassword(text);
  if (withPassword !== undefined) return { ...withPassword, hasPassword: true };
  const without = readWithoutPassword(text);
  return without && { ...without, hasPassword: false };
}
export const readBecomeScript = scriptReader({ body: 'text' }, ({ body }) => becomeScript(body));
