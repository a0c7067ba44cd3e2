import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { useTwoHosts } from './two-hosts.ts';

const fleet = useTwoHosts('vars: { word: "it\'s" }\n');

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(50);
}

describe('local on real hosts', () => {
  it('gives what it found here to every host, quoted', async () => {
    const end = await fleet.run(
      `
  - name: Make it
    local: { command: 'printf "%s %s" {{word}} "$GIVEN$SECRET_OF_OURS"', env: { GIVEN: "<$HOME>" } }
    register: made
  - exec: test {{results.made.stdout}} = "it's <\\$HOME>"
`,
      [],
      { SECRET_OF_OURS: 'hidden' },
    );
    expect(end.exitCode).toBe(0);
    expect(await fleet.place.results()).toMatchObject({
      successful: 2,
      stages: [{ status: 'good' }, { ok: 2 }],
    });
    expect(await fleet.place.readOfRun('controller/1-make-it.out')).toBe("it's <$HOME>");
  });

  it('runs once for each host with per-host, and inherits what is named', async () => {
    const end = await fleet.run(
      `
  - local: { command: "echo {{host.name}} $TOKEN >>seen", per-host: true, inherit: [TOKEN] }
  - local: test "$(sort seen | tr '\\n' ' ')" = "m1 t m2 t "
`,
      [],
      { TOKEN: 't' },
    );
    expect(end.exitCode).toBe(0);
  });

  it('stops the run when it fails, and not where that is tolerated', async () => {
    const end = await fleet.run(`
  - local: exit 3
    continue-on-error: true
  - local: echo gone >&2; exit 4
  - exec: touch /tmp/never
`);
    expect(end.exitCode).toBe(1);
    expect(end.all).toContain('Stopped: stage 2 (local: echo gone >&2; exit 4 (here)) did not come out well');
    expect(await fleet.place.results()).toMatchObject({
      stages: [{}, { status: 'bad' }, { status: 'not_run' }],
    });
    expect((await fleet.hosts.get('m1').exec('ls /tmp/never')).stdout).toBe('');
  });

  it.each([
    ['once', ''],
    ['for each host', ', per-host: true'],
  ])(
    'that ran %s when aeon-run was killed is unknown after a resume, and is not run again',
    async (_, how) => {
      await fleet.place.write('ran', '');
      await fleet.place.write(
        'playbook.yml',
        `hosts: m1\nstages: [{ local: { command: "echo x >>ran; sleep 2"${how} } }, { exec: touch /tmp/never }]`,
      );
      const cli = fleet.place.start(['playbook.yml', '-i', 'inventory.yml']);
      await until(async () => (await readFile(fleet.place.path('ran'), 'utf8')) !== '');
      cli.signal('SIGKILL');
      await cli.ended;
      const end = await fleet.place.run(['resume', 'last']);
      expect(end.exitCode).toBe(3);
      expect(end.stdout + end.stderr).toContain('how it ended is not known');
      expect(await readFile(fleet.place.path('ran'), 'utf8')).toBe('x\n');
      expect((await fleet.hosts.get('m1').exec('ls /tmp/never')).stdout).toBe('');
    },
  );

  it('is told before the run what has no meaning with it', async () => {
    const end = await fleet.run(`
  - local: echo {{host.name}}
  - local: "true"
    hosts: m1
  - local: { command: "true", per-host: true }
    become: true
`);
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('`host` belongs to a host');
    expect(end.stderr).toContain('hosts has no meaning with local, which runs once, on this machine.');
    expect(end.stderr).toContain('become has no meaning with local, which runs on this machine as you.');
  });
});

describe('pause on real hosts', () => {
  const asking = `
  - pause: 200ms
  - name: Go on?
    pause: { confirm: "Go on with {{word}}?" }
  - exec: touch /tmp/went-on
`;

  /** On a terminal, with these lines typed at the question, and others as soon as anything is shown. */
  async function onTerminal(typed: string, typedBefore = ''): Promise<{ code: number | null; text: string }> {
    await fleet.place.write('playbook.yml', `hosts: all\nvars: { word: "it's" }\nstages:\n${asking}`);
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const command = `stty cols 120 rows 40; '${process.execPath}' '${main}' playbook.yml -i inventory.yml`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: fleet.place.directory,
      env: {
        PATH: process.env.PATH,
        HOME: fleet.place.directory,
        XDG_STATE_HOME: fleet.place.path('state'),
        TERM: 'xterm',
      },
    });
    let text = '';
    let isAsked = false;
    child.stdout.on('data', (bytes: Buffer) => {
      if (text === '') child.stdin.write(typedBefore);
      text += bytes.toString();
      if (!isAsked && text.includes('[y/N]')) {
        isAsked = true;
        child.stdin.write(typed);
      }
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, text };
  }

  it('starts nothing where nobody can answer', async () => {
    const end = await fleet.run(asking);
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('stage 2 (Go on?) asks a person, and there is no terminal to ask on');
  });

  it('goes on with --yes', async () => {
    const end = await fleet.run(asking, ['--yes']);
    expect(end.exitCode).toBe(0);
    expect(end.all).toContain('yes by --yes');
  });

  it('asks on the terminal, and goes on after a yes', async () => {
    const { code, text } = await onTerminal('what\ny\n');
    expect(text).toContain("Go on with it's? [y/N]");
    expect(code).toBe(0);
  });

  it('takes nothing for an answer that was typed before it asked', async () => {
    const { code, text } = await onTerminal('y\n', 'n\nn');
    expect(text).toContain("Go on with it's? [y/N]");
    expect(code).toBe(0);
  });

  it('stops after a no, and says that a person did it', async () => {
    const { code, text } = await onTerminal('n\n');
    expect(text).toContain('Stopped: answered no in stage 2');
    expect(code).toBe(1);
  });

  it('is left by Ctrl-C while it asks', async () => {
    const { code } = await onTerminal('\x03');
    expect(code).toBe(130);
  });
});
