# shellcheck shell=bash
# Where everything is, and how the lab talks. State belongs to the machine, not to a checkout: any checkout can take over
# or clean up what another one started.

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CHECKOUT=$(dirname "$LAB_DIR")
ENV_FILE=$CHECKOUT/.lab/env

# These paths and addresses are also written out in conf/.
RUN=/run/replyard-lab
DATA=/var/lib/replyard-lab
NETNS=replyard-lab
CGROUP=replyard-lab
LOCK=/run/lock/replyard-lab

BRIDGE=yard0
NODE_IP=10.88.0.1
WORLD_IP=203.0.113.1
API_PORT=16443
API_URL=https://127.0.0.1:$API_PORT
DNS_IP=10.96.0.10
CONMAN_PORT=4560
CONMAN_NODE_PORT=30560

KUBECONFIG_FILE=$RUN/kubeconfig
CONTAINERD_SOCKET=$RUN/containerd.sock
PAUSE_IMAGE=localhost/replyard-lab/pause:1

NAME=lab
# shellcheck source=build/lib/shell.sh
. "$CHECKOUT/build/lib/shell.sh"

# The tail of a component's log, then the end: what a person needs to see first when the lab does not start.
die_of() {
  local component=$1
  shift
  say "$*"
  if [[ -s $DATA/logs/$component.log ]]; then
    say "the last lines of $DATA/logs/$component.log:"
    tail -n 20 "$DATA/logs/$component.log" >&2
  fi
  exit 1
}

# wait_for SECONDS COMMAND...: tries five times a second; false when the time is over.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return 1
    sleep 0.2
  done
}

# One up or down at a time on this machine. The descriptor (9) is closed in every daemon, see lib/proc.sh.
take_lock() {
  mkdir -p "$(dirname "$LOCK")"
  exec 9>"$LOCK"
  if ! flock -n 9; then
    say "another lab/up or lab/down is at work, waiting for it ..."
    flock 9
  fi
}

need_root() {
  [[ $(uname -s) == Linux && $EUID -eq 0 ]] ||
    die "the native lab needs root on Linux; elsewhere use LAB=kind or LAB=current"
}
