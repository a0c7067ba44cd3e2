/** What other tools call a key, and what it may be called here, the likeliest first. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  bastion: ['jump'],
  cmd: ['command'],
  condition: ['that', 'when'],
  cwd: ['chdir'],
  destination: ['dest'],
  duration: ['time', 'timeout'],
  environment: ['env'],
  file: ['src'],
  gateway: ['jump'],
  host: ['address', 'hosts'],
  hostname: ['address'],
  identity_file: ['key'],
  ip: ['address'],
  login: ['user'],
  msg: ['message'],
  pass: ['password'],
  path: ['src', 'dest'],
  private_key: ['key'],
  proxy_jump: ['jump'],
  prompt: ['confirm'],
  run: ['command'],
  seconds: ['time'],
  ssh_key: ['key'],
  target: ['dest'],
  tests: ['cases'],
  username: ['user'],
  variables: ['vars'],
  working_directory: ['chdir'],
  workdir: ['chdir'],
};

/** The key among `known` that people mean who write `key`. */
export function nameHere(key: string, known: readonly string[]): string | undefined {
  const names = Object.hasOwn(otherNames, key) ? otherNames[key] : undefined;
  return names?.find((name) => known.includes(name));
}
