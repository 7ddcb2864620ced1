#!/bin/sh
# Rolls every Deployment back to its previous version, and waits until it runs. The data stays: each
# version reads what the one before it wrote.
set -eu
namespace=webapp-mq
for deployment in gateway order-worker database-api audit workload-generator frontend; do
  kubectl rollout undo "deployment/$deployment" -n "$namespace" ||
    echo "$deployment has nothing to go back to" >&2
done
for deployment in gateway order-worker database-api audit workload-generator frontend; do
  kubectl rollout status "deployment/$deployment" -n "$namespace" --timeout=5m
done
