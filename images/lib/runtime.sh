# shellcheck shell=bash
# pid1 and its Java at /opt/replyard. One layer each for what changes seldom (Java, libraries), what changes often (the program) and
# the AOT cache made from all of them. The chart's languages hold them; for any other image Kubernetes mounts that folder of the
# image `runtime`, which has no operating system.

runtime() {
  runtime_layers
  archive runtime "$IMAGES/runtime/image.json"
}

# Adds the four layers to LAYERS.
runtime_layers() {
  local built=$CHECKOUT/runtime/target start=$CHECKOUT/runtime/src/main/image program first=${#LAYERS[@]}
  local -a training=("$built"/test-classes/io/replyard/pid1/{training,client})
  program=$(find "$built" -maxdepth 1 -name 'runtime-*.jar' ! -name '*-sources.jar' ! -name '*-tests.jar' ! -name '*-javadoc.jar' 2>/dev/null)
  [[ -f $program && -d $built/lib && -f ${training[0]}/TrainingRun.class ]] || die "runtime is not packaged: mvn -pl runtime -am package -DskipTests"
  cached_layer "$(key "$(jdk_key)" "$(fingerprint "$IMAGES/runtime/modules" "$IMAGES/lib/runtime.sh")")" \
    "runtime: Java run-time" runtime_java
  layer "$TARGET/layers/runtime-lib" "$(fingerprint "$built/lib" "$IMAGES/lib/runtime.sh")" "runtime: libraries" runtime_files lib "$built"/lib/*.jar
  layer "$TARGET/layers/runtime-app" "$(fingerprint "$program" "$start" "$built/lib" "$IMAGES/lib/runtime.sh")" "runtime: program" \
    runtime_program "$program" "$start" "$built"/lib/*.jar
  local -a parts=("${LAYERS[@]:first}")
  layer "$TARGET/layers/runtime-aot" "$(key "$(digests "${parts[@]}")" "$(fingerprint "${training[@]}" "$IMAGES/runtime/train")")" \
    "runtime: AOT cache" runtime_aot "$built/test-classes" "${parts[@]}"
}

# Without the line numbers of the JDK's own classes, which nobody needs; pid1's stay. Not compressed: that saves 13 MB of disk and
# nothing else, and costs 10 MB of memory whenever the AOT cache cannot be used.
runtime_java() {
  jlink_runtime "$IMAGES/runtime/modules" "$1/root/opt/replyard/jre" --strip-java-debug-attributes
  settle "$1/root"
}

# runtime_files FOLDER FILE... WORK
runtime_files() {
  local work=${*: -1}
  install -D --mode 644 --target-directory "$work/root/opt/replyard/$1" "${@:2:$#-2}"
  settle "$work/root"
}

# runtime_program JAR START LIBRARY... WORK: START is the folder with the launcher and Java's arguments. A wildcard class path would
# have the order of the node's file system; the cache is made for one order.
runtime_program() {
  local program=$1 start=$2 work=${*: -1} class_path
  class_path=$(printf '%s\n' "$program" "${@:3:$#-3}" | sed 's#.*/#/opt/replyard/lib/#' | paste -sd :)
  mkdir -p "$work/root/opt/replyard"
  # What the kubelet mounts its termination message over: in reach of root alone. See ReplPods.
  install -D --mode 600 /dev/null "$work/root/opt/replyard/kubelet/termination-message"
  chmod 700 "$work/root/opt/replyard/kubelet"
  sed "s#^/opt/replyard/lib/\*\$#$class_path#" "$start/java.args" >"$work/root/opt/replyard/java.args"
  gcc -static -Os -s -Wall -Wextra -Werror -o "$work/root/opt/replyard/launch" "$start/launch.c"
  runtime_files lib "$program" "$work"
}

# runtime_aot TEST_CLASSES LAYER... WORK: the cache is good only for this very Java, these jars and flags, and Java does not notice
# other jars. So pid1 is trained in its final place, put together from the layers before.
runtime_aot() {
  local classes=$1 work=${*: -1} layer
  mkdir -p "$work/opt/train"
  for layer in "${@:2:$#-2}"; do
    tar --extract --file "$layer/layer.tar" --directory "$work" --numeric-owner
  done
  cp -r "$classes" "$work/opt/train/classes"
  chown 1000:1000 "$work/opt/train"
  unshare --mount --net --pid --fork --kill-child --propagation private "$IMAGES/runtime/train" "$work/opt"
  install -D --mode 644 "$work/opt/replyard/pid1.aot" "$work/root/opt/replyard/pid1.aot"
  settle "$work/root"
  rm -rf "$work/opt"
}
