# shellcheck shell=bash
# CoreDNS as a process on the node, behind the usual kube-dns Service address.

start_dns() {
  kube apply --server-side -f "$RUN/conf/dns.yaml" >>"$DATA/logs/dns-objects.log" 2>&1 ||
    die_of dns-objects "the DNS Service cannot be created"
  launch coredns "${IN_NET[@]}" "$BIN/coredns" -conf "$RUN/conf/Corefile"
}

# resolve NAME: the IPv4 address the Service answers with, within half a second (callers try again). A hand-made query, since no DNS client is sure to be on the host.
resolve() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  "${IN_NET[@]}" bash -c '
    set -eu
    query="\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
    IFS=. read -ra labels <<<"$2"
    for label in "${labels[@]}"; do query+=$(printf "\\\\x%02x" ${#label})$label; done
    exec 3<>"/dev/udp/$1/53"
    # dd: one write, one datagram (printf would cut it at a label of ten letters, whose length byte is a newline)
    printf "%b" "$query\x00\x00\x01\x00\x01" | dd bs=512 iflag=fullblock 2>/dev/null >&3
    answer=($(timeout 0.5 dd bs=512 count=1 <&3 2>/dev/null | od -An -v -tu1))
    ((${#answer[@]} > 16 && answer[7] > 0)) # answers in the header
    printf "%d.%d.%d.%d\n" "${answer[@]: -4}"
  ' lab-resolve "$DNS_IP" "$1"
}

dns_ready() { [[ $(resolve kubernetes.default.svc.cluster.local) == 10.96.0.1 ]]; }
