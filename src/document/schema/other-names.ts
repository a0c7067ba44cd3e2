/** What other tools call a key, and what it may be called here, the likeliest first. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  ansible_host: ['address'],
  ansible_password: ['password'],
  ansible_port: ['port'],
  ansible_ssh_host: ['address'],
  ansible_ssh_pass: ['password'],
  ansible_ssh_port: ['port'],
  ansible_ssh_private_key_file: ['key'],
  ansible_ssh_user: ['user'],
  ansible_user: ['user'],
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
