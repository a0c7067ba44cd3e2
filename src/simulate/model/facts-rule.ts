import { type Static, Type } from 'typebox';
import { factFields } from '../../result/facts.ts';

const closed = { additionalProperties: false };

function word(name: 'os' | 'os_version' | 'arch' | 'hostname' | 'kernel' | 'init') {
  return Type.Optional(
    Type.String({
      pattern: '^[\\w.+~:-]{1,100}$',
      'x-form': 'a word',
      description: factFields[name].meaning,
      examples: [factFields[name].example],
    }),
  );
}

function whole(name: 'cpus' | 'memory_mb') {
  return Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 999_999,
      description: factFields[name].meaning,
      examples: [Number(factFields[name].example)],
    }),
  );
}

/** What a host says of itself; its boot id is its own affair. */
export const factsRule = Type.Object(
  {
    os: word('os'),
    os_version: word('os_version'),
    os_name: Type.Optional(Type.String({ pattern: '^[^\\n]*$', description: factFields.os_name.meaning })),
    arch: word('arch'),
    hostname: word('hostname'),
    kernel: word('kernel'),
    init: word('init'),
    cpus: whole('cpus'),
    memory_mb: whole('memory_mb'),
    addresses: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: factFields.addresses.meaning }),
    ),
  },
  {
    ...closed,
    description: 'Its facts; the others are those of a small machine with Debian.',
    examples: [{ os: 'ubuntu', arch: 'x86_64', memory_mb: 512 }],
  },
);

export type FactsRule = Static<typeof factsRule>;
