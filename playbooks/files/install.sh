#!/bin/sh
# Installs the agent of the examples: install.sh --dir DIR --role ROLE --release RELEASE
set -eu

dir=/opt/agent role='' release=''
while [ $# -gt 0 ]; do
  case $1 in
    --dir) dir=$2 ;;
    --role) role=$2 ;;
    --release) release=$2 ;;
    *) echo "install.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
[ -n "$role" ] && [ -n "$release" ] || { echo 'install.sh: --role and --release are needed' >&2; exit 2; }

mkdir -p "$dir"
printf '%s\n' "$release" >"$dir/release"
printf '%s\n' "$role" >"$dir/role"
echo "installed release $release as $role"
