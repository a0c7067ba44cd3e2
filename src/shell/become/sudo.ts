import { printMark, singleQuoted } from '../marks.ts';
import { becomeMarks, type MethodParts } from './method.ts';

/** sudo(8) takes the text of its prompt: it is the mark. */
export function sudoText({ nonce, user, hasPassword, shell }: MethodParts): string {
  const asking = hasPassword ? `-S -p "$(${printMark(nonce, becomeMarks.password)})"` : '-n';
  return `  sudo -H ${asking} -u ${user} -- /bin/sh -c ${singleQuoted(`${shell} /bin/sh`)}`;
}
