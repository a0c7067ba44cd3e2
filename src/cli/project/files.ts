import { schemaText } from '../../schemas.ts';

/** What `aeon-run init` writes, by path: a small project that validates, plans and runs as soon as its hosts are real. */
export const projectFiles: Readonly<Record<string, string>> = {
  'playbook.yml': `# yaml-language-server: $schema=schemas/playbook.schema.json
name: Say hello
hosts: all
vars: { greeting: "Hello from {{host.name}}, a {{role}}" }
stages:
  - name: Ship the script
    transfer: { src: files/hello.sh, dest: hello-from-aeon-run.sh, mode: "0755" }

  # A value in {{ }} is quoted for the shell: the script gets one argument, whatever is in it.
  - name: Run it
    exec: ./hello-from-aeon-run.sh {{greeting}}
    register: hello

  - assert: { success-rate: 100 }

  - name: Clean up
    exec: rm -f hello-from-aeon-run.sh
    when: results.hello.ok
`,
  'inventory.yml': `# yaml-language-server: $schema=schemas/inventory.schema.json
defaults:
  user: pi
  key: ~/.ssh/id_ed25519
  known-hosts: ./known_hosts
  host-keys: accept-new # remembers a key the first time; a changed one is always refused
groups:
  managers:
    hosts:
      m1: { address: 192.168.1.100 }
    vars: { role: manager }
  workers:
    hosts: ["192.168.1.[101-103]"]
    vars: { role: worker }
`,
  'files/hello.sh': `#!/bin/sh
set -eu
echo "$1 on $(uname -n)"
`,
  'README.md': `# A fleet

1. Write your hosts into \`inventory.yml\`.
2. \`aeon-run validate playbook.yml -i inventory.yml\` finds every mistake in them and contacts nothing.
3. \`aeon-run plan playbook.yml -i inventory.yml\` shows what would run where.
4. \`aeon-run playbook.yml -i inventory.yml\` runs it.

Beside a playbook: \`aeon-run exec -i inventory.yml -- uptime\`.
Keep passwords out of these files: \`password: { env: NAME }\` takes one from the environment.
\`schemas/\` tells editors with a YAML language server what each key means.
`,
  'schemas/playbook.schema.json': schemaText('playbook'),
  'schemas/inventory.schema.json': schemaText('inventory'),
};
