# shellcheck shell=bash
# One network namespace holds the whole cluster, so nothing of it shows in the host's interfaces, routes or firewall.

# Not `ip netns exec`: that remounts /sys and hides the cgroups.
IN_NET=(nsenter "--net=/run/netns/$NETNS")

make_net() {
  ip netns add "$NETNS"
  local ip=(ip -n "$NETNS")
  "${ip[@]}" link set lo up
  "${ip[@]}" addr add "$WORLD_IP/32" dev lo # something for pods to reach that no private range holds (RFC 5737)
  "${ip[@]}" link add "$BRIDGE" type bridge
  "${ip[@]}" addr add "$NODE_IP/16" dev "$BRIDGE"
  "${ip[@]}" link set "$BRIDGE" up
  "${ip[@]}" route add default dev "$BRIDGE" # gives traffic to Service addresses its source address
  # /proc/sys/net shows the namespace of whoever opens it
  "${IN_NET[@]}" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
}

remove_net() {
  [[ -e /run/netns/$NETNS ]] || return 0
  ip netns delete "$NETNS" 2>/dev/null || rm -f "/run/netns/$NETNS" # after a reboot only an empty file is left
  if rmdir /run/netns 2>/dev/null; then return 0; fi
  # ip made this folder a mount point; with no namespace in it nobody needs that
  if [[ -z $(ls -A /run/netns) ]] && mountpoint -q /run/netns; then umount /run/netns && rmdir /run/netns; fi
}
