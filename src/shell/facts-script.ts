/** The last line that a complete answer has. */
export const factsEnd = 'facts=whole';

/**
 * Prints what a host is, a `name=value` a line, in one round trip and with nothing but what every Linux has: where a
 * program is missing, its line is. Changes nothing. The lab's hosts name a file of their own for the boot id.
 */
export const factsScript = `LC_ALL=C; export LC_ALL; PATH=$PATH:/usr/sbin:/sbin
for f in /etc/os-release /usr/lib/os-release; do
  [ -r "$f" ] || continue
  sed -n 's/^ID=/os=/p; s/^VERSION_ID=/os_version=/p; s/^PRETTY_NAME=/os_name=/p' "$f"; break
done
echo "arch=$(uname -m)"
echo "hostname=$(uname -n)"
echo "kernel=$(uname -r)"
if [ -d /run/systemd/system ]; then echo init=systemd; else echo "init=$(cat /proc/1/comm 2>/dev/null)"; fi
echo "boot_id=$(cat "\${AEON_LAB_BOOT_ID_FILE:-/proc/sys/kernel/random/boot_id}" 2>/dev/null)"
echo "cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c '^processor' /proc/cpuinfo 2>/dev/null)"
sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/memory_kb=\\1/p' /proc/meminfo 2>/dev/null
if a=$(ip -o addr show 2>/dev/null) && [ -n "$a" ]; then
  echo "$a" | sed -n 's/.* inet6\\{0,1\\} \\([^ /]*\\).*/address=\\1/p'
else
  hostname -I 2>/dev/null | tr ' ' '\\n' | sed 's/^/address=/'
fi
echo ${factsEnd}
exit 0`;
