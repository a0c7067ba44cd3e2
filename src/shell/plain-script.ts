import { printMarkTwice } from './marks.ts';

/** Steps that may run twice without harm, between marks but without evidence. `body` may read the standard input. */
export function plainScript(nonce: string, body: string): string {
  return `{
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
