/** The port through which everything above reaches a host. `ssh/` implements it with ssh2, src/simulate with simulated hosts. */

import type { Readable, Writable } from 'node:stream';

/** Where a host is and who logs in there. Secrets are already resolved. */
export interface Endpoint {
  /** The inventory's name of the host, for messages. */
  readonly host: string;
  /** An IP address or a DNS name. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Tried in this order, each at most once. */
  readonly credentials: readonly Credential[];
  readonly hostKeys: HostKeyPolicy;
  /** Files in the format of sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT"; `accept-new` appends to the first one. */
  readonly knownHosts: readonly string[];
  /** The host through which this one is reached. */
  readonly jump?: Endpoint;
}

/** One way to prove who logs in. */
export type Credential =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly path: string; readonly passphrase?: string }
  | { readonly kind: 'agent'; readonly socket: string };

/** `strict` refuses unknown keys, `accept-new` remembers them, `off` takes any (the lab). A changed key is refused by the first two. */
export const hostKeyPolicies = ['strict', 'accept-new', 'off'] as const;
export type HostKeyPolicy = (typeof hostKeyPolicies)[number];

/** A way to reach hosts. Disposing of it closes what it keeps for all of them; the connections belong to who asked for them. */
export interface Transport extends AsyncDisposable {
  /** One logged-in link. Rejects with a TransportError, or with the signal's reason when it is aborted. */
  connect(endpoint: Endpoint, limits: ConnectLimits): Promise<Connection>;
}

/** How long a login, or the start of a command, may take. */
export interface ConnectLimits {
  /** From the start of the attempt until the login is accepted. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Has each login done, those to jump hosts on the way too, or refuses it with a TransportError. */
  readonly aroundLogin?: AroundLogin;
}

/**
 * `logIn` awaits what it is given once the host has proven its key, before the first credential goes out; a TransportError of that
 * ends the login.
 */
export type AroundLogin = <Connected>(
  endpoint: Endpoint,
  logIn: (beforeLogin: () => Promise<void>) => Promise<Connected>,
) => Promise<Connected>;

/** A host that is logged in. Disposing of it closes the link; what runs on the host runs on. */
export interface Connection extends AsyncDisposable {
  /** Settles when the link is gone, with why, never rejects. `undefined` when we closed it ourselves. */
  readonly lost: Promise<LinkLost | undefined>;
  /** False as soon as the link is known to be gone. */
  readonly isUsable: boolean;
  /**
   * Starts `command` with the login shell. Waits for a free slot where the server allows few sessions at once.
   * Rejects with a TransportError when the channel could not be opened: then nothing was started.
   */
  open(command: string, limits: ConnectLimits): Promise<Channel>;
  /** Set where the next command is followed by another one, for which a channel may be opened meanwhile. */
  opensAhead?: boolean;
}

/** One remote process: its three streams, and how it ended. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once the channel is closed or the link is lost; never rejects. */
  readonly ended: Promise<ChannelEnd>;
  /**
   * Settles when the server tells how the process ended, with `ended` at the latest; never rejects. A daemon that holds the
   * channel open does not delay it, and output may still come.
   */
  readonly exited: Promise<ChannelEnd>;
  /** Lets go of the channel at once. What runs on the host runs on. */
  close(): void;
}

/** Only the first two are the word of the host: with the others nobody knows whether the process has ended. */
export type ChannelEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** The server closed the channel and did not say how the process ended. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'link-lost'; readonly lost: LinkLost };

/** The link broke while we wanted it. */
export interface LinkLost {
  /** `keepalive` means that the host stopped answering while the link looked open. */
  readonly reason: 'reset' | 'closed' | 'keepalive' | 'protocol' | 'hostkey';
  readonly message: string;
}
