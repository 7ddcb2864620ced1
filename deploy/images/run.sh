#!/bin/sh
# Becomes Node, with no more rights than a service needs: it reads files and uses the network. To write
# a file, to start a program or to load a native addon is refused, whatever library asks for it.
set -eu

rights='--permission --allow-net --allow-fs-read=*'
# Node reads what it has compiled only where it may write too; the folder is root's and stays as it is.
rights="$rights --allow-fs-write=/app/compile-cache"
# The generator makes its load in threads.
[ ! -d /app/services/workload-generator ] || rights="$rights --allow-worker"

# Node warns of the two rights that it calls new or far-reaching; the log has lines of JSON alone.
quiet='--disable-warning=ExperimentalWarning --disable-warning=SecurityWarning'

# The star is Node's.
set -f
# shellcheck disable=SC2086 -- lists
exec node $rights $quiet "$@"
