# shellcheck shell=bash
# LAB=kind: a cluster named replyard in Docker. conman's NodePort is published on the host's loopback.

# shellcheck source=lib/env.sh
. "$LAB_DIR/lib/env.sh"

KIND_KUBECONFIG=$CHECKOUT/.lab/kubeconfig

kind_up() {
  if ! command -v kind >/dev/null || ! docker info >/dev/null 2>&1; then
    die "LAB=kind needs kind on the PATH and a running Docker"
  fi
  mkdir -p "$CHECKOUT/.lab"
  if kind get clusters 2>/dev/null | grep -qx replyard; then
    kind export kubeconfig --name replyard --kubeconfig "$KIND_KUBECONFIG"
  else
    kind create cluster --name replyard --wait 180s --kubeconfig "$KIND_KUBECONFIG" --config - <<YAML
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    extraPortMappings:
      - { listenAddress: 127.0.0.1, hostPort: $CONMAN_PORT, containerPort: $CONMAN_NODE_PORT }
YAML
  fi
  write_env kind "$KIND_KUBECONFIG"
}

kind_down() {
  kind delete cluster --name replyard
  rm -f "$ENV_FILE" "$KIND_KUBECONFIG"
}

kind_load() {
  local tar
  for tar; do kind load image-archive --name replyard "$tar"; done
}
