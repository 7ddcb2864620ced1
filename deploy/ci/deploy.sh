#!/bin/sh
# Applies the production overlay and waits until it runs; rolls back what it has changed if it does not.
set -eu
cd "$(dirname "$0")/../.."
namespace=webapp-mq
deployments='gateway order-worker database-api audit frontend'

# Pods wait for a Secret that does not exist, until the rollout is given up. One that this account may not
# read is taken to exist.
missing=
for secret in $(kubectl kustomize deploy/overlays/production |
  sed -n '/^ *secret:$/,/secretName:/s/^ *secretName: //p' | sort -u); do
  found=$(kubectl get secret "$secret" -n "$namespace" --ignore-not-found -o name) || continue
  [ -n "$found" ] || missing="$missing $secret"
done
if [ -n "$missing" ]; then
  echo "these Secrets are missing:$missing; make them: npm run --silent k8s:secrets | kubectl create -f -" >&2
  exit 1
fi

configuration() {
  kubectl get configmap onsale frontend catalog -n "$namespace" --ignore-not-found \
    -o 'jsonpath={.items[*].data}'
}

users() {
  kubectl get configmap redis -n "$namespace" --ignore-not-found -o 'jsonpath={.data}'
}

# Those that run, as " NAME=REVISION NAME=REVISION ".
revisions() {
  echo " $(kubectl get deployment -n "$namespace" -o \
    'jsonpath={range .items[*]}{.metadata.name}={.metadata.annotations.deployment\.kubernetes\.io/revision} {end}') "
}

# Redis reads its users when it starts, and new pods may need new rights. A first deployment has none, and
# neither has a Redis that is not ours.
users=$(users)
if [ -n "$users" ]; then
  kubectl apply -k deploy/overlays/production -l app.kubernetes.io/name=redis
  if [ "$users" != "$(users)" ]; then
    kubectl rollout restart statefulset redis -n "$namespace"
    kubectl rollout status statefulset redis -n "$namespace" --timeout=5m
  fi
fi

before=$(configuration)
revisions=$(revisions)
# A Job can't be changed. It has to run before pods of this version can become ready.
kubectl delete job install -n "$namespace" --ignore-not-found
kubectl apply -k deploy/overlays/production
# Pods read their configuration once, at the start.
if [ -n "$before" ] && [ "$before" != "$(configuration)" ]; then
  # shellcheck disable=SC2086 # a list
  kubectl rollout restart deployment $deployments -n "$namespace"
fi

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

# From now on, an empty Redis is a loss, not a new shop: the install then creates no data.
kubectl get configmap installed -n "$namespace" >/dev/null 2>&1 ||
  kubectl create configmap installed -n "$namespace" --from-literal=DATA_EXISTS=true
