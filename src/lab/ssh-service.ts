import type { Socket } from 'node:net';
import ssh2, { type AuthContext, type ParsedKey, type ServerChannel, type Session } from 'ssh2';
import type { HostCommand } from './host-command.ts';
import type { LabKey } from './key.ts';

export interface SshServiceOptions {
  readonly hostKey: LabKey;
  /** The one key that may log in, under every user name. */
  readonly clientKey: LabKey;
  readonly run: (command: string, channel: ServerChannel) => HostCommand;
}

/** The SSH server of one host: takes its key, runs commands, and refuses what it has not (terminals, SFTP, forwarding). */
export interface SshService {
  take(socket: Socket): void;
}

export function sshService({ hostKey, clientKey, run }: SshServiceOptions): SshService {
  const allowed = parsed(clientKey);
  const server = new ssh2.Server({ hostKeys: [hostKey.privateText], ident: 'aeon-run-lab' }, (client) => {
    client.on('error', () => {}); // A client that vanishes is its own affair.
    client.on('authentication', (context) => authenticate(context, allowed));
    client.on('session', (accept) => serve(accept(), run));
  });
  return { take: (socket) => server.injectSocket(socket) };
}

function parsed({ publicLine }: LabKey): ParsedKey {
  const key = ssh2.utils.parseKey(publicLine);
  if (key instanceof Error) throw key;
  return key;
}

/** RFC 4252 section 7: a question without a signature asks whether the key would do; ssh2 then answers without a login. */
function authenticate(context: AuthContext, allowed: ParsedKey): void {
  if (isAllowed(context, allowed)) context.accept();
  else context.reject(['publickey']);
}

function isAllowed(context: AuthContext, allowed: ParsedKey): boolean {
  if (context.method !== 'publickey' || !allowed.getPublicSSH().equals(context.key.data)) return false;
  const { signature, blob, hashAlgo } = context;
  return signature === undefined || (blob !== undefined && allowed.verify(blob, signature, hashAlgo));
}

function serve(session: Session, run: SshServiceOptions['run']): void {
  let command: HostCommand | undefined;
  // Accepted at once, also by a slow host: ssh2 forgets an end of input that comes before.
  session.on('exec', (accept, _reject, info) => {
    command = run(info.command, accept());
  });
  session.on('shell', (accept) => {
    command = run('exec /bin/sh', accept());
  });
  session.on('signal', (accept, _reject, { name }) => {
    command?.signal(name);
    accept?.();
  });
}
