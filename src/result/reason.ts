import type { Outcome, Phase } from './outcome.ts';

interface ReasonFacts {
  readonly outcome: Exclude<Outcome, 'ok'>;
  readonly phase: Phase;
  /** Whether another attempt may help and can do no harm. */
  readonly isRetryable: boolean;
}

/** Every way in which a task can end other than well. The words are stable: scripts compare them. */
export const reasons = {
  name_not_found: { outcome: 'unreachable', phase: 'resolve', isRetryable: true },
  refused: { outcome: 'unreachable', phase: 'connect', isRetryable: true },
  no_route: { outcome: 'unreachable', phase: 'connect', isRetryable: true },
  connect_timeout: { outcome: 'unreachable', phase: 'connect', isRetryable: true },
  connect_failed: { outcome: 'unreachable', phase: 'connect', isRetryable: true },
  jump_failed: { outcome: 'unreachable', phase: 'connect', isRetryable: true },
  banner_timeout: { outcome: 'unreachable', phase: 'banner', isRetryable: true },
  not_ssh: { outcome: 'unreachable', phase: 'banner', isRetryable: false },
  dropped_before_auth: { outcome: 'unreachable', phase: 'banner', isRetryable: true },
  kex_timeout: { outcome: 'unreachable', phase: 'kex', isRetryable: true },
  no_common_algorithm: { outcome: 'unreachable', phase: 'kex', isRetryable: false },
  protocol_error: { outcome: 'unreachable', phase: 'kex', isRetryable: true },
  hostkey_unknown: { outcome: 'unreachable', phase: 'hostkey', isRetryable: false },
  hostkey_changed: { outcome: 'unreachable', phase: 'hostkey', isRetryable: false },
  hostkey_revoked: { outcome: 'unreachable', phase: 'hostkey', isRetryable: false },
  known_hosts_unusable: { outcome: 'unreachable', phase: 'hostkey', isRetryable: false },
  key_unusable: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  no_credential: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  auth_rejected: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  /** The credential may have arrived: a second try could lock the account. */
  auth_timeout: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  /** The host lets nobody in but root for now: it boots, shuts down, or somebody closed it (pam_nologin). */
  login_closed: { outcome: 'unreachable', phase: 'auth', isRetryable: true },
  credential_blocked: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  channel_refused: { outcome: 'unreachable', phase: 'channel', isRetryable: true },
  channel_timeout: { outcome: 'unreachable', phase: 'channel', isRetryable: true },
  lost_before_start: { outcome: 'unreachable', phase: 'channel', isRetryable: true },
  /** Another run has it, by `lock: true`. */
  host_locked: { outcome: 'unreachable', phase: 'lock', isRetryable: false },
  lock_failed: { outcome: 'unreachable', phase: 'lock', isRetryable: true },
  no_shell: { outcome: 'unreachable', phase: 'exec', isRetryable: false },
  no_evidence_place: { outcome: 'failed', phase: 'exec', isRetryable: false },
  /** Its directory, its shell or its program is not there. */
  not_ready: { outcome: 'failed', phase: 'exec', isRetryable: true },
  become_failed: { outcome: 'failed', phase: 'become', isRetryable: false },
  become_password_rejected: { outcome: 'failed', phase: 'become', isRetryable: false },
  /** Other hosts, or this one, have rejected it in the same run. */
  become_password_blocked: { outcome: 'failed', phase: 'become', isRetryable: false },
  become_password_missing: { outcome: 'failed', phase: 'become', isRetryable: false },
  exit_code: { outcome: 'failed', phase: 'exec', isRetryable: true },
  failed_when: { outcome: 'failed', phase: 'exec', isRetryable: true },
  until_not_met: { outcome: 'failed', phase: 'exec', isRetryable: true },
  timeout: { outcome: 'failed', phase: 'exec', isRetryable: false },
  maybe_running: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  link_lost: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  no_end_mark: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  /** The controller was stopped before it could ask the host: another resume asks. */
  not_settled: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  already_started: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  disk_full: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  no_permission: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  no_directory: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  /** A file, a symbolic link or something else stands where a directory is needed. */
  not_a_directory: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  owner_unknown: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  /** A directory that must not be emptied, such as the home directory. */
  refused_to_delete: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  /** A device, a pipe or a socket stands where a file is to go. */
  not_a_file: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  is_directory: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  transfer_failed: { outcome: 'failed', phase: 'transfer', isRetryable: true },
  transfer_cut: { outcome: 'failed', phase: 'transfer', isRetryable: true },
  no_such_file: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  /** A host names a file in a way that could lead out of its directory here. */
  unsafe_name: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  /** A file of a host cannot be written on this machine. */
  not_kept: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  source_changed: { outcome: 'failed', phase: 'transfer', isRetryable: false },
  checksum_differs: { outcome: 'failed', phase: 'verify', isRetryable: true },
  reboot_refused: { outcome: 'failed', phase: 'reboot', isRetryable: false },
  did_not_reboot: { outcome: 'failed', phase: 'reboot', isRetryable: false },
  never_came_back: { outcome: 'unreachable', phase: 'reboot', isRetryable: false },
  no_boot_id: { outcome: 'failed', phase: 'reboot', isRetryable: false },
  still_offline: { outcome: 'unreachable', phase: 'wait', isRetryable: false },
  check_failed: { outcome: 'failed', phase: 'wait', isRetryable: false },
  not_in_time: { outcome: 'failed', phase: 'wait', isRetryable: false },
  /** A person said no, or was not there to say yes. */
  answered_no: { outcome: 'failed', phase: 'exec', isRetryable: false },
  not_started_here: { outcome: 'failed', phase: 'exec', isRetryable: false },
  /** It may have run on this machine, which keeps no evidence. */
  not_known_here: { outcome: 'unknown', phase: 'exec', isRetryable: false },
  cancelled_before_start: { outcome: 'cancelled', phase: 'exec', isRetryable: false },
  /** Between two attempts: a resumed run goes on with the next one. */
  cancelled_before_retry: { outcome: 'cancelled', phase: 'exec', isRetryable: false },
  cancelled: { outcome: 'cancelled', phase: 'exec', isRetryable: false },
  host_failed_before: { outcome: 'skipped', phase: 'exec', isRetryable: false },
  /** A template or a condition needed a value of this run that is not there. */
  value_missing: { outcome: 'failed', phase: 'exec', isRetryable: false },
  facts_unreadable: { outcome: 'failed', phase: 'exec', isRetryable: false },
  secret_unavailable: { outcome: 'unreachable', phase: 'auth', isRetryable: false },
  when_is_false: { outcome: 'skipped', phase: 'exec', isRetryable: false },
  internal: { outcome: 'unknown', phase: 'exec', isRetryable: false },
} as const satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof reasons;
