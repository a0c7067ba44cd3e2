import type { Account } from './accounts.ts';

/** How one host of `startHosts` behaves. */
export interface MachineOptions {
  /**
   * `up` unless told. `refusing`: no sshd. `silent`: the address swallows all, as behind a dropping firewall. `absent`: nobody has the address.
   */
  readonly state?: 'up' | 'refusing' | 'silent' | 'absent';
  /** What follows a reboot: `boots` unless told. */
  readonly onReboot?: RebootBehaviour;
  /** From the end of its processes until it boots again; 300 unless told. */
  readonly bootDelayMs?: number;
  /** Instead of, by name, or beside the standard ones. */
  readonly accounts?: readonly Account[];
  /** Lines of sshd_config(5) that win over ours, see `startSshd`. */
  readonly config?: readonly string[];
  /** A small file system of its own. */
  readonly disk?: { readonly path: string; readonly sizeKiB: number; readonly isFull?: boolean };
  /** What its network card sends at most. For a delay put a `startProxy` before it. */
  readonly sendsKilobitPerSecond?: number;
  /** Only reachable from this other host, on a network of their own. */
  readonly behind?: string;
}

/** `ignores`: the command says yes and nothing happens. `keeps-boot-id`: looks rebooted and says that it is not. */
export type RebootBehaviour = 'boots' | 'stays-off' | 'ignores' | 'keeps-boot-id' | 'changes-host-key';
