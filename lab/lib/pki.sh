# shellcheck shell=bash
# One CA, one short-lived certificate per component, kubeconfigs around them. Made anew at every start.

PKI=$RUN/pki

# issue NAME SUBJECT [SUBJECT-ALT-NAMES]
issue() {
  local name=$1 subject=$2 names=${3:-}
  openssl req -new -newkey rsa:2048 -nodes -subj "$subject" \
    -keyout "$PKI/$name.key" -out "$PKI/$name.csr"
  openssl x509 -req -in "$PKI/$name.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -days 365 -out "$PKI/$name.crt" \
    -extfile <(printf 'keyUsage=digitalSignature\nextendedKeyUsage=clientAuth,serverAuth\n%s\n' "${names:+subjectAltName=$names}")
  rm "$PKI/$name.csr"
}

make_pki() {
  mkdir -p "$PKI"
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj /CN=replyard-lab \
      -addext keyUsage=keyCertSign,digitalSignature -keyout "$PKI/ca.key" -out "$PKI/ca.crt"
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$PKI/accounts.key"
    openssl pkey -in "$PKI/accounts.key" -pubout -out "$PKI/accounts.pub"
    issue apiserver /CN=kube-apiserver "IP:127.0.0.1,IP:$NODE_IP,IP:10.96.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
    issue apiserver-kubelet /O=system:masters/CN=apiserver-kubelet
    issue admin /O=system:masters/CN=lab-admin
    issue controller-manager /CN=system:kube-controller-manager
    issue scheduler /CN=system:kube-scheduler
    issue proxy /CN=system:kube-proxy
    issue dns /CN=system:coredns
    issue policy /CN=system:kube-router
    issue kubelet /O=system:nodes/CN=system:node:lab
  } >"$DATA/logs/pki.log" 2>&1 </dev/null || die_of pki "openssl failed"
  local name
  for name in controller-manager scheduler proxy dns policy kubelet; do
    write_kubeconfig "$name" "$RUN/$name.kubeconfig"
  done
  write_kubeconfig admin "$KUBECONFIG_FILE"
}

write_kubeconfig() {
  local name=$1 file=$2
  cat >"$file" <<YAML
apiVersion: v1
kind: Config
current-context: replyard-lab
clusters:
  - name: replyard-lab
    cluster:
      server: $API_URL
      certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")
contexts:
  - name: replyard-lab
    context: { cluster: replyard-lab, user: $name }
users:
  - name: $name
    user:
      client-certificate-data: $(base64 -w0 <"$PKI/$name.crt")
      client-key-data: $(base64 -w0 <"$PKI/$name.key")
YAML
}
