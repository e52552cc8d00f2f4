# shellcheck shell=bash
# Java run-times with only the modules that are needed.

# jlink_runtime MODULES DESTINATION OPTION...: a run-time with the modules listed in the file MODULES.
jlink_runtime() {
  local modules=$1 destination=$2
  shift 2
  mkdir -p "$(dirname "$destination")"
  "$(jdk)/bin/jlink" --add-modules "$(joined "$modules")" --no-header-files --no-man-pages "$@" --output "$destination"
}

# share_classes RUNTIME: the JDK's own classes ready to map. With a heap and collector of our choice, not what this machine's size suggests.
share_classes() { "$1/bin/java" -Xshare:dump -XX:+UseG1GC -Xms128m -Xmx128m -Xlog:cds=warning; }

jdk() { "$CHECKOUT/build/jdk"; }

# Changes with the JDK.
jdk_key() { fingerprint "$(jdk)/release" "$IMAGES/lib/java.sh"; }
