# shellcheck shell=bash
# How long a bare pod takes from create to Ready, one after the other, as one watch sees it. No kubectl in the measured
# path: its start alone would cost more than the API call.

# measure NAMESPACE COUNT. The caller provides pod and cleanup.
measure() {
  local space=$1 count=$2 work i name begun ready times=()
  work=$(mktemp -d)
  kubectl proxy --unix-socket "$work/api" >/dev/null 2>&1 &
  local proxy=$!
  # shellcheck disable=SC2064 # these values, now; ending the proxy ends the watch, too
  trap "kill $proxy 2>/dev/null || true; rm -rf '$work'; cleanup" EXIT
  wait_for 10 test -S "$work/api" || die "kubectl proxy does not start"
  local call=(curl -sf --unix-socket "$work/api") url=http://localhost/api/v1/namespaces/$space/pods

  mkfifo "$work/seen"
  "${call[@]}" -N "$url?watch=1&labelSelector=yardstick" |
    jq --unbuffered -r 'select(.type != "DELETED") | select(any(.object.status.conditions[]?; .type == "Ready" and .status == "True"))
                        | "\(.object.metadata.name) \(now)"' >"$work/seen" &
  exec 4<"$work/seen"

  for ((i = 1; i <= count; i++)); do
    pod "bare-$i" | jq -c '.metadata.labels = {yardstick: ""}' >"$work/pod.json"
    begun=$EPOCHREALTIME
    "${call[@]}" -o /dev/null -H 'Content-Type: application/json' --data-binary "@$work/pod.json" "$url" ||
      die "pod bare-$i cannot be created"
    name=
    until [[ $name == "bare-$i" ]]; do
      read -r -t 60 name ready <&4 || die "pod bare-$i does not get Ready within 60 s"
    done
    times+=("$(awk -v a="$begun" -v b="$ready" 'BEGIN { printf "%.3f", b - a }')")
  done

  exec 4<&-
  printf '%s\n' "${times[@]}" | sort -n | awk '
    { t[NR] = $1 }
    END {
      printf "lab: bare pod, create to Ready, one at a time (n = %d): p50 %.3f s, p95 %.3f s, max %.3f s\n",
        NR, t[int((NR + 1) / 2)], t[int(NR * 0.95 + 0.5)], t[NR]
    }'
}
