import { attemptVariable } from './attempt-tag.ts';
import { evidencePlaces } from './exec-script.ts';
import { singleQuoted } from './marks.ts';

export interface LocalScript {
  readonly content: Buffer;
  /** Shell words. */
  readonly args: string;
  /** Shell words that read the script, where its own first line shall not tell. */
  readonly interpreter?: string;
}

/** In two parts: only what stands in the second one is the script's own doing. */
export interface ScriptText {
  /** Of a shell function: returns without success where the script cannot be begun. */
  readonly prepare: string;
  readonly command: string;
}

/**
 * Shell text that runs a script of the controller. It is written into a directory of its own, as mkdir(2) follows no link and
 * takes nothing that is there: other users of the host may know the name. Both are gone before the script begins, so nothing stays
 * behind, whatever ends it. Its program reads it through its own open file (proc_pid_fd(5)), so its standard input is free and
 * directories that forbid execution are no hindrance.
 */
export function scriptText({ content, args, interpreter }: LocalScript): ScriptText {
  const {
    program,
    needed = program,
    isWindows = false,
  }: Program = interpreter === undefined ? programOf(content) : { program: interpreter };
  const prepare = `aeon_t=; aeon_u=$(umask); umask 077; aeon_d=/tmp
for aeon_p in ${evidencePlaces}; do
  aeon_t=$aeon_p/.aeon-script-$${attemptVariable}
  mkdir "$aeon_t" 2>/dev/null || { aeon_t=; continue; }
  { ${printText(content)} >"$aeon_t/script"; } 2>/dev/null && chmod 700 "$aeon_t/script" && break
  rm -rf "$aeon_t"; aeon_t=
done
umask "$aeon_u"
[ -n "$aeon_t" ] || { echo 'the script can be written nowhere: look whether the disks are full' >&2; return 1; }
exec 3<"$aeon_t/script"; rm -rf "$aeon_t"
unset aeon_t aeon_u aeon_d aeon_p${needed === '' ? '' : `\n${isWindows ? isNever(needed) : isThere(needed)}`}`;
  return {
    prepare,
    command: `set -- ${args}\nexec ${program === '' ? '' : `${program} `}/proc/self/fd/3 "$@"`,
  };
}

/** The first of the words, as the shell finds it: a path, or a name in PATH. */
function isThere(words: string): string {
  return `set -- ${words}
command -v "$1" >/dev/null 2>&1 || { printf 'there is no %s\\n' "$1" >&2; return 127; }`;
}

/** The kernel takes the carriage return for a part of the name, and says of the script itself that it is not there. */
function isNever(words: string): string {
  return `set -- ${words}
printf 'there is no %s with a carriage return in its name: the script has the line ends of Windows (CRLF), save it with LF alone\\n' "$1" >&2; return 127`;
}

/** Base64 only where a shell could not carry the bytes. */
function printText(content: Buffer): string {
  const text = content.toString('utf8');
  const isText = !content.includes(0) && Buffer.from(text).equals(content);
  return isText ? `printf %s ${singleQuoted(text)}` : `printf %s ${content.toString('base64')} | base64 -d`;
}

/** Shell words. */
interface Program {
  readonly program: string;
  /** What has to be there, where that is something else. */
  readonly needed?: string;
  /** The line that names it ends with a carriage return. */
  readonly isWindows?: boolean;
}

/** What the first line names, as the kernel reads it (execve(2)): one program and at most one argument, which env(1) finds in PATH. */
function programOf(content: Buffer): Program {
  const line = content.subarray(0, 256).toString('latin1').split('\n')[0] ?? '';
  const [, program, argument = '', end] = /^#![ \t]*(\S+)(?:[ \t]+(.*?))?[ \t]*(\r?)$/.exec(line) ?? [];
  if (program === undefined) return { program: content.includes(0) ? '' : '/bin/sh' };
  const words = [program, ...(argument === '' ? [] : [argument])].map(singleQuoted).join(' ');
  const isByEnv = program.endsWith('/env') && /^(?!-)[^=\s]+$/.test(argument);
  return { program: words, needed: singleQuoted(isByEnv ? argument : program), isWindows: end === '\r' };
}
