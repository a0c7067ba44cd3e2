import type { Host } from './host.ts';

/** One line a host: its name, who logs in where, and its groups. */
export function hostTable(hosts: readonly Host[]): string[] {
  const rows = hosts.map(({ name, settings: { user, address, port }, groups }) => ({
    name,
    login: `${user}@${address}${port === 22 ? '' : `:${port}`}`,
    groups: groups.filter((group) => group !== 'all').join(', '),
  }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const loginWidth = Math.max(...rows.map(({ login }) => login.length));
  return rows.map(({ name, login, groups }) =>
    `${name.padEnd(nameWidth)}  ${login.padEnd(loginWidth)}  ${groups}`.trimEnd(),
  );
}
