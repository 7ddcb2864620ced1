#!/bin/sh
# Applies the production overlay and waits until it runs; rolls back what it has changed if it does not.
set -eu
cd "$(dirname "$0")/../.."
namespace=webapp-mq
deployments='gateway waiting-room order-worker database-api payments office recorder delivery audit frontend'
overlay=deploy/overlays/production

# Those that run, as " NAME=REVISION NAME=REVISION ".
revisions() {
  echo " $(kubectl get deployment -n "$namespace" -o \
    'jsonpath={range .items[*]}{.metadata.name}={.metadata.annotations.deployment\.kubernetes\.io/revision} {end}') "
}

revisions=$(revisions)
# A Job can't be changed. They have to run before pods of this version can become ready.
kubectl delete job install install-records -n "$namespace" --ignore-not-found

# New pods may need new rights and tables. New users of Redis are another ConfigMap, with which it starts again;
# the Job makes their passwords. A first deployment has no Redis yet, and one that is not ours is never there.
if [ -n "$(kubectl get statefulset redis -n "$namespace" --ignore-not-found -o name)" ]; then
  kubectl apply -k "$overlay" -l 'app.kubernetes.io/name in (redis, postgres, install, install-records)'
  if ! kubectl rollout status statefulset/redis -n "$namespace" --timeout=5m; then
    echo "Redis does not get ready; taking it back" >&2
    kubectl rollout undo statefulset/redis -n "$namespace"
    exit 1
  fi
fi

kubectl apply -k "$overlay"
for deployment in $deployments; do
  if ! kubectl rollout status "deployment/$deployment" -n "$namespace" --timeout=5m; then
    echo "$deployment does not get ready; taking back what has changed" >&2
    kubectl get pods -n "$namespace" >&2 || true
    changed=
    for now in $(revisions); do
      case $revisions in *" $now "*) ;; *) changed="$changed ${now%=*}" ;; esac
    done
    # shellcheck disable=SC2086 # a list
    [ -z "$changed" ] || sh deploy/ci/roll-back.sh $changed
    exit 1
  fi
done
