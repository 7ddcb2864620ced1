#!/bin/sh
# Part of start.sh: prints how many cores nginx may use, at least 1. `nproc` counts those of the whole
# machine; the limit of a container is in its control group, of version 2 or 1. A part of a core
# counts as one: the workers of nginx share it by turns.
#   sh cores.sh [/sys/fs/cgroup]
groups=${1:-/sys/fs/cgroup}

# cores_of QUOTA PERIOD: the limit in whole cores; nothing when there is none.
cores_of() {
  case $1 in '' | *[!0-9]* | 0) return ;; esac
  echo "$((($1 + $2 - 1) / $2))"
}

limit=''
if [ -r "$groups/cpu.max" ]; then
  read -r quota period <"$groups/cpu.max"
  limit=$(cores_of "$quota" "$period")
elif [ -r "$groups/cpu/cpu.cfs_quota_us" ]; then
  read -r quota <"$groups/cpu/cpu.cfs_quota_us"
  read -r period <"$groups/cpu/cpu.cfs_period_us"
  limit=$(cores_of "$quota" "$period")
fi
cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
if [ -n "$limit" ] && [ "$limit" -lt "$cores" ]; then cores=$limit; fi
echo "$cores"
