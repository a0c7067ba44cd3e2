/** One mistake of a person, and what that person has to be told. */
export interface Broken {
  /** What is wrong with it, in their words. */
  readonly title: string;
  readonly playbook?: string | Buffer;
  readonly inventory?: string | Buffer;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** `validate playbook.yml -i inventory.yml` unless told. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** All that is told, in order: the code, `[file:]line:column` (the playbook's; '' for no place), words of the advice. */
  readonly says: readonly (readonly [code: string, place: string, words: RegExp])[];
}

export const goodPlaybook = `name: Good
hosts: all
vars: { release: "1.4.2" }
stages:
  - exec: echo {{release}}
`;

export const goodInventory = `hosts:
  bastion: { address: 203.0.113.7 }
groups:
  managers:
    hosts:
      m1: { address: 10.0.0.1, vars: { rack: a } }
      m2: { address: 10.0.0.2 }
    vars: { role: manager }
  workers: { hosts: ["w[1-3]"], vars: { role: worker } }
`;

/** A playbook with these lines as its stages. */
export function stages(lines: string): string {
  return `hosts: all\nstages:\n${lines}`;
}
