# shellcheck shell=bash
# .lab/env in the checkout: what tests and people source to reach the cluster.

# write_env MODE KUBECONFIG [EXTRA-LINES]
write_env() {
  mkdir -p "$(dirname "$ENV_FILE")"
  cat >"$ENV_FILE.new" <<ENV
# Written by lab/up. Use: . .lab/env
export LAB=$1
export KUBECONFIG=$2
export REPLYARD_URL=ws://localhost:$CONMAN_PORT
export REPLYARD_NAMESPACE=replyard-repls
${3:-}
ENV
  mv "$ENV_FILE.new" "$ENV_FILE"
}

write_native_env() {
  write_env native "$KUBECONFIG_FILE" "export PATH=\"$BIN:\$PATH\"
# Image commands, as in: \$LAB_CTR images import x.tar (lab/load does it and skips what is there)
export LAB_CTR=\"${CTR[*]}\""
}
