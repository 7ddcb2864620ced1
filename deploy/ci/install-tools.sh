#!/bin/sh
# Installs what the tests need on a machine where the user is not root, so that the setup can't.
set -eu
apt-get update
RUNLEVEL=1 apt-get install -y --no-install-recommends \
  redis-server nginx libnginx-mod-http-brotli-static chromium-browser faketime prometheus rsync \
  shellcheck
# The packages would start their own servers.
systemctl stop redis-server nginx prometheus
