/** Where a secret comes from: its plain text in the inventory, or a place to ask. */
export type SecretSource =
  | { readonly plain: string }
  | { readonly env: string }
  /** An absolute path; one trailing newline is not part of the secret. */
  | { readonly file: string }
  /** A command line for /bin/sh on the controller; its output without one trailing newline. */
  | { readonly command: string }
  /** Asked on the terminal, once a run. */
  | { readonly prompt: string }
  /** Armored text of age, written with the tag !age. */
  | { readonly age: string };
