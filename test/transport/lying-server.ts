import { once } from 'node:events';
import ssh2, { type ServerChannel } from 'ssh2';
import { newKey } from './enemy-server.ts';

/** Plays the host's part of a command's script. */
export interface Liar {
  readonly channel: ServerChannel;
  /** The mark on stdout, or on stderr. */
  mark(word: string, stream?: 'stdout' | 'stderr'): void;
  /** On both, stderr first, as the script does it. */
  markTwice(word: string): void;
  /** Ends the process and closes the channel. */
  exit(code: number): void;
}

export interface LyingServer extends AsyncDisposable {
  readonly port: number;
}

/** An SSH server in our own process that lets everybody in and answers each script as it is told, running nothing. */
export async function lyingServer(lie: (liar: Liar) => void): Promise<LyingServer> {
  const clients: ssh2.Connection[] = [];
  const server = new ssh2.Server({ hostKeys: [newKey().privateText] }, (client) => {
    clients.push(client);
    client.on('error', () => {});
    client.on('authentication', (context) => context.accept());
    client.on('session', (accept) => {
      accept().on('exec', (start) => answerScript(start(), lie));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.end();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Once all of the script has come. */
function answerScript(channel: ServerChannel, lie: (liar: Liar) => void): void {
  let script = '';
  channel.on('error', () => {});
  channel.on('data', (bytes: Buffer) => {
    script += bytes;
    if (!script.endsWith('\n}\n')) return;
    const [, nonce = ''] = /aeon ([0-9a-f]{32}) /.exec(script) ?? [];
    script = '';
    lie(liarOn(channel, nonce));
  });
}

function liarOn(channel: ServerChannel, nonce: string): Liar {
  const mark = (word: string, stream: 'stdout' | 'stderr' = 'stdout') => {
    const to = stream === 'stdout' ? channel : channel.stderr;
    to.write(`\x1eaeon ${nonce} ${word}\x1f`);
  };
  return {
    channel,
    mark,
    markTwice: (word) => {
      mark(word, 'stderr');
      mark(word);
    },
    exit: (code) => {
      channel.exit(code);
      channel.end();
    },
  };
}
