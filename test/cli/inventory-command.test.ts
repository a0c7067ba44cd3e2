import { describe, expect, it } from 'vitest';
import { runInventoryCommand } from '../../src/cli/plan/run-inventory-command.ts';
import type { World } from '../../src/cli/world.ts';
import { Desk } from './in-process.ts';

const program = `[ "$1" = --list ] || exit 9
echo '{"_meta": {"hostvars": {"w1": {"ansible_host": "10.0.0.1", "ansible_password": "geheim1"}}}, "web": ["w1", "w2"]}'
`;
const env = { PATH: process.env.PATH ?? '' };

describe('--inventory-command', () => {
  it('takes the hosts that the program prints, beside those of -i', async () => {
    using desk = new Desk({ 'inv.sh': program, 'inv.yml': 'groups: { web: { vars: { role: front } } }\n' });
    const args = ['inventory', '-i', 'inv.yml', '--inventory-command', 'sh ./inv.sh', '--json'];
    const { code, stdout } = await desk.call(args, env);
    expect(code).toBe(0);
    expect(stdout).not.toContain('geheim1');
    expect(JSON.parse(stdout)).toMatchObject({
      hosts: [{ name: 'w1', address: '10.0.0.1', vars: { role: 'front' } }, { name: 'w2' }],
    });
  });

  it('reads the vars files beside the program, as Ansible does', async () => {
    using desk = new Desk({
      'cloud/inv.sh': program,
      'cloud/group_vars/web.yml': 'role: front\nansible_user: deploy\n',
      'cloud/host_vars/w2/main.yml': 'rack: b\n',
      'group_vars/web.yml': 'role: not beside it\n',
    });
    const command = 'sh cloud/inv.sh';
    const { stdout } = await desk.call(['inventory', '--inventory-command', command, '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({
      hosts: [
        { name: 'w1', user: 'deploy', vars: { role: 'front' } },
        { name: 'w2', user: 'deploy', vars: { role: 'front', rack: 'b' } },
      ],
    });
  });

  it('reads no vars files of ansible-inventory, which has read them', async () => {
    using desk = new Desk({
      'bin/ansible-inventory': program.replace('"$1"', '"$3"'),
      'hosts.ini': 'w1\n',
      'group_vars/web.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n',
    });
    const command = 'sh bin/ansible-inventory -i hosts.ini';
    const { code, stderr } = await desk.call(['inventory', '--inventory-command', command], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is the only way to have a program run: named with -i it is an error that says so', async () => {
    using desk = new Desk({ 'inv.sh': `#!/bin/sh\ntouch ran\n${program}` });
    const { code, stderr } = await desk.call(['inventory', '-i', 'inv.sh'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('--inventory-command ./inv.sh');
  });

  it('ends the run before any host when the program fails, and says why', async () => {
    using desk = new Desk({ 'p.yml': 'hosts: web\nstages: [{ exec: uptime }]\n' });
    const failing = 'echo "cloud: no token" >&2; exit 3; :';
    const { code, stderr } = await desk.call(['plan', 'p.yml', '--inventory-command', failing], env);
    expect(code).toBe(2);
    expect(stderr).toContain('ended with exit code 3: cloud: no token');
    expect(stderr).not.toContain('pattern-unknown');
    const noJson = await desk.call(['inventory', '--inventory-command', 'echo'], env);
    expect(noJson).toMatchObject({ code: 2 });
  });

  it('ends all that the program started when it takes too long', async () => {
    using desk = new Desk();
    const world = { cwd: desk.directory, env } as unknown as World; // It uses no more of it.
    const mark = `300.${process.pid}`;
    const ended = await runInventoryCommand(world, `sleep ${mark} & sleep ${mark}; echo`, 200);
    expect(ended).toMatchObject({ problem: { message: expect.stringContaining('took longer than 0.2 s') } });
    expect(
      (await runInventoryCommand(world, `pgrep -fx 'sleep ${mark}'; echo [] `, 5000)) as object,
    ).toMatchObject({
      text: expect.stringMatching(/^\[\]/),
    });
  });
});
