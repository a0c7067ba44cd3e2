/** What people type who know another tool, and what does that here. Ansible and pyinfra, pssh, pdsh and clush. */
const habits: Readonly<Record<string, string>> = {
  '--forks': '-c 20 works on so many hosts at once',
  '-f': '-c 20 works on so many hosts at once',
  '--parallel': '-c 20 works on so many hosts at once',
  '--check':
    '"aeon-run plan" shows what would run, "aeon-run plan --diff HOST" what it would change there, and "aeon-run simulate" rehearses it',
  '--dry':
    '"aeon-run plan" shows what would run, "aeon-run plan --diff HOST" what it would change there, and "aeon-run simulate" rehearses it',
  '--diff': '"aeon-run plan --diff HOST" shows what would change on a host',
  '--syntax-check': '"aeon-run validate" does that',
  '--list-hosts': '"aeon-run plan" shows which stage runs on which hosts, "aeon-run inventory" all hosts',
  '--list-tasks': '"aeon-run plan" shows the stages',
  '--list-tags': '"aeon-run plan" shows the stages',
  '--start-at-task': '--start-at begins at a stage',
  '--step': 'a stage "pause: { confirm: … }" asks before it goes on',
  '--ask-pass': '-k asks for the password of the login',
  '--ask-become-pass': '-K asks for the password of sudo, doas or su',
  '--become': 'a playbook says become: true, and "aeon-run exec" takes -b',
  '--become-user': 'a playbook says become: { user: NAME }',
  '--private-key': '--key names the file of the private key',
  '--hosts': '-H names a host, -l chooses among those of the inventory',
  '--verbose': '--debug tells each step of each connection',
};

/** What an option of another tool is called here, as a sentence; undefined for all others. */
export function habitOfOption(flag: string): string | undefined {
  const habit = habits[/^-v+$/.test(flag) ? '--verbose' : flag];
  return habit === undefined ? undefined : `Here ${habit}.`;
}
