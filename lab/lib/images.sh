# shellcheck shell=bash
# OCI archives into the cluster's containerd.

# "name digest" per image in an OCI archive; nothing for other formats.
archive_images() {
  tar -xOf "$1" index.json 2>/dev/null |
    jq -r '.manifests[] | "\(.annotations["io.containerd.image.name"] // .annotations["org.opencontainers.image.ref.name"]) \(.digest)"'
}

# True when every image of the archive is there, under its name and with its digest.
loaded() {
  local images have
  images=$(archive_images "$1")
  [[ -n $images ]] || return 1
  have=$("${CTR[@]}" images ls 2>/dev/null | awk 'NR > 1 { print $1, $3 }')
  ! grep -qvxFf <(printf '%s\n' "$have") <<<"$images"
}

load_image() {
  local tar=$1 start=$EPOCHREALTIME
  [[ -r $tar ]] || die "cannot read $tar"
  if loaded "$tar"; then
    say "$(basename "$tar"): already there"
    return 0
  fi
  "${CTR[@]}" images import "$tar" >>"$DATA/logs/images.log" 2>&1 || {
    say "$(basename "$tar"): import failed: $(tail -n 1 "$DATA/logs/images.log")"
    return 1
  }
  say "$(basename "$tar"): loaded ($(since "$start"))"
}
