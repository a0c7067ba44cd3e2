/** The shells in which every script for hosts is tried, each with its options. `npm test` installs what is missing. */
export const shells: readonly string[][] = [['/bin/dash'], ['/bin/bash', '--posix'], ['/bin/busybox', 'sh']];
