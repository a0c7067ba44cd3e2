import type { Place, Problem } from '../../../document/problem.ts';
import { asData, secretSourceOf } from '../../../secret/secret-value.ts';
import { type BecomeMethod, becomeMethods } from '../../../shell/become/method.ts';
import type { Value, Vars } from '../../host/host.ts';
import type { PartialSettings } from '../../merge/layer.ts';
import { type PathMaker, readSettings, type WrittenSecret, type WrittenSettings } from '../../settings.ts';
import { adviceFor, isMeaningless } from './not-read.ts';
import { isPlainSecret } from './vault.ts';

/** One variable of an Ansible inventory. */
export interface WrittenVariable {
  readonly name: string;
  readonly value: Value;
  place(): Place;
}

/** What the variables of one host or group mean in our terms. */
export interface ReadVariables {
  readonly settings: PartialSettings;
  readonly vars: Vars;
  /** Where each setting and var stands. */
  readonly places: ReadonlyMap<string, () => Place>;
  readonly problems: readonly Problem[];
  /** Of what has no counterpart here, by its name. */
  readonly notRead: readonly NotRead[];
  readonly plainSecret?: Place;
  /** How Ansible reaches it, where that is not SSH. */
  readonly otherConnection?: string;
}

export interface NotRead {
  readonly name: string;
  readonly advice: string;
  place(): Place;
}

type Target =
  | 'address'
  | 'port'
  | 'user'
  | 'password'
  | 'key'
  | 'becomeMethod'
  | 'becomeUser'
  | 'becomePassword';

/** Ansible's "special variables" that say how to connect, with their older names. */
const targets: Readonly<Record<string, Target>> = {
  ansible_host: 'address',
  ansible_ssh_host: 'address',
  ansible_port: 'port',
  ansible_ssh_port: 'port',
  ansible_user: 'user',
  ansible_ssh_user: 'user',
  ansible_password: 'password',
  ansible_ssh_password: 'password',
  ansible_ssh_pass: 'password',
  ansible_private_key_file: 'key',
  ansible_ssh_private_key_file: 'key',
  ansible_become_method: 'becomeMethod',
  ansible_become_user: 'becomeUser',
  ansible_sudo_user: 'becomeUser',
  ansible_become_password: 'becomePassword',
  ansible_become_pass: 'becomePassword',
  ansible_sudo_pass: 'becomePassword',
};

/** The name that a setting has in `Layer.place`. */
const settingKeys: Readonly<Record<Target, string>> = {
  address: 'address',
  port: 'port',
  user: 'user',
  password: 'password',
  key: 'key',
  becomeMethod: 'become',
  becomeUser: 'become',
  becomePassword: 'become',
};

/** The key that says here what a variable says to Ansible; undefined for those that do not say how to connect. */
export function keyInsteadOf(name: string): string | undefined {
  return Object.hasOwn(targets, name) && targets[name] ? settingKeys[targets[name]] : undefined;
}

/** Sorts variables into settings, vars, and what is not read. */
export function readVariables(written: readonly WrittenVariable[], absolute: PathMaker): ReadVariables {
  const values = new Map<Target, WrittenVariable>();
  const vars: Record<string, Value> = {};
  const places = new Map<string, () => Place>();
  const problems: Problem[] = [];
  const notRead: NotRead[] = [];
  let otherConnection: string | undefined;
  for (const variable of written) {
    const { name, value, place } = variable;
    const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
    if (target !== undefined) {
      const problem = unusable(target, variable);
      if (problem === undefined) {
        values.set(target, variable);
        places.set(`settings.${settingKeys[target]}`, place);
      } else problems.push(problem);
    } else if (name === 'ansible_connection') {
      if (!/^(?:ssh|smart|paramiko(?:_ssh)?|ansible\.(?:builtin|netcommon)\.\w*ssh)$/.test(String(value))) {
        otherConnection = String(value);
      }
    } else if (!isMeaningless(name)) {
      const advice = adviceFor(name, value);
      if (advice !== undefined) notRead.push({ name, advice, place });
      if (!name.startsWith('ansible_')) vars[name] = asData(value);
      places.set(name, place);
    }
  }
  const secret = [...values].find(
    ([target, { value }]) => /assword/.test(target) && isPlainSecret(secretOf(value)),
  );
  return {
    settings: readSettings(settingsOf(values), absolute),
    vars,
    places,
    problems,
    notRead,
    ...(secret && { plainSecret: secret[1].place() }),
    ...(otherConnection !== undefined && { otherConnection }),
  };
}

function settingsOf(values: ReadonlyMap<Target, WrittenVariable>): WrittenSettings {
  const text = (target: Target) => {
    const value = values.get(target)?.value;
    return value === undefined ? undefined : String(value);
  };
  const secret = (target: Target) => {
    const value = values.get(target)?.value;
    return value === undefined ? undefined : secretOf(value);
  };
  const [address, port, user, key] = [text('address'), text('port'), text('user'), text('key')];
  const password = secret('password');
  const [becomeUser, becomePassword] = [text('becomeUser'), secret('becomePassword')];
  const becomeMethod = methodOf(text('becomeMethod'));
  const become = {
    ...(becomeMethod !== undefined && { method: becomeMethod }),
    ...(becomeUser !== undefined && { user: becomeUser }),
    ...(becomePassword !== undefined && { password: becomePassword }),
  };
  return {
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port: Number(port) }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(key !== undefined && { key }),
    ...(Object.keys(become).length > 0 && { become }),
  };
}

/** `community.general.doas` is the full name of doas. */
function methodOf(written: string | undefined): BecomeMethod | undefined {
  const name = written?.replace(/^(ansible\.builtin|community\.general)\./, '');
  return becomeMethods.find((method) => method === name);
}

/** `{{ lookup('env', 'NAME') }}` is the one template that we have a word for; in a file `!age` and its like may stand here as well. */
function secretOf(value: Value): WrittenSecret {
  const source = secretSourceOf(value);
  if (source !== undefined) return source;
  const [, env] =
    /^\{\{\s*(?:lookup|query)\(\s*['"]env['"]\s*,\s*['"](\w+)['"]\s*\)\s*\}\}$/.exec(String(value)) ?? [];
  return env === undefined ? String(value) : { env };
}

const ourOwn =
  'Write it as a secret in a YAML inventory of our own: password: { env: NAME }, { file: … } or { command: … }.';

function unusable(target: Target, { name, value, place }: WrittenVariable): Problem | undefined {
  const wrong = (message: string, advice: string): Problem => ({
    code: 'ansible-not-read',
    message,
    advice,
    place: place(),
  });
  if (/assword/.test(target) && secretSourceOf(value) !== undefined) return undefined;
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') {
    const isMap = /assword/.test(target) && typeof value === 'object' && value !== null;
    return wrong(`${name} has to be a text.`, isMap ? ourOwn : 'Write a value, or remove it.');
  }
  if (typeof secretOf(value) === 'string' && /\{\{|\{%/.test(String(value))) {
    const advice = /assword/.test(target) ? ourOwn : 'Write the value itself.';
    return wrong(`${name} is a template of Jinja, which is not read here.`, advice);
  }
  if (target === 'becomeMethod' && methodOf(String(value)) === undefined) {
    return wrong(`${name} is ${value}, which is not known here.`, `There are ${becomeMethods.join(', ')}.`);
  }
  if (target === 'port' && !(/^\d+$/.test(String(value)) && Number(value) >= 1 && Number(value) <= 65_535)) {
    return { ...wrong('The port must be a number from 1 to 65535.', 'Mend it.'), code: 'out-of-range' };
  }
  return undefined;
}
