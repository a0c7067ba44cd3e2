#!/bin/sh
# Installs an agent that does nothing, below the home directory. `aeon-run demo` ships it to its hosts.
set -eu

role=none release=none
while [ $# -gt 0 ]; do
  case $1 in
    --role) role=$2; shift 2 ;;
    --release) release=$2; shift 2 ;;
    *) echo "install-agent.sh: unknown option $1" >&2; exit 64 ;;
  esac
done

host=$(hostname)
mkdir -p "$HOME/agent"
cd "$HOME/agent"

# What happens in real fleets: one download in ten fails the first time.
case $host in
  *3 | *8)
    if [ "$role" = worker ] && [ ! -e tried ]; then
      : >tried
      echo "install-agent.sh: the mirror closed the connection" >&2
      exit 1
    fi
    ;;
esac

echo "agent $release: unpacking"
sleep "0.$(( ${#host} * 2 + $$ % 5 ))"
echo "agent $release: starting as $role"
printf '%s runs agent %s as %s\n' "$host" "$release" "$role" >state

# Ready from the second look after a boot on: an agent needs its time, too.
cat >ready <<'READY'
#!/bin/sh
[ -e "${TMPDIR:-/tmp}/agent-looked" ] && exit 0
: >"${TMPDIR:-/tmp}/agent-looked"
echo "the agent is starting" >&2
exit 1
READY
chmod 755 ready
echo "agent $release: installed"
