# shellcheck shell=bash
# What the host must have. Debian's names; elsewhere the list is printed and the person installs it.

# command (or file) and the Debian package it comes from
PREREQUISITES='
runc runc
/usr/lib/cni/bridge containernetworking-plugins
nft nftables
iptables iptables
conntrack conntrack
ip iproute2
nsenter util-linux
socat socat
umoci umoci
skopeo skopeo
jq jq
curl curl
openssl openssl
gcc gcc
/usr/include/stdio.h libc6-dev
'

missing_packages() {
  local thing package
  while read -r thing package; do
    [[ -z $thing || -e $thing ]] || command -v "$thing" >/dev/null || echo "$package"
  done <<<"$PREREQUISITES"
}

install_packages() {
  local packages
  mapfile -t packages < <(PATH=$PATH:/usr/sbin:/sbin missing_packages)
  ((${#packages[@]})) || return 0
  command -v apt-get >/dev/null || die "please install: ${packages[*]}"
  say "installing ${packages[*]} ..."
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"; } \
    >"$DATA/logs/packages.log" 2>&1 </dev/null 9>&- || die_of packages "apt-get failed"
}
