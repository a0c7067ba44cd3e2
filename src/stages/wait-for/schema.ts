import { type Static, Type } from 'typebox';
import { duration, positiveDuration, shellText, templateText } from '../../document/schema/blocks.ts';

export const defaults = { timeout: '5m', interval: '2s', status: 200 } as const;

const status = Type.Integer({ minimum: 100, maximum: 599 });

/** Exactly one of `port`, `file`, `http` and `command`: see target.ts. */
export const waitForSchema = Type.Object(
  {
    port: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 65_535 }), templateText()], {
        description: 'A TCP port of the host that has to be open.',
        examples: [80, '{{port}}'],
      }),
    ),
    from: Type.Optional(
      Type.Enum(['controller', 'host'], {
        default: 'controller',
        description:
          'From where the port is looked at: this machine connects to it at the address of the host, or the host itself is asked whether anything listens there.',
      }),
    ),
    file: Type.Optional(
      templateText({ description: 'A path on the host.', examples: ['/run/agent/ready', '~/done'] }),
    ),
    state: Type.Optional(
      Type.Enum(['present', 'absent'], {
        default: 'present',
        description: 'Whether the file has to be there or gone.',
      }),
    ),
    http: Type.Optional(
      templateText({
        description: 'A URL that the host itself asks for, with curl or wget. Redirects are not followed.',
        examples: ['http://{{host.address}}:8080/health'],
      }),
    ),
    status: Type.Optional(
      Type.Union([status, Type.Array(status, { minItems: 1 })], {
        default: defaults.status,
        description: 'The HTTP status that counts as good, or several of them.',
        examples: [200, [200, 204]],
      }),
    ),
    command: Type.Optional(
      shellText({
        description:
          'Shell text that ends with exit code 0 on the host when it is as wished. It is run again and again, so it should only look.',
        examples: ['systemctl is-active agent'],
      }),
    ),
    timeout: Type.Optional(positiveDuration({ description: 'How long to wait.', default: defaults.timeout })),
    interval: Type.Optional(
      duration({ description: 'The pause between two tries.', default: defaults.interval }),
    ),
  },
  { additionalProperties: false },
);

export type WaitForArgs = Static<typeof waitForSchema>;
