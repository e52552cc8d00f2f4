# shellcheck shell=bash
# LAB=current: the cluster the current kubeconfig points to. Nothing is started or stopped there.

# shellcheck source=lib/env.sh
. "$LAB_DIR/lib/env.sh"

current_up() {
  kubectl version >/dev/null || die "the current kubeconfig reaches no cluster"
  write_env current "${KUBECONFIG:-$HOME/.kube/config}"
  say "using context $(kubectl config current-context); $ENV_FILE expects conman on localhost:$CONMAN_PORT, for instance by kubectl port-forward"
}

current_down() {
  rm -f "$ENV_FILE"
  say "the cluster belongs to you and stays as it is"
}

current_load() {
  local tar
  say "push the images to a registry your cluster pulls from, and name it in the chart's values:"
  for tar; do
    printf '  skopeo copy oci-archive:%s docker://REGISTRY/%s\n' "$tar" "$(basename "$tar" .tar)" >&2
  done
  return 1
}
