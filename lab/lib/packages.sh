# shellcheck shell=bash
# What the host must have: commands (or files), and Debian's packages with them.
PREREQUISITES='
runc runc
/usr/lib/cni/bridge containernetworking-plugins
nft nftables
iptables iptables
ipset ipset
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
