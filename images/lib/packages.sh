# shellcheck shell=bash
# What the host must have. Debian's names; elsewhere the list is printed and the person installs it.

# command and the Debian package it comes from
PREREQUISITES='
jq jq
mmdebstrap mmdebstrap
dpkg-deb dpkg
unshare util-linux
ip iproute2
'

missing_packages() {
  local command package
  while read -r command package; do
    [[ -z $command ]] || command -v "$command" >/dev/null || echo "$package"
  done <<<"$PREREQUISITES"
}

install_packages() {
  local packages
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]})) || return 0
  command -v apt-get >/dev/null || die "please install: ${packages[*]}"
  say "installing ${packages[*]} ..."
  apt-get update -qq >&2 </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends "${packages[@]}" >&2 </dev/null
}
