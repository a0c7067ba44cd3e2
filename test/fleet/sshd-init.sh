#!/bin/bash
# The first process of a host that startSshd made, in its own mount and process namespaces: /etc and /run are its own.
# bash, because it takes in orphans (as an init has to) while it waits for a line.
set -eu
directory=$1
sshd_configs="$directory/sshd_config.*"
. "${0%/*}/host-words.sh"

mount -t tmpfs -o mode=711 tmpfs "$directory/volatile"
mkdir "$directory/volatile/upper" "$directory/volatile/work"
mount -t overlay -o "lowerdir=/etc,upperdir=$directory/volatile/upper,workdir=$directory/volatile/work" overlay /etc
cp -rp "$directory/etc/." /etc/
# sudo remembers in /run who gave a password; no host may know that of another.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -m 755 /run/sshd /run/lock

obey
