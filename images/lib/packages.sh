# shellcheck shell=bash
# What the host must have: commands, and Debian's packages with them.
PREREQUISITES='
jq jq
mmdebstrap mmdebstrap
dpkg-deb dpkg
unshare util-linux
ip iproute2
openssl openssl
'
