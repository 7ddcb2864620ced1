#!/bin/sh
# Saves the data of the shop and the customers' key while it goes on selling.
set -eu

usage() {
  cat <<'HELP'
Takes a snapshot of Redis and copies it here, while the shop goes on selling.

deploy/scripts/backup.sh FILE
  writes FILE, a snapshot (RDB), and FILE.customer-key, by which customers are recognized:
  keep both as safe as the data; deploy/scripts/restore.sh takes both

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
# What it writes is for its owner alone.
umask 077

in_redis() {
  kubectl exec -n "$namespace" redis-0 -c redis -- "$@"
}
password=$(kubectl get secret admin -n "$namespace" -o 'jsonpath={.data.redis-password}' | base64 -d)
ask() {
  in_redis env "REDISCLI_AUTH=$password" redis-cli --user admin "$@"
}
persistence() {
  ask INFO persistence | tr -d '\r' | sed -n "s/^$1://p"
}

trap 'rm -f "$file.partial"' EXIT
trap 'exit 130' INT TERM

# Counted, because LASTSAVE has whole seconds. Scheduled, because Redis may be rewriting its append-only file.
saves=$(persistence rdb_saves)
ask BGSAVE SCHEDULE >/dev/null
until [ "$(persistence rdb_saves)" -gt "$saves" ]; do
  if [ "$(persistence rdb_bgsave_in_progress)" = 0 ] && [ "$(persistence rdb_last_bgsave_status)" != ok ]; then
    echo 'Redis could not write a snapshot; its log says why: kubectl logs redis-0 -c redis' >&2
    exit 1
  fi
  sleep 1
done

size=$(in_redis stat -c %s /data/dump.rdb)
in_redis cat /data/dump.rdb >"$file.partial"
copied=$(($(wc -c <"$file.partial")))
if [ "$copied" != "$size" ]; then
  echo "only $copied of $size bytes arrived; try again" >&2
  exit 1
fi
in_redis rm -f /data/dump.rdb
kubectl get secret customers -n "$namespace" -o 'jsonpath={.data.customer-key}' | base64 -d >"$file.customer-key"
mv "$file.partial" "$file"
echo "$file has $size bytes; $file.customer-key belongs to it"
