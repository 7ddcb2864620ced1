#!/bin/sh
# Puts every Deployment back to what it ran before, and waits until it runs. The data stays: every
# version reads what the one before it has written.
set -eu
namespace=webapp-mq
for deployment in gateway order-worker database-api audit workload-generator frontend; do
  kubectl rollout undo "deployment/$deployment" -n "$namespace" ||
    echo "$deployment has nothing to go back to" >&2
done
for deployment in gateway order-worker database-api audit workload-generator frontend; do
  kubectl rollout status "deployment/$deployment" -n "$namespace" --timeout=5m
done
