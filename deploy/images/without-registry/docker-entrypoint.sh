#!/bin/bash
# What the entrypoint of the official postgres image does for this project, and no more: makes a database in
# an empty PGDATA, as any user, with POSTGRES_USER, POSTGRES_PASSWORD_FILE, POSTGRES_DB and
# POSTGRES_INITDB_ARGS, and starts the server.
set -euo pipefail
umask 077

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  # initdb wants a name for its user, and the image has none for ours.
  NSS_WRAPPER_PASSWD=$(mktemp)
  NSS_WRAPPER_GROUP=$(mktemp)
  export NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
  echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
  # shellcheck disable=SC2086 # a list
  LD_PRELOAD=libnss_wrapper.so initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" \
    ${POSTGRES_INITDB_ARGS:-}
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # Only by its socket: nobody else finds it before it is complete.
  pg_ctl -w -o "-c listen_addresses=''" start
  createdb --username="$POSTGRES_USER" --maintenance-db=postgres "$POSTGRES_DB"
  pg_ctl -w -m fast stop
fi

exec "$@" -c listen_addresses='*'
