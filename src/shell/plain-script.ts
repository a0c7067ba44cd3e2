import { takeTag } from './exec-script.ts';
import { printMarkTwice } from './marks.ts';
import { scriptReader } from './script-reader.ts';

/** Steps that may run twice without harm, between marks but without evidence. `body` may read the standard input. */
export function plainScript(nonce: string, body: string): string {
  return `{
${takeTag}
${printMarkTwice(nonce, 'start')}
${body}
aeon_c=$?
trap '' PIPE
${printMarkTwice(nonce, 'end %s', '"$aeon_c"')}
exit 0
}
`;
}

/** Shell text in a subshell, so that its `exit` ends it alone. */
export function subshell(text: string): string {
  return `(
${text}
)`;
}

/** What the builder was given, for whoever plays the host. */
export const readPlainScript = scriptReader({ nonce: 'hex', body: 'text' }, ({ nonce, body }) =>
  plainScript(nonce, body),
);
export const readSubshell = scriptReader({ text: 'text' }, ({ text }) => subshell(text));
