#!/bin/sh
# Puts a snapshot in place of the data of the shop.
set -eu

usage() {
  cat <<'HELP'
Replaces all data of the shop with those of a backup. Orders placed since the backup are lost.
The shop answers 503 until it is done.

deploy/scripts/restore.sh FILE
  FILE of deploy/scripts/backup.sh; if FILE.customer-key is there too, the shop gets that key

NAMESPACE  where Onsale runs; default: webapp-mq
HELP
}

case ${1:---help} in
  --help)
    usage
    exit $(($# == 0 ? 2 : 0))
    ;;
esac
[ $# -eq 1 ] || {
  usage >&2
  exit 2
}
file=$1
namespace=${NAMESPACE:-webapp-mq}
if [ "$(head -c 5 "$file")" != REDIS ]; then
  echo "$file is not a snapshot of Redis" >&2
  exit 2
fi

# All that write, and the audit, which remembers what it has read.
writers='gateway order-worker database-api payments audit workload-generator'

in_redis() {
  kubectl exec -i -n "$namespace" redis-0 -c redis -- "$@"
}
replicas() {
  for name in $writers; do
    kubectl get deployment "$name" -n "$namespace" --ignore-not-found \
      -o 'jsonpath={.metadata.name}={.spec.replicas} '
  done
}
# KEDA, where it is, would start workers again. At zero, an autoscaler of Kubernetes is off by itself.
keda() {
  kubectl annotate scaledobject --all -n "$namespace" --overwrite "$1" >/dev/null 2>&1 || true
}

before=$(replicas)
start_writers() {
  for each in $before; do
    kubectl scale deployment "${each%=*}" -n "$namespace" --replicas="${each#*=}" >/dev/null
  done
  keda autoscaling.keda.sh/paused-replicas-
}
trap start_writers EXIT
trap 'exit 130' INT TERM

echo 'stopping everything that writes'
keda autoscaling.keda.sh/paused-replicas=0
for each in $before; do
  kubectl scale deployment "${each%=*}" -n "$namespace" --replicas=0 >/dev/null
done
# Scaling returns at once, and a gateway goes on accepting orders while it ends.
kubectl wait --for=delete pod -n "$namespace" --timeout=120s \
  -l "app.kubernetes.io/name in ($(echo "$writers" | tr ' ' ','))" >/dev/null

echo "copying $file"
in_redis sh -c 'rm -rf /data/new && mkdir /data/new && cat >/data/new/appendonly.aof.1.base.rdb' <"$file"
size=$(($(wc -c <"$file")))
copied=$(in_redis stat -c %s /data/new/appendonly.aof.1.base.rdb </dev/null)
if [ "$copied" != "$size" ]; then
  in_redis rm -rf /data/new </dev/null
  echo "only $copied of $size bytes arrived; nothing has changed" >&2
  exit 1
fi

# Redis prefers its append-only files to a snapshot, so the snapshot becomes the first of them. The old ones
# stay until the new ones are loaded.
in_redis sh -ec '
  printf "file appendonly.aof.1.base.rdb seq 1 type b\n" >/data/new/appendonly.aof.manifest
  rm -rf /data/old
  mv /data/appendonlydir /data/old
  mv /data/new /data/appendonlydir' </dev/null
if [ -f "$file.customer-key" ]; then
  key=$(base64 <"$file.customer-key" | tr -d '\n')
  kubectl patch secret customers -n "$namespace" -p "{\"data\":{\"customer-key\":\"$key\"}}" >/dev/null
fi

echo 'Redis loads it'
kubectl delete pod redis-0 -n "$namespace" >/dev/null
until kubectl get pod redis-0 -n "$namespace" >/dev/null 2>&1; do sleep 1; done
kubectl wait --for=condition=Ready pod/redis-0 -n "$namespace" --timeout=20m >/dev/null || {
  echo 'Redis does not get ready; its log says why: kubectl logs redis-0 -c redis. The former files are in /data/old' >&2
  exit 1
}
in_redis rm -rf /data/old /data/dump.rdb </dev/null

echo 'starting the shop'
trap - EXIT
start_writers
for each in $before; do
  kubectl rollout status deployment "${each%=*}" -n "$namespace" --timeout=5m >/dev/null
done
echo 'done; now check the books: deploy/scripts/admin.sh audit'
