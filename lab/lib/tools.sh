# shellcheck shell=bash
# The binaries: built once per version set, outside the checkout, shared by every checkout of this user.

tools_hash() {
  (cd "$LAB_DIR" && cat go.mod go.sum coredns/*.go pause/pause.c) | sha256sum | cut -c1-12
}

TOOLS_HASH=$(tools_hash)
CACHE=${REPLYARD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/replyard}
TOOLS=$CACHE/lab-$TOOLS_HASH
BIN=$TOOLS/bin
PAUSE_TAR=$TOOLS/pause.tar

module_version() { awk -v m="$1" '$1 == m || $2 == m { for (i = 1; i <= NF; i++) if ($i ~ /^v[0-9]/) { print $i; exit } }' "$LAB_DIR/go.mod"; }

# Builds beside the final place and renames at the end: a killed build leaves no half a tool set.
build_tools() {
  [[ -d $TOOLS ]] && return 0
  command -v go >/dev/null || die "please install Go (1.21 or later fetches the release go.mod asks for): https://go.dev/dl"
  mkdir -p "$CACHE"
  rm -rf "$CACHE"/lab-*.new
  mkdir -p "$TOOLS.new/bin"
  compile "$TOOLS.new/bin"
  mv "$TOOLS.new/bin/server" "$TOOLS.new/bin/etcd" # go install names it after the last element of its path
  build_pause "$TOOLS.new/pause.tar"
  mv "$TOOLS.new" "$TOOLS"
}

compile() {
  local bin=$1 version start=$SECONDS pid next=30 total
  version=$(module_version k8s.io/kubernetes)
  total=$(($(grep -cE '^\s(\S+/cmd/\S+|go\.etcd\.io/etcd/server/v3)$' "$LAB_DIR/go.mod") + 1))
  say "building Kubernetes ${version#v} and $total tools in all (once, ~8 min on 2 cores) ..."
  local minor=${version#v1.} package=k8s.io/component-base/version
  local flags="-s -w -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  (
    cd "$LAB_DIR" || exit
    export CGO_ENABLED=0 GOBIN=$bin GOTOOLCHAIN=auto
    exec go install -trimpath -ldflags "$flags" tool ./coredns
  ) </dev/null >"$DATA/logs/build.log" 2>&1 9>&- &
  pid=$!
  # shellcheck disable=SC2064 # this pid, now
  trap "kill $pid 2>/dev/null || true" EXIT
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS - start >= next)); then
      say "  ... $(find "$bin" -type f | wc -l) of $total linked after $((SECONDS - start)) s"
      next=$((next + 30))
    fi
    sleep 1
  done
  trap - EXIT
  wait "$pid" || die_of build "the Go build failed"
  say "built in $((SECONDS - start)) s"
}

build_pause() {
  local out=$1 work
  work=$(mktemp -d)
  {
    gcc -static -Os -s -Wall -Wextra -o "$work/pause" "$LAB_DIR/pause/pause.c"
    umoci init --layout "$work/oci"
    umoci new --image "$work/oci:1"
    umoci insert --image "$work/oci:1" "$work/pause" /pause
    umoci config --image "$work/oci:1" --config.entrypoint /pause --config.user 65535:65535
    skopeo copy "oci:$work/oci:1" "oci-archive:$out:$PAUSE_IMAGE"
  } >"$DATA/logs/pause.log" 2>&1 || die_of pause "the pause image cannot be built"
  rm -rf "$work"
}
