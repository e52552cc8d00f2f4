# shellcheck shell=bash
# The way down, the same for a healthy cluster, for what a killed run left, and for what another checkout started. Every
# step copes with there being nothing to do.

# Clients before servers. Starting while an old one still holds its port is the classic failure, so each is waited for.
STOP_ORDER=(forward-conman forward-conman-in kubelet kube-scheduler kube-controller-manager kube-proxy coredns kube-router
  forward-api forward-api-in kube-apiserver etcd)

tear_down() {
  local component clean=false
  rm -f "$RUN/tools"
  for component in "${STOP_ORDER[@]}"; do stop "$component"; done
  if alive containerd && empty_store; then clean=true; fi
  stop containerd
  kill_cgroup # shims, and containers that lost theirs; with the last of them go all mounts of the node
  remove_cgroups
  remove_net
  rm -rf "$RUN" "$DATA/etcd" "$DATA/node"
  if $clean; then echo "$TOOLS_HASH" >"$STORE_MARK"; fi
  rmdir --ignore-fail-on-non-empty "${BORROWED[@]}" 2>/dev/null || true
}

anything_left() { [[ -d $RUN || -e /run/netns/$NETNS || -n $(lab_pids) ]]; }
