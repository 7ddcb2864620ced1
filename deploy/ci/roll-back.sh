#!/bin/sh
# Rolls Deployments back to their previous version, and waits until it runs:  roll-back.sh [NAME...]
# By default all. The data stays: each version reads what the one before it wrote.
set -eu
namespace=webapp-mq
[ $# -gt 0 ] || set -- gateway waiting-room order-worker database-api payments office recorder delivery audit frontend
for deployment in "$@"; do
  kubectl rollout undo "deployment/$deployment" -n "$namespace" ||
    echo "$deployment has nothing to go back to" >&2
done
for deployment in "$@"; do
  kubectl rollout status "deployment/$deployment" -n "$namespace" --timeout=5m
done
