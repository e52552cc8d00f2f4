# shellcheck shell=bash
# lang-NAME: Debian with the packages of languages/NAME, and pid1. The root of languages/default and pid1's layers are the first of
# all of them, so every language of a node shares their files, on disk and in memory; what makes the others different comes last.

# language NAME: the image lang-NAME.
language() {
  language_layers "$1"
  archive "lang-$1" "$IMAGES/languages/image.json"
}

# For tests only: a Debian without user 1000, home or pid1.
stranger() {
  debian_layer
  layer "$TARGET/layers/stranger" "$(key "$(digests "${LAYERS[@]}")" "$(fingerprint "$IMAGES/lib/language.sh")")" \
    "stranger: nobody's home" forget_runner "${LAYERS[0]}/layer.tar"
  archive stranger "$IMAGES/stranger/image.json"
}

# forget_runner BASE WORK
forget_runner() {
  local base=$1 root=$2/root
  tar --extract --file "$base" --directory "$root" --numeric-owner etc/passwd etc/group etc/shadow etc/gshadow
  sed -i '/^runner:/d' "$root"/etc/{passwd,group,shadow,gshadow}
  mkdir "$root/home"
  touch "$root/home/.wh.runner"
  settle "$root"
}

debian_layer() {
  cached_layer "$(debian_key)" "lang-default: Debian $SUITE" default_root
}

debian_key() { key language "$SUITE" "$(fingerprint "$IMAGES/languages/default" "$IMAGES/lib/debian.sh" "$IMAGES/lib/language.sh")"; }

language_layers() {
  local key
  debian_layer
  runtime_layers
  if [[ $1 != default ]]; then
    key=$(key "$(debian_key)" "$(<"${LAYERS[0]}/digest")" "$(fingerprint "$IMAGES/languages/$1")")
    cached_layer "$key" "lang-$1: its packages" difference "$1" "${LAYERS[0]}/layer.tar"
  fi
}

default_root() {
  local work=$1
  touch "$work/mark"
  # shellcheck disable=SC2016
  debian_root "$work/root" minbase "$(joined "$IMAGES/languages/default/packages")" \
    --customize-hook='chroot "$1" useradd --uid 1000 --user-group --create-home --skel /nonexistent --shell /bin/bash runner'
  date_of_build "$work/root" "$work/mark"
  rm "$work/mark"
}

# difference NAME BASE WORK: what installing NAME's packages on the layer BASE changes, as a layer.
difference() {
  local name=$1 base=$2 work=$3
  touch "$work/mark"
  mkdir "$work/base"
  tar --extract --file "$base" --directory "$work/base" --numeric-owner
  # shellcheck disable=SC2016
  BASE=$base debian_root "$work/root" custom "$(joined "$IMAGES/languages/$name/packages")" \
    --setup-hook='tar --extract --file "$BASE" --directory "$1" --numeric-owner'
  inventory "$work/base" >"$work/before"
  inventory "$work/root" >"$work/after"
  mark_removed "$work"
  comm -13 "$work/before" "$work/after" | cut -f 1 | sort -u - "$work/removed" >"$work/list"
  date_of_build "$work/root" "$work/mark"
  pack "$work"
  rm -rf "$work"/{base,before,after,removed,mark}
}

# Two lines per file: path, type, mode, owner, link target; path, content. Dates do not count.
inventory() {
  (
    cd "$1" || exit
    find . -mindepth 1 -printf '%P\t%y %m %U %G %l\n'
    find . -type f -print0 | xargs -0 sha256sum | sed -E 's#^(\S+)  \./(.*)#\2\t\1#'
  ) | sort
}

# A file that the base has and the new root has not is covered by an empty file with a marked name.
mark_removed() {
  local work=$1 path
  comm -23 <(cut -f 1 "$work/before" | sort -u) <(cut -f 1 "$work/after" | sort -u) | while read -r path; do
    [[ -d $work/root/$(dirname "$path") ]] || continue
    path=$(dirname "$path")/.wh.$(basename "$path")
    touch "$work/root/$path"
    echo "${path#./}"
  done >"$work/removed"
}
