const atOnce = '-c 20 works on so many hosts at once';
const beforehand =
  '"aeon-run plan" shows what would run, "aeon-run plan --diff HOST" what it would change there, and "aeon-run simulate" rehearses it';

/** What people type who know another tool, and what does that here: of Ansible, pyinfra, pssh, pdsh and clush. */
const habits: ReadonlyMap<string, string> = new Map([
  ...['--forks', '-f', '--parallel'].map((flag) => [flag, atOnce] as const),
  ...['--check', '--dry'].map((flag) => [flag, beforehand] as const),
  ['--diff', '"aeon-run plan --diff HOST" shows what would change on a host'],
  ['--syntax-check', '"aeon-run validate" does that'],
  ['--list-hosts', '"aeon-run plan" shows which stage runs on which hosts, "aeon-run inventory" all hosts'],
  ['--list-tasks', '"aeon-run plan" shows the stages'],
  ['--start-at-task', '--start-at begins at a stage'],
  ['--step', 'a stage "pause: { confirm: … }" asks before it goes on'],
  ['--ask-pass', '-k asks for the password of the login'],
  ['--ask-become-pass', '-K asks for the password of sudo, doas or su'],
  ['--become', 'a playbook says become: true, and "aeon-run exec" takes -b'],
  ['--become-user', 'a playbook says become: { user: NAME }'],
  ['--private-key', '--key names the file of the private key'],
  ['--hosts', '-H names a host, -l chooses among those of the inventory'],
  ['--verbose', '--debug tells each step of each connection'],
]);

const otherCommands = /^(?!(?:run|exec|copy|wait|plan)$)[a-z]+$/;

/** What an option of another tool is called here, as a sentence; undefined for all others, and for commands that run nothing on hosts. */
export function habitOfOption(flag: string, [command = '']: readonly string[]): string | undefined {
  if (otherCommands.test(command)) return undefined;
  const habit = habits.get(/^-v+$/.test(flag) ? '--verbose' : flag);
  return habit === undefined ? undefined : `Here ${habit}.`;
}
