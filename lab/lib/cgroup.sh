# shellcheck shell=bash
# Everything the lab starts, down to the last container, lives below one cgroup. That is the kernel's own record of what is
# ours: whatever a killed run left behind is found there, shims and containers included.

# The mounted hierarchies: one with cgroup v2, one per controller with v1 (and an empty v2 one beside them).
hierarchies() {
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
    echo /sys/fs/cgroup
  else
    awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts | sort -u
  fi
}

# The hierarchy the daemons themselves join; in the others they stay where their caller was.
member_root() {
  if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then echo /sys/fs/cgroup; else echo /sys/fs/cgroup/pids; fi
}

member_file() { echo "$(member_root)/$CGROUP/daemons/cgroup.procs"; }

make_cgroups() {
  local root
  for root in $(hierarchies); do
    mkdir -p "$root/$CGROUP"
    if [[ -f $root/cpuset.cpus ]]; then # v1: a new cpuset starts without CPUs and would take no process
      cat "$root/cpuset.cpus" >"$root/$CGROUP/cpuset.cpus"
      cat "$root/cpuset.mems" >"$root/$CGROUP/cpuset.mems"
    fi
    if [[ $root == /sys/fs/cgroup ]]; then # v2: controllers are handed down one level at a time
      sed 's/\</+/g' "$root/cgroup.controllers" >"$root/cgroup.subtree_control"
      sed 's/\</+/g' "$root/$CGROUP/cgroup.controllers" >"$root/$CGROUP/cgroup.subtree_control"
    fi
  done
  mkdir -p "$(dirname "$(member_file)")"
}

lab_pids() {
  local root
  for root in $(hierarchies); do
    [[ -d $root/$CGROUP ]] && find "$root/$CGROUP" -name cgroup.procs -exec cat {} + 2>/dev/null
  done | sort -un
}

# Kills whatever is left below the cgroup (containers whose shim is gone, shims whose containerd is gone). A frozen cgroup
# would keep its dead alive, so it is thawed first.
kill_cgroup() {
  local pids end=$((SECONDS + 20))
  while pids=$(lab_pids) && [[ -n $pids ]]; do
    ((SECONDS < end)) || die "cannot kill processes in cgroup $CGROUP: ${pids//$'\n'/ }"
    find /sys/fs/cgroup/freezer/"$CGROUP" -name freezer.state -exec sh -c 'echo THAWED >"$1"' _ {} \; 2>/dev/null || true
    # shellcheck disable=SC2086 # one word per pid
    kill -KILL $pids 2>/dev/null || true
    sleep 0.1
  done
}

remove_cgroups() {
  local root
  for root in $(hierarchies); do
    [[ ! -d $root/$CGROUP ]] || find "$root/$CGROUP" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
}
