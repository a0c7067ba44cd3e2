/** What stands before the random part in the name of a file that comes from a host and is not whole yet. */
export const fetchedPrefix = '.aeon-fetch-';

/**
 * Names of what we write beside its place, on this machine or on a host: a process that was killed may leave one behind, and
 * nobody means it when he names the directory.
 */
export const temporaryName = /^\.aeon-(?:fetch-|upload-|script-)?[0-9a-f]{16,}$/;
