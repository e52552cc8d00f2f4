# shellcheck shell=bash
# Loads what the chosen kind of lab needs. Every command starts here.

# shellcheck source=lib/base.sh
. "$(dirname "${BASH_SOURCE[0]}")/base.sh"

LAB=${LAB:-native}
case $LAB in
  native | kind | current) . "$LAB_DIR/lib/$LAB.sh" ;;
  *) die "LAB=$LAB: choose native, kind or current" ;;
esac
