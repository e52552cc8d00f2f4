# shellcheck shell=bash
# Daemons: started detached, stopped by record only. A record is "pid start-time boot-id"; the three together name one
# process for ever, so a recycled pid is never taken for ours.

boot_id() { cat /proc/sys/kernel/random/boot_id; }

# Start time of a pid in clock ticks since boot (proc(5), field 22). Nothing for a zombie or when there is no such process.
start_time() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  read -ra fields <<<"${stat##*) }" # the command name may hold spaces and parentheses
  [[ ${fields[0]} == Z ]] || printf '%s' "${fields[19]}"
}

# The live pid of a component, or false.
pid_of() {
  local pid started boot
  [[ -s $RUN/pids/$1 ]] || return 1
  read -r pid started boot <"$RUN/pids/$1" || return 1
  [[ -n $boot && $boot == "$(boot_id)" && $(start_time "$pid") == "$started" ]] || return 1
  printf '%s' "$pid"
}

alive() { pid_of "$1" >/dev/null; }

# launch NAME COMMAND...: in a session of its own, off the caller's terminal, pipes and lock (whoever captures our output
# must see its end). The process joins the lab's cgroup and writes its own record before it becomes the daemon, so at no
# moment does it run unrecorded.
launch() {
  local name=$1
  shift
  # shellcheck disable=SC2016 # expanded by the inner shell, about itself
  setsid bash -c '
    set -eu
    . "$1/lib/base.sh"; . "$1/lib/proc.sh"
    echo $$ >"$2"
    echo "$$ $(start_time $$) $(boot_id)" >"$RUN/pids/$3.new"
    mv "$RUN/pids/$3.new" "$RUN/pids/$3"
    for fd in /proc/$$/fd/*; do
      fd=${fd##*/}
      ((fd <= 2)) || eval "exec $fd>&-"
    done
    cd /
    shift 3
    exec "$@"
  ' "lab-$name" "$LAB_DIR" "$(member_file)" "$name" "$@" \
    </dev/null >"$DATA/logs/$name.log" 2>&1 9>&- &
  disown
}

# stop NAME [SECONDS]: asks, waits, then insists.
stop() {
  local name=$1 grace=${2:-10} pid
  if pid=$(pid_of "$name"); then
    kill -TERM "$pid" 2>/dev/null || true
    if ! wait_for "$grace" gone "$name"; then
      say "$name ignores SIGTERM, killing it"
      kill -KILL "$pid" 2>/dev/null || true
      wait_for 10 gone "$name" || die "$name (pid $pid) cannot be killed"
    fi
  fi
  rm -f "$RUN/pids/$name"
}

gone() { ! alive "$1"; }
