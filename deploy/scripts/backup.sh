#!/bin/sh
# Saves the records, the data of the shop, the customers' key and those of tickets while it goes on selling.
set -eu

usage() {
  cat <<'HELP'
Copies the records in PostgreSQL, then a snapshot of Redis here, while the shop goes on selling.

deploy/scripts/backup.sh FILE
  writes FILE, a snapshot of Redis (RDB); FILE.records, a dump of PostgreSQL; FILE.customer-key, by
  which customers are recognized; and FILE.ticket-keys, without which no ticket is valid: keep all four as safe as
  the data; deploy/scripts/restore.sh takes them

A PostgreSQL that is elsewhere is left out: back it up first, then run this.

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

in_postgres() {
  kubectl exec -n "$namespace" postgres-0 -c postgres -- "$@"
}
in_redis() {
  kubectl exec -n "$namespace" redis-0 -c redis -- "$@"
}
# Copies a file of a pod, whole or not at all:  fetch in_redis PATH FILE
fetch() {
  size=$("$1" stat -c %s "$2")
  "$1" cat "$2" >"$3.partial"
  copied=$(($(wc -c <"$3.partial")))
  if [ "$copied" != "$size" ]; then
    echo "only $copied of $size bytes arrived; try again" >&2
    exit 1
  fi
}
password=$(kubectl get secret admin -n "$namespace" -o 'jsonpath={.data.redis-password}' | base64 -d)
ask() {
  in_redis env "REDISCLI_AUTH=$password" redis-cli --user admin "$@"
}
persistence() {
  ask INFO persistence | tr -d '\r' | sed -n "s/^$1://p"
}

trap 'rm -f "$file.partial" "$file.records.partial"' EXIT
trap 'exit 130' INT TERM

# PostgreSQL first: whatever it has recorded is then in the snapshot of Redis too. The other way round, a
# restored Redis would lack what is recorded, and nothing would be sold until a person decides.
has_postgres=$(kubectl get statefulset postgres -n "$namespace" --ignore-not-found -o name)
if [ -n "$has_postgres" ]; then
  in_postgres pg_dump --username onsale --format custom --file /data/backup.dump onsale
  fetch in_postgres /data/backup.dump "$file.records"
  in_postgres rm -f /data/backup.dump
else
  echo 'PostgreSQL is elsewhere, and must have been backed up before' >&2
fi

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

fetch in_redis /data/dump.rdb "$file"
in_redis rm -f /data/dump.rdb
kubectl get secret customers -n "$namespace" -o 'jsonpath={.data.customer-key}' | base64 -d >"$file.customer-key"
kubectl get secret ticket-keys -n "$namespace" -o 'jsonpath={.data.ticket-keys\.json}' | base64 -d >"$file.ticket-keys"
others="$file.customer-key and $file.ticket-keys"
if [ -n "$has_postgres" ]; then
  mv "$file.records.partial" "$file.records"
  others="$file.records, $others"
fi
mv "$file.partial" "$file"
echo "$file has $size bytes; keep it with $others"
