#!/bin/sh
# Installs what the tests need on a machine whose user is not root, where the setup can't do it.
set -eu
apt-get update
RUNLEVEL=1 apt-get install -y --no-install-recommends \
  redis-server nginx libnginx-mod-http-brotli-static chromium-browser faketime prometheus rsync
# The packages start servers of their own.
systemctl stop redis-server nginx prometheus
