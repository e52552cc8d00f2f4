# shellcheck shell=bash
# kube-router as a process on the node, for NetworkPolicies and nothing else. Its dependencies do not go with Kubernetes' own: a module, and a
# place in the cache, of its own.

POLICY_HASH=$(cd "$LAB_DIR/policy" && cat go.mod go.sum | sha256sum | cut -c1-12)
POLICY=$CACHE/policy-$POLICY_HASH

build_policy_engine() {
  [[ -d $POLICY ]] && return 0
  say "building kube-router (once, ~2 min on 2 cores) ..."
  mkdir -p "$CACHE"
  rm -rf "$CACHE"/policy-*.new
  (
    cd "$LAB_DIR/policy" || exit
    export CGO_ENABLED=0 GOBIN=$POLICY.new GOTOOLCHAIN=auto
    exec go install -trimpath -ldflags "-s -w" tool
  ) </dev/null >"$DATA/logs/build-policy.log" 2>&1 9>&- || die_of build-policy "the Go build failed"
  mv "$POLICY.new" "$POLICY"
}

start_policy_engine() {
  kube apply --server-side -f "$RUN/conf/policy.yaml" >>"$DATA/logs/policy-objects.log" 2>&1 ||
    die_of policy-objects "the rights of kube-router cannot be created"
  launch kube-router "${IN_NET[@]}" env "PATH=$PATH:/usr/sbin:/sbin" "$POLICY/kube-router" \
    --kubeconfig "$RUN/policy.kubeconfig" --hostname-override lab --service-cluster-ip-range 10.96.0.0/16 \
    --run-firewall=true --run-router=false --run-service-proxy=false --run-loadbalancer=false --health-port 0
}

# Its chains are there.
policy_ready() { "${IN_NET[@]}" iptables -S KUBE-ROUTER-FORWARD; }
