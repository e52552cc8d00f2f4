# shellcheck shell=bash
# Layers and settings to an OCI archive, one file that `ctr image import` and `skopeo copy` take.
# Layers stay uncompressed: imports are quicker, and a push compresses them anyway.

# archive NAME SETTINGS: $TARGET/NAME.tar out of LAYERS; SETTINGS is a file with the "config" object of the OCI image specification.
archive() {
  local name=$1 settings=$2 reference=$REGISTRY/replyard/$1:$TAG
  local out=$TARGET/$name.tar config manifest id
  config=$(image_config "$settings")
  manifest=$(image_manifest "$config")
  id=$(key "$reference" "$manifest")
  if [[ -f $out && -f $TARGET/$name.id && $(<"$TARGET/$name.id") == "$id" ]]; then
    say "$reference: up to date"
    return 0
  fi
  rm -f "$TARGET/$name.id"
  WORK=$TARGET/$name.$$
  mkdir -p "$WORK/root/blobs/sha256"
  write_blobs "$WORK/root" "$config" "$manifest"
  image_index "$reference" "$manifest" >"$WORK/root/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$WORK/root/oci-layout"
  settle "$WORK/root"
  pack "$WORK"
  mv "$WORK/layer.tar" "$out"
  rm -rf "$WORK"
  WORK=
  echo "$id" >"$TARGET/$name.id"
  say "$reference: $(du -m --apparent-size "$out" | cut -f 1) MB, ${out#"$CHECKOUT"/}"
}

# digests LAYER...
digests() { local layer && for layer in "$@"; do cat "$layer/digest"; done; }

image_config() {
  digests "${LAYERS[@]}" | jq -Rcn --slurpfile settings "$1" --arg arch "$(dpkg --print-architecture)" --arg version "$TAG" '{
      created: (env.SOURCE_DATE_EPOCH | tonumber | todate),
      architecture: $arch,
      os: "linux",
      config: ($settings[0] | .Labels += {
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.version": $version
      }),
      rootfs: {type: "layers", diff_ids: [inputs | "sha256:" + .]}
    }'
}

image_manifest() {
  local layer
  for layer in "${LAYERS[@]}"; do
    echo "$(<"$layer/digest") $(stat --format %s "$layer/layer.tar")"
  done | jq -Rcn --arg config "$(printf %s "$1" | key_of_input)" --argjson size "$(printf %s "$1" | wc -c)" '{
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: ("sha256:" + $config), size: $size},
      layers: [inputs / " " | {mediaType: "application/vnd.oci.image.layer.v1.tar", digest: ("sha256:" + .[0]), size: (.[1] | tonumber)}]
    }'
}

# containerd reads the first name, skopeo the second one.
image_index() {
  jq -cn --arg reference "$1" --arg manifest "$(printf %s "$2" | key_of_input)" --argjson size "$(printf %s "$2" | wc -c)" '{
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [{
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: ("sha256:" + $manifest),
        size: $size,
        annotations: {"io.containerd.image.name": $reference, "org.opencontainers.image.ref.name": $reference}
      }]
    }'
}

write_blobs() {
  local root=$1 layer text
  for layer in "${LAYERS[@]}"; do
    cp --reflink=auto "$layer/layer.tar" "$root/blobs/sha256/$(<"$layer/digest")"
  done
  for text in "$2" "$3"; do
    printf %s "$text" >"$root/blobs/sha256/$(printf %s "$text" | key_of_input)"
  done
}
