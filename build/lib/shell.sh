# shellcheck shell=bash
# How scripts talk, and what they install. A script sets NAME, the first word of its lines, and may set TELL, the descriptor they go to.

say() { printf '%s: %s\n' "$NAME" "$*" >&"${TELL:-2}"; }

die() {
  say "$*"
  exit 1
}

# Seconds (one decimal, with the unit) since an $EPOCHREALTIME taken earlier.
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }'; }

# missing_packages PREREQUISITES: lines of a command (or file) and the Debian package it comes from; prints the packages.
missing_packages() {
  local thing package
  while read -r thing package; do
    [[ -z $thing || -e $thing ]] || command -v "$thing" >/dev/null || echo "$package"
  done <<<"$1"
}

# install_packages PREREQUISITES: installs what is missing on Debian; elsewhere the person is told.
install_packages() {
  local packages log
  mapfile -t packages < <(PATH=$PATH:/usr/sbin:/sbin missing_packages "$1")
  ((${#packages[@]})) || return 0
  command -v apt-get >/dev/null || die "please install: ${packages[*]}"
  say "installing ${packages[*]} ..."
  log=$(mktemp)
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "apt-get could not install them"
  fi
  rm "$log"
}
