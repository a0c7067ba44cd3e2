import { dirname, resolve as resolvePath } from 'node:path';
import type { Host } from '../../inventory/host/host.ts';
import { passwordsOf } from '../../inventory/merge/layer.ts';
import { hostList } from '../../plan/hosts/host-list.ts';
import type { Plan } from '../../plan/plan.ts';
import { Masker, mask } from '../../secret/masker.ts';
import { secretResolver } from '../../secret/resolve.ts';
import type { SecretText } from '../../secret/secret-value.ts';
import type { SecretSource } from '../../secret/source.ts';
import { KeyFiles } from '../../transport/ssh/login/key-files.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import type { World } from '../world.ts';
import { defaultKeysOf } from './default-keys.ts';
import { checkKeyFiles } from './key-files.ts';
import { SecretFailures } from './secret-failures.ts';
import { secretIo } from './secret-io.ts';
import { nameOf } from './source-name.ts';

export interface OpenSecrets {
  readonly masker: Masker;
  readonly resolve: (source: SecretSource) => Promise<string>;
  /** Of the logins: decrypted already. */
  readonly keys: KeyFiles;
  /** Of the plan's own secrets. */
  readonly textOf: SecretText;
}

/**
 * Resolves every secret that the plan's hosts need before the first of them is contacted: a missing one is an input
 * error, and each is masked from the first line on.
 * @throws SecretFailure of all that cannot be had
 */
export async function openSecrets(
  world: World,
  plan: Plan,
  { hosts, masker, texts: files }: Pick<LoadedPlan, 'hosts' | 'masker' | 'texts'>,
): Promise<OpenSecrets> {
  const resolve = secretResolver(secretIo(world));
  const failures = new SecretFailures(files);
  const becomes = plan.stages.some((stage) => stage.scope === 'host' && stage.becomeUser !== undefined);
  for (const source of plan.hosts.flatMap((host) => neededBy(host, hosts, becomes))) {
    const text = (await failures.textOf(source, resolve(source))) ?? '';
    // One in plain text was named with its host.
    masker.add(text, 'plain' in source ? undefined : () => nameOf(source, files));
  }
  const texts = new Map<string, string>();
  for (const source of plan.secrets ?? []) {
    const text = (await failures.textOf(source, resolve(besidePlaybook(source, plan)))) ?? '';
    masker.add(text, () => nameOf(source, files));
    texts.set(JSON.stringify(source), text);
  }
  const keys = new KeyFiles();
  const defaultKeys = defaultKeysOf(world);
  await checkKeyFiles(withJumps(plan.hosts, hosts), { failures, resolve, keys, defaultKeys });
  failures.throwIfAny();
  if (masker.tooShort.size > 0) world.stderr.write(tooShort([...masker.tooShort]));
  return { masker, resolve, keys, textOf: (source) => texts.get(JSON.stringify(source)) ?? mask };
}

function tooShort(names: readonly string[]): string {
  const [verb, they] = names.length === 1 ? ['has', 'it is'] : ['have', 'they are'];
  return `${hostList(names)} ${verb} fewer than four characters: ${they} not masked in what is shown and kept, as that would come up everywhere.\n`;
}

/** Files that vars name lie beside the playbook, as all others that it names. */
function besidePlaybook(source: SecretSource, { playbook }: Plan): SecretSource {
  return 'file' in source ? { file: resolvePath(dirname(playbook.path), source.file) } : source;
}

/** The masker of a plan, with those secrets among its vars too that can be known without asking anybody or running anything. */
export function knownSecrets(
  world: World,
  { plan, masker }: { readonly plan: Plan; readonly masker: Masker },
): Masker {
  for (const source of plan.secrets ?? []) if ('env' in source) masker.add(world.env[source.env] ?? '');
  return masker;
}

/** The secrets of hosts that can be known so, masked. */
export function knownSecretsOf(world: World, hosts: ReadonlyMap<string, Host>): Masker {
  const masker = new Masker();
  addKnown(masker, hosts);
  for (const source of [...hosts.values()].flatMap(({ settings }) => passwordsOf(settings))) {
    if ('env' in source) masker.add(world.env[source.env] ?? '');
  }
  return masker;
}

/** What stands in the inventory itself, of hosts that nobody needs too: a command line, or another host, may say it. */
function addKnown(masker: Masker, hosts: ReadonlyMap<string, Host>): void {
  const texts = new Map<string, string>();
  const note = (text: string, name: string) => texts.has(text) || texts.set(text, name);
  for (const host of hosts.values()) {
    const name = `a password of ${host.name}`;
    for (const source of passwordsOf(host.settings)) if ('plain' in source) note(source.plain, name);
    for (const text of host.secretTexts ?? []) note(text, `a secret value of ${host.name}`);
  }
  for (const [text, name] of texts) masker.add(text, () => name);
}

function withJumps(hosts: readonly Host[], all: ReadonlyMap<string, Host>): readonly Host[] {
  const found = new Set(hosts);
  for (const { settings } of found) {
    const jump = settings.jump === undefined ? undefined : all.get(settings.jump);
    if (jump !== undefined) found.add(jump); // It is come to in the same walk.
  }
  return [...found];
}

function neededBy(host: Host, hosts: ReadonlyMap<string, Host>, becomes: boolean): readonly SecretSource[] {
  const { password, passphrase, become, jump } = host.settings;
  const jumpHost = jump === undefined ? undefined : hosts.get(jump);
  return [
    password,
    passphrase,
    becomes ? become?.password : undefined,
    ...(jumpHost === undefined ? [] : neededBy(jumpHost, hosts, false)),
  ].filter((source) => source !== undefined);
}
