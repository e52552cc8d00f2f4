# shellcheck shell=bash
# Root file systems out of Debian packages, fetched from wherever this machine fetches its own.

SUITE=bookworm

# The machine's sources for $SUITE, one line each. Other parties' sources are left out.
debian_sources() {
  local sources
  sources=$(list_sources)
  if [[ -z $sources ]]; then
    apt-get update -qq >&2 </dev/null
    sources=$(list_sources)
  fi
  [[ -n $sources ]] || die "apt knows no Debian $SUITE; images are built on Debian, please add its sources to /etc/apt"
  printf '%s\n' "$sources"
}

list_sources() {
  # shellcheck disable=SC2016
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk -v suite="$SUITE" '$3 == suite || index($3, suite "-") == 1' | sort -u
}

# The lines of a list file, without comments, joined by commas.
joined() { sed -e 's/#.*//' "$@" | xargs -n 1 | sort -u | paste -sd ,; }

# debian_root ROOT VARIANT PACKAGES OPTION...: mmdebstrap, without what nobody reads in a container.
debian_root() {
  local root=$1 variant=$2 packages=$3
  shift 3
  # How the machine's apt fetches (proxies, date checks) holds here too.
  apt-config dump --no-empty --format '%f "%v";%n' Acquire | grep -v IndexTargets >"$root.apt"
  printf 'APT::Install-Recommends "false";\n' >>"$root.apt"
  # shellcheck disable=SC2016
  debian_sources | mmdebstrap --mode=root --format=directory --variant="$variant" --include="$packages" --aptopt="$root.apt" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/lintian/*' \
    "$@" "$SUITE" "$root" -
  rm "$root.apt"
  tidy "$root"
}

# Drops what differs from run to run, and every trace of the machine that built the image.
tidy() {
  local root=$1
  rm -rf "${root:?}"/{dev,run,tmp,var/log,var/tmp,var/cache}/*
  rm -f "$root"/etc/{machine-id,resolv.conf,hostname} "$root"/etc/{passwd,group,shadow,gshadow,subuid,subgid}- \
    "$root"/etc/apt/sources.list "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap \
    "$root"/var/lib/dpkg/*-old "$root"/var/lib/systemd/deb-systemd-helper-enabled/*.dsh-also
}

# date_of_build ROOT MARK: what is newer than the file MARK was made here, not by a package; it gets the one date.
date_of_build() { find "$1" -newer "$2" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" '{}' +; }
