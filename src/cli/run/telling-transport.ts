import { reasons } from '../../result/reason.ts';
import { whyOf } from '../../result/why.ts';
import { TransportError } from '../../transport/errors.ts';
import type {
  Connection,
  ConnectLimits,
  Credential,
  Endpoint,
  Transport,
} from '../../transport/transport.ts';

/** The same transport, which tells each step of each connection: names, addresses and files, and no secret. */
export function tellingTransport(transport: Transport, tell: (line: string) => void): Transport {
  return {
    connect: (endpoint, limits) => connect(transport, tell, endpoint, limits),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

async function connect(
  transport: Transport,
  tell: (line: string) => void,
  endpoint: Endpoint,
  limits: ConnectLimits,
): Promise<Connection> {
  const { host } = endpoint;
  const startedMs = performance.now();
  const took = () => `after ${Math.round(performance.now() - startedMs)} ms`;
  tell(`${host} connecting: ${wayTo(endpoint)}, at most ${limits.timeoutMs} ms`);
  try {
    const connection = await transport.connect(endpoint, limits);
    tell(`${host} logged in ${took()}`);
    void connection.lost.then((loss) =>
      tell(`${host} ${loss === undefined ? 'closed' : `lost: ${loss.message}`}`),
    );
    return telling(connection, (line) => tell(`${host} ${line}`));
  } catch (error) {
    const phase =
      error instanceof TransportError ? `${reasons[error.reason].phase}, ${error.reason}` : 'stopped';
    tell(`${host} no login ${took()} (${phase}): ${whyOf(error)}`);
    throw error;
  }
}

/** What runs is our wrapper; the command itself goes over stdin and is told nowhere. */
function telling(connection: Connection, tell: (line: string) => void): Connection {
  return {
    lost: connection.lost,
    get isUsable() {
      return connection.isUsable;
    },
    open: async (command, limits) => {
      const channel = await connection.open(command, limits);
      tell('channel opened');
      void channel.ended.then((end) => tell(`channel ended: ${JSON.stringify(end)}`));
      return channel;
    },
    get opensAhead() {
      return connection.opensAhead ?? false;
    },
    set opensAhead(does) {
      connection.opensAhead = does;
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** `pi@192.168.1.7:22 through bastion, host keys strict, by key ~/.ssh/id_ed25519 then password`. */
function wayTo({ address, port, user, jump, hostKeys, credentials }: Endpoint): string {
  const through = jump === undefined ? '' : ` through ${jump.host}`;
  const by = credentials.map(credentialName).join(' then ') || 'nothing';
  return `${user}@${address}:${port}${through}, host keys ${hostKeys}, by ${by}`;
}

function credentialName(credential: Credential): string {
  switch (credential.kind) {
    case 'password':
      return 'password';
    case 'key':
      return `key ${credential.path}`;
    case 'agent':
      return `agent ${credential.socket}`;
  }
}
