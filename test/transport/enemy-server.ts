import { once } from 'node:events';
import { connect } from 'node:net';
import ssh2, { type ParsedKey } from 'ssh2';

export interface Enemy extends AsyncDisposable {
  readonly port: number;
  /** As known_hosts has it. */
  readonly publicKey: string;
  /** Each attempt to log in that came, as `user method`. */
  readonly heard: readonly string[];
  /** From the next key exchange on it shows this other key. */
  changeKey(): void;
  rekey(): void;
  rekeyed(): Promise<unknown>;
}

interface EnemyOptions {
  readonly isLiar?: boolean;
  readonly floods?: boolean;
  readonly room?: number;
  readonly answers?: 'always' | 'closes-ahead';
}

/**
 * An SSH server in our own process that lets everybody in. `isLiar`: it shows a key whose secret half it does not have.
 * `floods`: it does not care how much a channel may carry. `room`: as a jump host it carries so many connections at once.
 * `answers`: it tells of each channel that is opened, in which each command says `heard`; `closes-ahead`: it closes the second one
 * before anything is asked of it.
 */
export async function enemyServer({
  isLiar = false,
  floods = false,
  room = 0,
  answers,
}: EnemyOptions = {}): Promise<Enemy> {
  const key = newKey();
  const heard: string[] = [];
  const clients: ssh2.Connection[] = [];
  // It says that it is OpenSSH: with that one we wait for less.
  const server = new ssh2.Server({ hostKeys: [key.privateText], ident: 'OpenSSH_9.9' }, (client) => {
    clients.push(client);
    if (isLiar)
      show(
        client,
        Object.create(key.parsed, { getPublicSSH: { value: () => newKey().parsed.getPublicSSH() } }),
      );
    client.on('error', () => {});
    client.on('authentication', (context) => {
      heard.push(`${context.username} ${context.method}`);
      context.accept();
    });
    if (room > 0) forward(client, room);
    if (answers !== undefined) answer(client, heard, answers);
    if (floods) client.on('session', (accept) => accept().on('exec', (start) => flood(start())));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [client, other] = [() => clients.at(-1), newKey()];
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    publicKey: `ssh-ed25519 ${key.parsed.getPublicSSH().toString('base64')}`,
    heard,
    changeKey: () => show(client(), other.parsed),
    rekey: () => void client()?.rekey(),
    rekeyed: () => new Promise((resolve) => void client()?.once('rekey', () => resolve(undefined))),
    [Symbol.asyncDispose]: async () => {
      for (const one of clients) one.end();
      server.close();
      await once(server, 'close');
    },
  };
}

/** ssh2 can only refuse with other reasons, so its inside is reached for: this is SSH_OPEN_RESOURCE_SHORTAGE. */
function refuseForLackOfRoom(client: ssh2.Connection): void {
  const protocol = Object(Reflect.get(client, '_protocol'));
  const refuse = protocol.channelOpenFail.bind(protocol);
  protocol.channelOpenFail = (channel: number) => refuse(channel, 4, 'no more sockets');
}

/** ssh2 has no way to close a session in which nothing runs, so its inside is reached for. */
function answer(client: ssh2.Connection, heard: string[], how: 'always' | 'closes-ahead'): void {
  let count = 0;
  client.on('session', (accept) => {
    const session = accept();
    count += 1;
    heard.push('channel');
    if (how === 'closes-ahead' && count === 2) {
      Object(Reflect.get(client, '_protocol')).channelClose(Object(session)._chanInfo.outgoing.id);
      heard.push('closed');
    }
    session.on('exec', (start) => {
      const channel = start();
      channel.write('heard\n');
      channel.exit(0);
      channel.end();
    });
  });
}

/** A jump host that has only so many sockets, and says so. */
function forward(client: ssh2.Connection, room: number): void {
  refuseForLackOfRoom(client);
  let open = 0;
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    if (open >= room) return reject();
    open += 1;
    const [channel, socket] = [accept(), connect({ host: destIP, port: destPort, noDelay: true })];
    socket.on('error', () => channel.close());
    channel.on('error', () => {}).on('close', () => socket.destroy());
    socket.on('close', () => {
      open -= 1;
    });
    channel.pipe(socket).pipe(channel);
  });
}

/** ssh2 itself keeps to the window, so it is told that there is no end to it. */
function flood(channel: ssh2.ServerChannel): void {
  channel.on('error', () => {});
  Object.assign(Object(Reflect.get(channel, 'outgoing')), { window: Number.MAX_SAFE_INTEGER });
  let sent = 0;
  const more = () => {
    for (let at = 0; at < 32 && sent < 4096; at += 1, sent += 1) channel.write(Buffer.alloc(60_001));
    if (sent < 4096 && channel.writable) setImmediate(more);
  };
  more();
}

/** Of some 300 keys that ssh2 1.17 makes it cannot read one itself. */
export function newKey(): { readonly privateText: string; readonly parsed: ParsedKey } {
  for (;;) {
    const { private: privateText } = ssh2.utils.generateKeyPairSync('ed25519');
    const parsed: ParsedKey | Error = ssh2.utils.parseKey(privateText);
    if (!(parsed instanceof Error)) return { privateText, parsed };
  }
}

/** ssh2 has no way to change a server's key, so its inside is reached for. */
function show(client: ssh2.Connection | undefined, key: ParsedKey): void {
  const inside: unknown = client;
  const { _protocol: protocol } = inside as { _protocol: { _hostKeys: Record<string, ParsedKey> } };
  protocol._hostKeys = { 'ssh-ed25519': key };
}
