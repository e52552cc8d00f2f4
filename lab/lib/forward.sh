# shellcheck shell=bash
# Loopback of the host -> UNIX socket -> the cluster's namespace. Files cross namespaces, packets do not.

# forward NAME HOST-PORT TARGET-ADDRESS TARGET-PORT. The backlog lets a burst of connections wait instead of being refused.
forward() {
  local name=$1 port=$2 target=$3 target_port=$4 socket=$RUN/$1.sock
  rm -f "$socket"
  launch "forward-$name-in" "${IN_NET[@]}" socat \
    "UNIX-LISTEN:$socket,fork,backlog=4096,mode=600" "TCP:$target:$target_port,nodelay"
  launch "forward-$name" socat \
    "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr,backlog=4096,nodelay" "UNIX-CONNECT:$socket"
}

start_forwards() {
  forward api "$API_PORT" 127.0.0.1 "$API_PORT"
  forward conman "$CONMAN_PORT" "$NODE_IP" "$CONMAN_NODE_PORT"
}
