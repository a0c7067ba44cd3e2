/** Does the text match? `*` is any text, `?` one character, `/…/` a regular expression somewhere in it. */
export type Matcher = (text: string) => boolean;

/** @throws SyntaxError for a regular expression that is none. */
export function matcher(pattern: string): Matcher {
  const expression = /^\/(.+)\/$/s.exec(pattern)?.[1];
  const whole =
    expression === undefined
      ? new RegExp(
          `^${pattern
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
          's',
        )
      : new RegExp(expression, 's');
  return (text) => whole.test(text);
}
