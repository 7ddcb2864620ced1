#!/bin/sh
# Puts a backup in place of the data of the shop and its records.
set -eu

usage() {
  cat <<'HELP'
Replaces all data of the shop with those of a backup. Orders placed since the backup are lost.
The shop answers 503 until it is done.

deploy/scripts/restore.sh FILE
  FILE of deploy/scripts/backup.sh. If FILE.records is there too, the records in PostgreSQL are replaced with
  it; without it they stay, and the recorder stops the sale if they know of later orders. If
  FILE.customer-key or FILE.ticket-keys is there, the shop gets these keys

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

# All that write, and what remembers what it has read.
writers='gateway waiting-room order-worker database-api payments office recorder delivery audit workload-generator'

in_redis() {
  kubectl exec -i -n "$namespace" redis-0 -c redis -- "$@"
}
in_postgres() {
  kubectl exec -i -n "$namespace" postgres-0 -c postgres -- "$@"
}
# Copies a file into a pod, whole or not at all:  put FILE in_redis PATH
put() {
  "$2" sh -c 'cat >"$0"' "$3" <"$1"
  size=$(($(wc -c <"$1")))
  copied=$("$2" stat -c %s "$3" </dev/null)
  [ "$copied" = "$size" ] || {
    "$2" rm -f "$3" </dev/null
    echo "only $copied of $size bytes of $1 arrived; nothing has changed" >&2
    exit 1
  }
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
in_redis sh -c 'rm -rf /data/new && mkdir /data/new' </dev/null
put "$file" in_redis /data/new/appendonly.aof.1.base.rdb
if [ -f "$file.records" ]; then
  put "$file.records" in_postgres /data/restore.dump
  echo 'PostgreSQL loads its records'
  # The old ones stay until the new ones are there, also when this is interrupted. The roles are not in the dump:
  # install-records has made them.
  in_postgres sh -ec '
    ask() {
      psql --quiet --no-psqlrc --tuples-only --set ON_ERROR_STOP=1 --username onsale --dbname postgres --command "$1"
    }
    put_back() {
      [ -z "$(ask "select 1 from pg_database where datname = \$\$onsale_before\$\$")" ] || {
        ask "drop database if exists onsale with (force)"
        ask "alter database onsale_before rename to onsale"
      }
    }
    put_back
    trap "put_back; rm -f /data/restore.dump" EXIT
    ask "select pg_terminate_backend(pid) from pg_stat_activity where datname = \$\$onsale\$\$" >/dev/null
    ask "alter database onsale rename to onsale_before"
    pg_restore --username onsale --dbname postgres --create --exit-on-error /data/restore.dump
    ask "drop database onsale_before"' </dev/null || {
    echo "PostgreSQL does not take $file.records; nothing has changed" >&2
    exit 1
  }
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
if [ -f "$file.ticket-keys" ]; then
  keys=$(base64 <"$file.ticket-keys" | tr -d '\n')
  kubectl patch secret ticket-keys -n "$namespace" -p "{\"data\":{\"ticket-keys.json\":\"$keys\"}}" >/dev/null
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
