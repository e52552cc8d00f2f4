# shellcheck shell=bash
# What the host must have: commands (or files), and Debian's packages with them.
PREREQUISITES='
jq jq
mmdebstrap mmdebstrap
dpkg-deb dpkg
unshare util-linux
ip iproute2
openssl openssl
gcc gcc
/usr/include/stdio.h libc6-dev
'
