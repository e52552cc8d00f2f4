# shellcheck shell=bash
# One layer of an image: a folder with layer.tar, its digest, and the key of the inputs it was made from.

# One hash over the names and contents of files and folders.
fingerprint() {
  local path
  for path in "$@"; do
    (cd "$(dirname "$path")" && find "$(basename "$path")" -type f -print0 | sort -z | xargs -0 sha256sum)
  done | key_of_input
}

key_of_input() { sha256sum | cut -d ' ' -f 1; }

key() { printf '%s\n' "$@" | key_of_input; }

# layer FOLDER KEY LABEL COMMAND...: adds the layer in FOLDER to LAYERS. Unless it was made from the same KEY before, COMMAND makes
# it: it is called with a work folder and either fills root/ in it or leaves a layer.tar of its own.
layer() {
  local folder=$1 key=$2 label=$3 start=$EPOCHREALTIME
  shift 3
  LAYERS+=("$folder")
  if [[ -f $folder/key && $(<"$folder/key") == "$key" ]]; then
    return 0
  fi
  say "$label ..."
  WORK=$folder.$$
  rm -rf --one-file-system "$WORK"
  mkdir -p "$WORK/root"
  "$@" "$WORK" >"$WORK/log" 2>&1
  [[ -f $WORK/layer.tar ]] || pack "$WORK"
  key_of_input <"$WORK/layer.tar" >"$WORK/digest"
  rm -rf --one-file-system "$WORK/root" "$WORK/log"
  echo "$key" >"$WORK/key"
  rm -rf "$folder"
  mv "$WORK" "$folder"
  WORK=
  say "$label: $(du -m --apparent-size "$folder/layer.tar" | cut -f 1) MB in $(since "$start")"
}

# Layers that take long to make and depend on few inputs; every checkout shares them.
cached_layer() {
  local key=$1
  layer "$CACHE/$key" "$@"
}

# pack WORK [LIST]: root/ of a work folder (or what the file LIST names in it) as a layer.tar that depends on nothing else.
pack() {
  local work=$1 list=${2:-$1/list}
  [[ -f $list ]] || (cd "$work/root" && find . -mindepth 1 -printf '%P\n') | sort >"$list"
  tar --create --file "$work/layer.tar" --directory "$work/root" --format gnu --numeric-owner --no-recursion --files-from "$list"
  rm -f "$list"
}

# Gives files the one date.
settle() { find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" '{}' +; }
