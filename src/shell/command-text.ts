import { insideQuotes, singleQuoted, unquoted } from './marks.ts';

/** In what a command runs. Values are data: they are quoted here and stand in no argument of any process. */
export interface CommandSetting {
  /** Where it starts; relative to the login directory, or with `~/`. */
  readonly directory?: string;
  /** Names are valid for the shell. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads on its standard input, exactly; nothing when absent. */
  readonly stdin?: string;
  /** The absolute path of another shell of the family of sh, that reads the text. */
  readonly shell?: string;
  /** Shell text that makes ready what the command needs, in the same shell. Where it fails, or returns so, the command is not begun. */
  readonly prepare?: string;
}

/** What the shell of a command ends with that was not begun, as env(1) does. */
const notBegun = 125;

/**
 * One command in its setting, as text for `/bin/sh`. Where that setting cannot be had, the command is not begun, and `sayNotReady` is
 * run: by its exit code alone it could not be told from a command that was.
 */
export function commandText(command: string, setting: CommandSetting = {}, sayNotReady = ':'): string {
  return placed(started(command, setting), setting, sayNotReady);
}

/** Scripts have readers that their builders make; here values may hold whole lines, so that the words are matched as such. */
const word = `(?:"\\$HOME"|[\\w/=]|'${insideQuotes}')+`;
const wrappings: readonly RegExp[] = [
  new RegExp(
    `^aeon_ready\\(\\) \\{\n(?:cd -- ${word} [^\n]*\n)?(?:\\[ -x ${word} \\] [^\n]*\n)?(?<prepare>.*?)\\}\naeon_ready \\|\\| [^\n]*\nunset -f aeon_ready\n(?<rest>.*)$`,
    's',
  ),
  new RegExp(`^export ${word}(?: ${word})*\n(?<rest>.*)$`, 's'),
  new RegExp(`^printf %s '${insideQuotes}' \\| eval '(?<quoted>${insideQuotes})'$`, 's'),
  new RegExp(`^\\{ printf '%s\\\\n' '(?<quoted>${insideQuotes})' \\| `, 's'),
  /^exec 3<&-; (?<rest>.*)$/s,
];

/** The command that `commandText` was given, for whoever plays the host. */
export function readCommandText(text: string): string {
  for (const wrapping of wrappings) {
    const { prepare = '', rest, quoted } = wrapping.exec(text)?.groups ?? {};
    const inner = rest ?? (quoted === undefined ? undefined : unquoted(quoted));
    if (inner !== undefined) return prepare + readCommandText(inner);
  }
  return text;
}

/**
 * Several commands that one shell runs in order, up to the first that fails. Before each but the first it prints the
 * mark of `printStep`, through a descriptor that the commands do not see, so that neither `exec >file` hides the mark nor
 * `set -e` the number of the command that failed; `set -x` does not show it.
 */
export function commandListText(
  commands: readonly string[],
  printStep: (step: number) => string,
  setting: CommandSetting = {},
  sayNotReady = ':',
): string {
  const steps = commands.map((command, index) => {
    const mark = index === 0 ? '' : `{ ${printStep(index + 1)} >&7; } 2>/dev/null\n`;
    return `${mark}eval ${singleQuoted(command)} 7>&-
{ aeon_c=$?; [ "$aeon_c" = 0 ] || exit "$aeon_c"; } 2>/dev/null`;
  });
  return `${listStart}${placed(started(steps.join('\n'), setting), setting, sayNotReady)}`;
}

const listStart = 'exec 7>&1\n';

/** The commands that `commandListText` was given, for whoever plays the host; undefined for another text. */
export function readCommandList(text: string): readonly string[] | undefined {
  if (!text.startsWith(listStart)) return undefined;
  const steps = readCommandText(text.slice(listStart.length));
  const each = new RegExp(`^eval '(${insideQuotes})' 7>&-$`, 'gm');
  return [...steps.matchAll(each)].map(([, quoted = '']) => unquoted(quoted));
}

/** Shell text that goes to the setting's directory and exports its environment; what cannot be had ends the shell. */
export function enterText(setting: CommandSetting): string {
  return [...needed(setting, 'exit'), ...exported(setting)].join('\n');
}

function needed({ directory, shell }: CommandSetting, leave: 'exit' | 'return'): string[] {
  return [
    ...(directory === undefined ? [] : [`cd -- ${pathWord(directory)} || ${leave}`]),
    ...(shell === undefined
      ? []
      : [
          `[ -x ${singleQuoted(shell)} ] || { printf '%s\\n' ${singleQuoted(`there is no ${shell}`)} >&2; ${leave} 127; }`,
        ]),
  ];
}

function exported({ environment = {} }: CommandSetting): string[] {
  const exports = Object.entries(environment).map(([name, value]) => `${name}=${singleQuoted(value)}`);
  return exports.length === 0 ? [] : [`export ${exports.join(' ')}`];
}

/** A path of the host as one word: relative ones start in the current directory, `~/` in the home directory. */
export function pathWord(path: string): string {
  if (path === '~') return '"$HOME"';
  if (path.startsWith('~/')) return `"$HOME"/${singleQuoted(path.slice(2))}`;
  return singleQuoted(path.startsWith('/') ? path : `./${path}`);
}

function placed(text: string, setting: CommandSetting, sayNotReady: string): string {
  return [...madeReady(setting, sayNotReady), ...exported(setting), text].join('\n');
}

/** Nothing of it is left for the command. */
function madeReady(setting: CommandSetting, sayNotReady: string): string[] {
  const { prepare } = setting;
  const lines = [...needed(setting, 'return'), ...(prepare === undefined ? [] : [prepare])];
  if (lines.length === 0) return [];
  return [
    `aeon_ready() {\n${lines.join('\n')}\n}`,
    `aeon_ready || { ${sayNotReady}; exit ${notBegun}; }`,
    'unset -f aeon_ready',
  ];
}

/**
 * Another shell reads its script through a pipe on descriptor 3, which it closes for what it starts: no argument, so
 * it may be long and does not show in the process list, and the standard input stays the command's own.
 */
function started(command: string, { shell, stdin }: CommandSetting): string {
  const script = singleQuoted(`exec 3<&-; ${command}`);
  const text =
    shell === undefined
      ? command
      : `{ printf '%s\\n' ${script} | ${singleQuoted(shell)} /proc/self/fd/3 3<&0 <&4 4<&-; } 4<&0`;
  return stdin === undefined ? text : `printf %s ${singleQuoted(stdin)} | eval ${singleQuoted(text)}`;
}
