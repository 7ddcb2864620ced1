#!/bin/sh
# Checks every shell script of the project with ShellCheck. Left out: dash and BusyBox have
# `ulimit -H` (SC3045), and a file that others read needs no first line (SC2148).
set -eu
find . -name '*.sh' ! -path '*/node_modules/*' ! -path './.data/*' \
  -exec shellcheck --external-sources --source-path=SCRIPTDIR --severity=warning \
  --exclude=SC3045,SC2148 {} +
