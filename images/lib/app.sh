# shellcheck shell=bash
# operator and conman: the C library, a Java run-time, the libraries, the program and its AOT cache, a layer each. The first two are
# shared.

# app NAME: the image of the Quarkus module NAME, which must be packaged.
app() {
  local name=$1 built=$CHECKOUT/$1/target/quarkus-app
  [[ -f $built/quarkus-run.jar ]] || die "$name is not packaged: mvn -pl $name -am package -DskipTests"
  cached_layer "$(key "$SUITE" "$(fingerprint "$IMAGES/java-base/packages" "$IMAGES/lib/app.sh" "$IMAGES/lib/debian.sh")")" \
    "java-base: C library" base_root
  cached_layer "$(key "$(jdk_key)" "$(fingerprint "$IMAGES/java-base/modules" "$IMAGES/lib/app.sh")")" \
    "java-base: Java run-time" base_java
  layer "$TARGET/layers/$name-lib" "$(fingerprint "$built/lib")" "$name: libraries" app_files "$built" lib
  layer "$TARGET/layers/$name-app" "$(fingerprint "$built"/{app,quarkus,quarkus-run.jar})" "$name: program" \
    app_files "$built" app quarkus quarkus-run.jar
  local -a parts=("${LAYERS[@]}")
  layer "$TARGET/layers/$name-aot" "$(key "$(digests "${parts[@]}")" "$(fingerprint "$IMAGES/app" "$IMAGES/$name/image.json")")" \
    "$name: AOT cache" app_aot "$name" "${parts[@]}"
  archive "$name" "$IMAGES/$name/image.json"
}

base_root() {
  local work=$1 root=$1/root
  mkdir "$work/debs"
  (
    cd "$work/debs" || exit
    # Names and versions as the machine's apt sees them.
    debian_sources >/dev/null
    xargs -d , apt-get -o APT::Sandbox::User=root download < <(joined "$IMAGES/java-base/packages" | tr -d '\n')
    find . -name '*.deb' -exec dpkg-deb --extract '{}' "$root" \;
  )
  rm -rf "$work/debs" "$root"/usr/share/{doc-base,lintian,man,locale} "$root"/usr/lib/*/gconv
  find "$root/usr/share/doc" -type f ! -name copyright -delete
  mkdir -p "$root"/etc/ssl/certs "$root"/{proc,sys,dev}
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  install -d -m 1777 "$root/tmp"
  printf 'root:x:0:0:root:/:/sbin/nologin\nreplyard:x:1000:1000:Replyard:/tmp:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\nreplyard:x:1000:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  settle "$root"
}

base_java() {
  jlink_runtime "$IMAGES/java-base/modules" "$1/root/opt/java"
  share_classes "$1/root/opt/java"
  settle "$1/root"
}

# app_aot NAME LAYER... WORK: as for pid1, the cache is good only for these very files, so the program is started from them.
app_aot() {
  local name=$1 work=${*: -1} layer
  mkdir "$work/image"
  for layer in "${@:2:$#-2}"; do
    tar --extract --file "$layer/layer.tar" --directory "$work/image" --numeric-owner
  done
  unshare --mount --net --pid --fork --kill-child --propagation private "$IMAGES/app/train" "$work/image" "$name"
  install -D --mode 644 "$work/image/app/app.aot" "$work/root/app/app.aot"
  settle "$work/root"
  rm -rf "$work/image"
}

# app_files BUILT NAME... WORK
app_files() {
  local built=$1 work=${*: -1} app=${*: -1}/root/app
  mkdir -p "$app"
  (cd "$built" && cp -r "${@:2:$#-2}" "$app")
  chmod -R u=rwX,go=rX "$app"
  settle "$work/root"
}
