#!/bin/bash
# The first process of a machine that startHosts made, in namespaces of its own. Its root is an overlay of this machine's, so it
# can change any file; /tmp, /home, /root, /var/tmp, /dev, /proc and /run are its own. The overlay and the homes outlive a reboot.
# bash, because it takes in orphans (as an init has to) while it waits for a line.
set -eu
directory=$1
sshd_configs=/etc/ssh/sshd_config
. "${0%/*}/host-words.sh"
# name boot_id address inner_address rate disk_path disk_size disk_is_full
. "$directory/machine.env"

root=$directory/root
mount -t overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" overlay "$root"

hostname "$name"
cp -rp "$directory/etc/." "$root/etc/"
mount --bind "$directory/home" "$root/home"
mount --bind "$directory/home/root" "$root/root"
mount --bind "$directory/var-tmp" "$root/var/tmp"
for command in usr/sbin/reboot usr/sbin/shutdown usr/sbin/halt usr/sbin/poweroff usr/bin/systemctl; do
  rm -f "$root/$command"
  cp "${0%/*}/machine-reboot.sh" "$root/$command"
done
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -m 755 "$root/run/sshd" "$root/run/lock"

# Only harmless devices: no test host may reach the disks of this machine.
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
for node in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"
done
mknod -m 666 "$root/dev/tty" c 5 0
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

mount -t proc proc "$root/proc"
# A write there would reboot this machine.
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind "$root/dev/null" "$root/proc/sysrq-trigger"
mount -t sysfs -o ro sysfs "$root/sys"
echo "$boot_id" >"$root/run/boot_id"
mount --bind "$root/run/boot_id" "$root/proc/sys/kernel/random/boot_id"

if [ -n "$disk_path" ]; then
  mkdir -p "$root$disk_path"
  mount -t tmpfs -o "mode=1777,size=${disk_size}k" tmpfs "$root$disk_path"
  [ -z "$disk_is_full" ] || head -c "${disk_size}k" /dev/zero >"$root$disk_path/filler"
fi

mkdir -p "$root/mnt/old"
pivot_root "$root" "$root/mnt/old"
cd /
umount -l /mnt/old
rmdir /mnt/old

start_network() {
  ip link set lo up
  ip address add "$address/24" dev eth0
  ip link set eth0 up
  [ -z "$rate" ] || tc qdisc add dev eth0 root tbf rate "${rate}kbit" burst 4kb latency 400ms
  [ -z "$inner_address" ] || { ip address add "$inner_address/24" dev eth1; ip link set eth1 up; }
}

obey
