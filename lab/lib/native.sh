# shellcheck shell=bash
# The native lab: its parts in the order they build on each other, and the whole.

for part in proc cgroup packages tools policy net pki control images node dns forward teardown env; do
  # shellcheck source=/dev/null
  . "$LAB_DIR/lib/$part.sh"
done

COMPONENTS=(etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy coredns kube-router
  forward-api forward-api-in forward-conman forward-conman-in)

# The cluster of our tool set runs, all of it, and answers.
healthy() {
  local component
  [[ -f $RUN/tools && $(<"$RUN/tools") == "$TOOLS_HASH $POLICY_HASH" ]] || return 1
  for component in "${COMPONENTS[@]}"; do alive "$component" || return 1; done
  api_ready && node_ready
}

native_up() {
  need_root
  mkdir -p "$DATA/logs"
  take_lock
  install_packages "$PREREQUISITES" 9>&-
  build_tools
  build_policy_engine
  if healthy; then
    write_native_env
    say "already running"
    return 0
  fi
  if anything_left; then
    say "clearing what is left of an earlier cluster ..."
    tear_down
  fi
  trap 'rc=$?; ((rc == 0)) || { say "not up; stopping what had started (logs: $DATA/logs)"; tear_down; }' EXIT
  start_all
  echo "$TOOLS_HASH $POLICY_HASH" >"$RUN/tools"
  trap - EXIT
  write_native_env
}

start_all() {
  local start=$EPOCHREALTIME
  mkdir -p "$RUN/pids"
  chmod 700 "$RUN"
  cp -r "$LAB_DIR/conf" "$RUN/conf" # the checkout may go away while the cluster runs
  make_cgroups
  make_net
  start_etcd
  make_pki
  start_apiserver
  start_forwards
  start_containerd_surely
  wait_for 60 api_ready || die_of kube-apiserver "the API server does not get ready"
  say "API server ready ($(since "$start"))"
  start_controllers
  start_kubelet
  start_proxy
  start_dns
  wait_for 60 node_ready || die_of kubelet "the node does not get Ready"
  say "node ready ($(since "$start"))"
  start_policy_engine # which asks for its node, once
  wait_for 30 dns_ready || die_of coredns "DNS does not answer at $DNS_IP"
  wait_for 30 policy_ready || die_of kube-router "kube-router writes no rules"
  wait_for 30 kube get serviceaccount default || die_of kube-controller-manager "no default ServiceAccount appears"
  say "up ($(since "$start")): . .lab/env"
}

native_down() {
  need_root
  take_lock
  if anything_left; then
    tear_down
    say "down"
  else
    say "nothing runs"
  fi
  [[ ${1:-} != --purge ]] || rm -rf "$DATA"
  rm -f "$ENV_FILE"
}

native_load() {
  local tar
  alive containerd || die "the lab does not run: lab/up"
  for tar; do load_image "$tar"; done
}
