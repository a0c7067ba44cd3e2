import { type TSchema, type TSchemaOptions, Type } from 'typebox';
import { varNames } from '../document/var-name.ts';
import { becomeMethods } from '../shell/become/method.ts';
import { hostKeyPolicies } from '../transport/transport.ts';

const closed = { additionalProperties: false };

function text(options: TSchemaOptions) {
  return Type.String({ minLength: 1, ...options });
}

/** A secret as it is written: its text, or where to ask for it. */
function secret(description: string): TSchema {
  return Type.Union(
    [
      Type.String({
        minLength: 1,
        description: 'The secret itself. The file must not be readable by others.',
      }),
      Type.Object(
        { env: text({ description: 'The name of an environment variable of the controller.' }) },
        closed,
      ),
      Type.Object(
        { file: text({ description: 'A file that holds nothing else, relative to this file.' }) },
        closed,
      ),
      Type.Object({ command: text({ description: 'A command on the controller that prints it.' }) }, closed),
      Type.Object({ prompt: text({ description: 'What to ask on the terminal, once a run.' }) }, closed),
      Type.Object(
        { age: text({ description: 'Encrypted with age: write it as !age | with the text below.' }) },
        closed,
      ),
    ],
    {
      description,
      'x-form': 'text, or a map that says where it comes from',
      'x-advice':
        'Write { env: NAME }, { file: path }, { command: pass show x }, { prompt: question }, or !age with encrypted text.',
      examples: [{ env: 'CLUSTER_PASSWORD' }, { command: 'pass show cluster' }],
    },
  );
}

const becomeSchema = Type.Object(
  {
    method: Type.Optional(
      Type.Enum([...becomeMethods], {
        description: 'The program by which to become another user.',
        default: 'sudo',
        examples: ['doas'],
      }),
    ),
    user: Type.Optional(text({ description: 'The user to become.', default: 'root' })),
    password: Type.Optional(
      secret(
        'The password that is asked for: by sudo and doas that of the login user, by su that of the other user; none where nobody asks.',
      ),
    ),
  },
  { ...closed, description: 'How commands of stages with `become: true` get the rights of another user.' },
);

/** How to log in. The same keys stand in `defaults`, in groups and in hosts; the inner one counts. */
export const connectionKeys: Readonly<Record<string, TSchema>> = {
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'The port of sshd.',
      default: 22,
      examples: [2222],
    }),
  ),
  user: Type.Optional(
    text({ description: 'Who logs in; the user who runs aeon-run unless told.', examples: ['pi'] }),
  ),
  password: Type.Optional(secret('The password of the login.')),
  key: Type.Optional(
    text({
      description: 'A private key file, relative to this file or with `~/`.',
      examples: ['~/.ssh/id_ed25519'],
    }),
  ),
  passphrase: Type.Optional(secret('What the private key file is encrypted with.')),
  agent: Type.Optional(
    Type.Union([Type.Boolean(), text({})], {
      description: 'Use an SSH agent: `true` for the one of SSH_AUTH_SOCK, or the path of its socket.',
      default: false,
      examples: [true],
    }),
  ),
  become: Type.Optional(becomeSchema),
  jump: Type.Optional(
    text({ description: 'The host of this inventory through which it is reached.', examples: ['bastion'] }),
  ),
  'known-hosts': Type.Optional(
    Type.Union([text({}), Type.Array(text({}))], {
      description: 'Files with the host keys, relative to this file; your own and the system’s unless told.',
      examples: ['./known_hosts'],
    }),
  ),
  'host-keys': Type.Optional(
    Type.Enum([...hostKeyPolicies], {
      description: 'What to do with unknown host keys: refuse, remember, or take any (for a lab only).',
      default: 'strict',
    }),
  ),
};

const varsSchema = Type.Record(Type.String(), Type.Any(), {
  propertyNames: varNames,
  description: 'Values for templates and conditions.',
  examples: [{ role: 'worker' }],
});

const hostSchema = Type.Object(
  {
    address: Type.Optional(
      text({
        description: 'An IP address or DNS name; the name of the host unless told.',
        examples: ['192.168.1.100'],
      }),
    ),
    ...connectionKeys,
    vars: Type.Optional(varsSchema),
  },
  closed,
);

/** A host without keys of its own is a name and nothing. */
const hostMapSchema = Type.Record(Type.String(), Type.Union([hostSchema, Type.Null()]), {
  description: 'Hosts by name. `web[1-20]` stands for twenty of them.',
  examples: [{ m1: { address: '192.168.1.100' } }],
});

const hostsSchema = Type.Union([hostMapSchema, Type.Array(text({ examples: ['192.168.1.[102-120]'] }))], {
  description: 'Hosts by name with their own keys, or a list of names, ranges and `ip:user:password` texts.',
});

const groupSchema = Type.Object(
  {
    hosts: Type.Optional(hostsSchema),
    children: Type.Optional(
      Type.Array(text({}), {
        description: 'Groups whose hosts belong to this one too.',
        examples: [['managers']],
      }),
    ),
    ...connectionKeys,
    vars: Type.Optional(varsSchema),
  },
  closed,
);

/** An inventory in YAML. `schemas/inventory.schema.json` is made from it. */
export const inventorySchema = Type.Object(
  {
    defaults: Type.Optional(
      Type.Object(
        { ...connectionKeys, vars: Type.Optional(varsSchema) },
        { ...closed, description: 'What holds for every host unless a group or the host says otherwise.' },
      ),
    ),
    hosts: Type.Optional(hostsSchema),
    groups: Type.Optional(
      Type.Record(Type.String(), Type.Union([groupSchema, Type.Null()]), {
        description: 'Groups by name. The group `all` always exists and holds every host.',
      }),
    ),
  },
  { ...closed, title: 'aeon-run inventory' },
);

/** The files in group_vars/ and host_vars/. */
export const varsFileSchema = Type.Record(Type.String(), Type.Any(), {
  propertyNames: varNames,
  description: 'Values for templates and conditions, of the group or host that the file is named for.',
});
