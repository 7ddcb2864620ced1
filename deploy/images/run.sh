#!/bin/sh
# Starts Node with only the permissions that a service needs: it can read files and use the network. Node
# then refuses to write files, start programs or load native addons, in our code and in every library.
set -eu

permissions='--permission --allow-net --allow-fs-read=*'
# Node reads its compile cache only from a folder that it may write. Root owns this one, so nothing is written.
permissions="$permissions --allow-fs-write=/app/compile-cache"
# The generator makes its load in worker threads.
[ ! -d /app/services/workload-generator ] || permissions="$permissions --allow-worker"
# Delivery draws PDFs in worker threads.
[ ! -d /app/services/delivery ] || permissions="$permissions --allow-worker"
# The office decodes pictures in a process that may do nothing else.
[ ! -d /app/services/office ] || permissions="$permissions --allow-child-process"
# Only the generator has this folder, for the reports of its runs. It may have to be made, and then the path
# alone would not allow files in it.
[ -z "${RUNS_DIR:-}" ] || permissions="$permissions --allow-fs-write=$RUNS_DIR --allow-fs-write=$RUNS_DIR/*"

# The bank, which only laboratories have, syncs its books to disk, and there is no permission for that.
[ ! -d /app/services/bank ] || permissions=

# Node warns about --allow-net and --allow-worker; the log must contain only lines of JSON.
quiet='--disable-warning=ExperimentalWarning --disable-warning=SecurityWarning'

# The asterisk is for Node, not for the shell.
set -f
# shellcheck disable=SC2086 # lists
exec node $permissions $quiet "$@"
