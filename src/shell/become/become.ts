import { type AttemptTag, tagText } from '../attempt-tag.ts';
import { printMark, printMarkTwice, singleQuoted } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { doasText } from './doas.ts';
import { type BecomeMethod, becomeMarks, becomeMethods, type MethodParts } from './method.ts';
import { suText } from './su.ts';
import { sudoText } from './sudo.ts';

export interface Become {
  readonly method: BecomeMethod;
  readonly tag: AttemptTag;
  /** Another one than the wrapper's: this one shows in the process list of the host while the user is changed. */
  readonly nonce: string;
  readonly user: string;
  /** Without a password nobody may ask for one. */
  readonly hasPassword: boolean;
}

const texts = { sudo: sudoText, doas: doasText, su: suText } as const satisfies Record<
  BecomeMethod,
  (parts: MethodParts) => string
>;

/**
 * Shell text that starts `/bin/sh` as another user, reading its script from the standard input. It prints the mark
 * `ready` on both streams when that shell can take its script, and those of `becomeMarks`. `su` has a prompt of its own
 * in place of the mark: see `suPrompt`. Ends with the exit code of that script, and notes in the evidence of the attempt, where there is one,
 * when that code may be one of the change itself.
 */
export function becomeCommand({ method, tag, nonce, user, hasPassword }: Become): string {
  const shell = `${printMarkTwice(nonce, 'ready')}; exec env ${tagText(tag)}`;
  const parts = { nonce, user: singleQuoted(user), hasPassword, shell };
  return `if [ "$(id -un)" = ${singleQuoted(user)} ]; then
  /bin/sh -c ${singleQuoted(`${shell} /bin/sh`)}
elif command -v ${method} >/dev/null 2>&1; then
${texts[method](parts)}
else
  ${printMark(nonce, becomeMarks.missing)} >&2; (exit 127)
fi
aeon_c=$?
case $aeon_c in ${codesBefore}) [ -z "\${aeon_e-}" ] || printf 'unsure\\n' >> "$aeon_e" 2>/dev/null ;; esac
aeon_r() { return "$1"; }
aeon_r $((aeon_c ^ ${codeMask}))`;
}

/**
 * The exit code of a script travels under this mask. As it stands, nobody could tell it from how the change of the user ended
 * before the script came: a shell whose input ends with its link exits with 0.
 */
const codeMask = 45;

/** What comes from sudo, doas, su, env(1) or a shell without its whole script, or from the signal that ended them: a pattern of the shell. */
const codesBefore = '0|1|2|12[5-7]|129|1[345]?';

/** What the shell of `becomeCommand` is sent after `ready`. Read as a whole before any of it runs. */
export function becomeScript(body: string): string {
  return `{
${body}
exit $(($? ^ ${codeMask}))
}
`;
}

const fields = { tag: 'hex', nonce: 'hex', user: 'quoted' } as const;
const readers = becomeMethods.flatMap((method) =>
  [true, false].map((hasPassword) => {
    const read = scriptReader(fields, (found) => becomeCommand({ ...found, method, hasPassword }));
    return (text: string): Become | undefined => {
      const found = read(text);
      return found && { ...found, method, hasPassword };
    };
  }),
);

/** What the builders were given, for whoever plays the host. */
export function readBecomeCommand(text: string): Become | undefined {
  for (const read of readers) {
    const found = read(text);
    if (found !== undefined) return found;
  }
  return undefined;
}
export const readBecomeScript = scriptReader({ body: 'text' }, ({ body }) => becomeScript(body));
