# shellcheck shell=bash
# The node: containerd, kubelet and kube-proxy, the first two in one mount namespace of their own, so that every mount of a
# pod disappears with the last process of the node.

CTR=("$BIN/ctr" --address "$CONTAINERD_SOCKET" --namespace k8s.io)

# Folders whose place the node's programs do not let us choose; the node sees the lab's own there.
BORROWED=(/var/lib/cni /var/lib/kubelet /var/log/containers /var/log/pods)

start_containerd() {
  mkdir -p "$DATA/containerd" "$RUN/addresses" "$RUN/shims" "${BORROWED[@]}"
  # shellcheck disable=SC2016 # expanded by the inner shell
  launch containerd "${IN_NET[@]}" unshare --mount --propagation private bash -c '
    set -eu
    own=$1 bin=$2
    shift 2
    for folder; do
      mkdir -p "$own$folder"
      mount --bind "$own$folder" "$folder"
    done
    mount --make-rshared /
    export PATH="$bin:$PATH:/usr/sbin:/sbin"
    exec containerd --config '"$RUN"'/conf/containerd.toml
  ' lab-node "$DATA/node" "$BIN" "${BORROWED[@]}"
}

containerd_ready() { alive containerd && timeout 5 "${CTR[@]}" version; }

# The store of a clean stop is used again (images stay loaded); any other one is thrown away.
STORE_MARK=$DATA/containerd.clean

prepare_store() {
  [[ -f $STORE_MARK && $(<"$STORE_MARK") == "$TOOLS_HASH" ]] || rm -rf "$DATA/containerd"
  rm -f "$STORE_MARK"
}

start_containerd_surely() {
  prepare_store
  start_containerd
  if ! wait_for 15 containerd_ready || ! load_image "$PAUSE_TAR"; then
    say "containerd does not come up with the image store at hand, starting with an empty one"
    stop containerd
    rm -rf "$DATA/containerd"
    start_containerd
    wait_for 20 containerd_ready || die_of containerd "containerd does not answer"
    load_image "$PAUSE_TAR"
  fi
}

start_kubelet() {
  local node
  node=$(pid_of containerd) || die_of containerd "containerd has ended"
  launch kubelet nsenter "--mount=/proc/$node/ns/mnt" "${IN_NET[@]:1}" env "PATH=$BIN:$PATH:/usr/sbin:/sbin" \
    "$BIN/kubelet" --config "$RUN/conf/kubelet.yaml" --kubeconfig "$RUN/kubelet.kubeconfig" \
    --root-dir /var/lib/kubelet --cert-dir "$RUN/pki/kubelet" --hostname-override lab --node-ip "$NODE_IP"
}

start_proxy() {
  launch kube-proxy "${IN_NET[@]}" "$BIN/kube-proxy" --config "$RUN/conf/kube-proxy.yaml"
}

node_ready() {
  [[ $(kube get node lab -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null) == True ]]
}

# Removes every container with its snapshot, so that the next start finds images and nothing else. Needs the kubelet stopped.
empty_store() {
  timeout 20 "${CTR[@]}" tasks ls -q | xargs -r timeout 60 "${CTR[@]}" tasks rm --force &&
    timeout 20 "${CTR[@]}" containers ls -q | xargs -r timeout 60 "${CTR[@]}" containers rm &&
    timeout 20 "${CTR[@]}" sandboxes ls | awk 'NR > 1 { print $1 }' | xargs -r timeout 60 "${CTR[@]}" sandboxes rm --force
} >"$DATA/logs/empty-store.log" 2>&1
