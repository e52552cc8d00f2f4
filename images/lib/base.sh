# shellcheck shell=bash
# Where everything is, and how the scripts talk.

IMAGES=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CHECKOUT=$(dirname "$IMAGES")
TARGET=$IMAGES/target
CACHE=${REPLYARD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/replyard}/images

# The same inputs give the same bytes: one date (the one the root pom.xml gives to jars), one locale, one umask.
export SOURCE_DATE_EPOCH=1767225600 LC_ALL=C TZ=UTC
umask 022

# Work in progress; its log is shown when the script fails, and it never outlives the script.
WORK=

# What a layer's making prints goes to its log, but not what the script says.
exec 3>&2
NAME=images TELL=3
# shellcheck source=build/lib/shell.sh
. "$CHECKOUT/build/lib/shell.sh"

on_exit() {
  local status=$?
  [[ -n $WORK && -d $WORK ]] || return 0
  if ((status)) && [[ -s $WORK/log ]]; then
    say "failed; the last lines of its log:"
    tail -n 20 "$WORK/log" >&3
  fi
  rm -rf --one-file-system "$WORK"
}
trap on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
