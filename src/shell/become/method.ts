/** The programs by which one user becomes another. */
export const becomeMethods = ['sudo', 'doas', 'su'] as const;
export type BecomeMethod = (typeof becomeMethods)[number];

/** What a method is made of. */
export interface MethodParts {
  readonly nonce: string;
  /** One word of the shell. */
  readonly user: string;
  readonly hasPassword: boolean;
  /** Shell text for the other user, which says that it is ready and becomes `/bin/sh`. */
  readonly shell: string;
}

/** The marks that a method prints, beside `ready`. */
export const becomeMarks = {
  /** The password may be sent now, and never before: a host that does not ask would hand it to the command. */
  password: 'password',
  /** The program is not there. */
  missing: 'missing',
  /** The program asks on a terminal, and there is no other program that makes one. */
  noTerminal: 'noterminal',
  /** From here on the password is asked for before anything else happens. */
  terminal: 'terminal',
  /** It ended without a question: who waits for the password there waits in vain. */
  unasked: 'unasked',
} as const;
