#!/bin/sh
# Starts nginx from environment variables: checks them, writes the configuration to its own folder,
# and becomes nginx. It only needs a shell, sed and nginx, so it is the same on a laptop and in an
# image, and it runs without privileges on a read-only file system.
set -eu

# Debian installs nginx in a folder that is not in an ordinary user's PATH. `start.sh --find` prints
# its path, or fails.
PATH=$PATH:/usr/local/sbin:/usr/sbin
if [ "${1:-}" = --find ]; then
  command -v nginx
  exit
fi

# The comment of each is its description in docs/configuration.md (`npm run tables`).

# Address to listen on; `0.0.0.0` in a container
: "${HOST:=127.0.0.1}"
# Port of the shop
: "${PORT:=8080}"
# Gateway, behind `/api`; several, with commas, or a name with several addresses: one that fails three times rests
# for five seconds
: "${GATEWAY_URL:=http://127.0.0.1:5000}"
# Workload generator, behind `/workload`, with `LAB=on` alone
: "${GENERATOR_URL:=http://127.0.0.1:9000}"
# Audit, behind `/api/audit`, with `LAB=on` alone
: "${AUDIT_URL:=http://127.0.0.1:5008}"
# Waiting room, behind `/api/lines/…`
: "${WAITING_ROOM_URL:=}"
# Payments, behind `/api/orders/…/payment` and `/webhooks/…`
: "${PAYMENTS_URL:=}"
# Bank for tests, behind `/bank/`
: "${BANK_URL:=}"
# Delivery, behind `/api/orders/…/tickets` and others
: "${DELIVERY_URL:=}"
# Office, behind `/api` of the console and `/pictures`
: "${OFFICE_URL:=}"
# Port of the console
: "${CONSOLE_PORT:=8081}"
# Its host names, as `SHOP_HOSTS` says
: "${CONSOLE_HOSTS:=}"
# `npm start`, behind `/local/kill`, and the file of its token
: "${LOCAL_URL:=}"
# `npm start`, behind `/local/kill`, and the file of its token
: "${LOCAL_TOKEN_FILE:=}"
# Shows the laboratory, with generator, fleet and audit, **to everybody**; `npm start`, Compose and
# `deploy/overlays/local` turn it on
: "${LAB:=off}"
# What the page offers; the gateway decides by its own
: "${PAYMENT_METHODS:=}"
# What the page offers; the gateway decides by its own
: "${MAX_QTY_PER_ORDER:=10}"
# A JSON line for each request, without query and order id
: "${ACCESS_LOG:=on}"
# Proxies in front, with commas, or `none`, trusted for `X-Forwarded-For` and `X-Forwarded-Proto`. Required if
# `HOST` is not loopback and clients are limited
: "${TRUSTED_PROXIES:=}"
# With `LAB=on` alone, clients that stand for many, such as the crowd of a [rehearsal](rehearsal.md)
: "${UNLIMITED_CLIENTS:=none}"
# Host names of the shop, with commas, also `*.name`; others get 421. By default any, and with `npm start` on
# loopback its own
: "${SHOP_HOSTS:=}"
# Other origins, with commas, whose pages may order
: "${CORS_ORIGINS:=}"
# Other origins, with commas, of pictures of events
: "${PICTURE_ORIGINS:=}"
# Requests a second to the services from one address (IPv6: one /64); bursts may be twice as large, more get 429.
# Pages do not count
: "${RATE_LIMIT_REQUESTS:=200}"
# Concurrent requests and open streams from one address
: "${MAX_CLIENT_CONNECTIONS:=200}"
# Concurrent requests and open streams from one address
: "${MAX_CLIENT_STREAMS:=100}"
# Seconds for which browsers that used TLS must keep using it
: "${HSTS_MAX_AGE:=0}"
# Name server that nginx (1.27.4) keeps asking for the names in the `_URL`s; `auto` is the machine’s, `off` asks
# once, at the start
: "${RESOLVER:=auto}"
# The shop’s address, for search engines and link previews
: "${PUBLIC_URL:=}"
# Time for a read of the gateway, which is then sent once more; an order has twice that
: "${GATEWAY_TIMEOUT_MS:=1000}"
# Processes of nginx; `auto` is one for each core of the container’s limit, or the machine
: "${WORKER_PROCESSES:=auto}"
# Connections of each ([how many](capacity.md#the-door)), as its limit of open files allows
: "${WORKER_CONNECTIONS:=16384}"
# The only folder that it writes to
: "${RUN_DIR:=/tmp/onsale-frontend}"
# The built pages, by default `dist` beside the script’s folder
: "${WEB_ROOT:=}"

here=$(cd "$(dirname "$0")" && pwd)
[ -n "$WEB_ROOT" ] || WEB_ROOT=$(dirname "$here")/dist
. "$here/check.sh"

is_on() {
  case $1 in on | true | 1) return 0 ;; *) return 1 ;; esac
}

. "$here/upstreams.sh"

# Open files of a worker that are no connections: logs, pages, the cache.
FILES=256

mkdir -p "$RUN_DIR"
[ "$TRUSTED_PROXIES" != none ] || TRUSTED_PROXIES=''
# A shop that sells for real limits everybody.
is_on "$LAB" || UNLIMITED_CLIENTS=none
[ "$UNLIMITED_CLIENTS" != none ] || UNLIMITED_CLIENTS=''
# each LIST PATTERN: prints the pattern for each element of the list, with the element instead of @.
each() {
  printf '%s\n' "$1" | tr ',' '\n' | while read -r part; do
    [ -z "$part" ] || printf '%s ' "$2" | sed "s,@,$part,g"
  done
}
# limit VALUE TEXT: prints the text, unless the value is 0, which means no limit.
limit() {
  [ "$1" = 0 ] || printf '%s ' "$2"
}
limit_zones=$(
  limit "$RATE_LIMIT_REQUESTS" \
    "limit_req_zone \$client zone=requests:8m rate=${RATE_LIMIT_REQUESTS}r/s;"
  limit "$MAX_CLIENT_CONNECTIONS" 'limit_conn_zone $client zone=connections:8m;'
  limit "$MAX_CLIENT_STREAMS" 'limit_conn_zone $client zone=streams:8m;'
)
# Bursts may be twice as large: a page requests several things, and an office has many browsers.
limits=$(
  limit "$RATE_LIMIT_REQUESTS" \
    "limit_req zone=requests burst=$((RATE_LIMIT_REQUESTS * 2)) nodelay;"
  limit "$MAX_CLIENT_CONNECTIONS" "limit_conn connections $MAX_CLIENT_CONNECTIONS;"
)
# Ten times as much for the few addresses of a payment provider, which has something to tell of every buyer.
limit_zones="$limit_zones$(limit "$RATE_LIMIT_REQUESTS" \
  "limit_req_zone \$client zone=webhooks:1m rate=$((RATE_LIMIT_REQUESTS * 10))r/s;")"
webhook_limits=$(limit "$RATE_LIMIT_REQUESTS" \
  "limit_req zone=webhooks burst=$((RATE_LIMIT_REQUESTS * 20)) nodelay;")
# Taking a place in a line: what goes beyond is slowed at first, and only then refused. Behind one address there
# may be many people, and behind a network more.
joins=$(((RATE_LIMIT_REQUESTS + 9) / 10))
limit_zones="$limit_zones$(limit "$RATE_LIMIT_REQUESTS" \
  "limit_req_zone \$joining_client zone=joins:8m rate=${joins}r/s; \
  limit_req_zone \$joining_network zone=joins_of_network:8m rate=$((joins * 5))r/s;")"
join_limits=$(limit "$RATE_LIMIT_REQUESTS" \
  "limit_req zone=joins burst=$((joins * 10)) delay=$((joins * 2)); \
  limit_req zone=joins_of_network burst=$((joins * 50)) delay=$((joins * 10));")
stream_limits=$(limit "$MAX_CLIENT_STREAMS" "limit_conn streams $MAX_CLIENT_STREAMS;")
server_names=$(each "$SHOP_HOSTS" '@')
console_names=$(each "$CONSOLE_HOSTS" '@')
pictures=$(each "$PICTURE_ORIGINS" '@')
hsts=''
[ "$HSTS_MAX_AGE" = 0 ] || hsts="max-age=$HSTS_MAX_AGE"

# listen_on PORT: 0.0.0.0 includes IPv6, on machines that have it.
listen_on() {
  case $HOST in
    *:*) printf 'listen [%s]:%s;' "$HOST" "$1" ;;
    *) printf 'listen %s:%s;' "$HOST" "$1" ;;
  esac
  if [ "$HOST" = 0.0.0.0 ] && [ -f /proc/net/if_inet6 ]; then printf ' listen [::]:%s;' "$1"; fi
}

# Debian and the nginx images have the module here; without it, the gzip files are served.
preamble='' brotli='' no_brotli=''
module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
if [ -f "$module" ]; then
  preamble="load_module $module;" brotli='brotli_static on;' no_brotli='brotli_static off;'
fi
# Started as root, nginx would run its workers as "nobody", who may not be able to read the pages.
if [ "$(id -u)" = 0 ]; then preamble="$preamble user root;"; fi

[ "$WORKER_PROCESSES" != auto ] || WORKER_PROCESSES=$(sh "$here/cores.sh")
# Each connection is an open file, and so are logs and pages. A worker may raise its limit up to the
# hard one; connections that don't fit in there are not promised.
open_files=$(ulimit -H -n)
[ "$open_files" != unlimited ] || open_files=1048576
if [ "$WORKER_CONNECTIONS" -gt "$((open_files - FILES))" ]; then
  WORKER_CONNECTIONS=$((open_files - FILES))
  echo "the limit of open files allows for $WORKER_CONNECTIONS connections in each process" >&2
else
  open_files=$((WORKER_CONNECTIONS + FILES))
fi

access_log=off
if is_on "$ACCESS_LOG"; then
  # nginx opens it by name, which does not work for a socket, as Node passes to its children.
  if (: >/dev/stdout) 2>/dev/null; then
    access_log='/dev/stdout line'
  else
    echo 'the standard output is a socket, so there is no access log' >&2
  fi
fi

render() {
  sed -e "s,\${RUN_DIR},$RUN_DIR,g" -e "s,\${WEB_ROOT},$WEB_ROOT,g" \
    -e "s,\${WORKER_PROCESSES},$WORKER_PROCESSES,g" -e "s,\${OPEN_FILES},$open_files,g" \
    -e "s,\${WORKER_CONNECTIONS},$WORKER_CONNECTIONS,g" -e "s,\${NO_BROTLI},$no_brotli,g" \
    -e "s,\${LISTEN},$(listen_on "$PORT"),g" -e "s,\${CONSOLE_LISTEN},$(listen_on "$CONSOLE_PORT"),g" \
    -e "s,\${CONSOLE_NAMES},${console_names:-_},g" \
    -e "s,\${PREAMBLE},$preamble,g" -e "s,\${BROTLI},$brotli,g" \
    -e "s,\${UPSTREAMS},$upstreams,g" -e "s,\${GATEWAY_ANEW},$gateway_anew,g" \
    -e "s,\${NO_SECOND_TIME},$no_second_time,g" -e "s,\${KEPT_AT_END},$kept_at_end,g" \
    -e "s,\${GATEWAY_TIMEOUT},${GATEWAY_TIMEOUT_MS}ms,g" \
    -e "s,\${ORDER_TIMEOUT},$((GATEWAY_TIMEOUT_MS * 2))ms,g" \
    -e "s,\${NEXT_GATEWAY},$next_gateway,g" -e "s,\${NEXT_WITHIN},$next_within,g" \
    -e "s,\${LOCAL_TARGET},$(address "$LOCAL_URL"),g" \
    -e "s,\${SERVER_NAMES},${server_names:-_},g" -e "s,\${ACCESS_LOG},$access_log,g" \
    -e "s,\${TRUSTED_PROXIES},$(each "$TRUSTED_PROXIES" 'set_real_ip_from @;'),g" \
    -e "s,\${TRUSTED_NETWORKS},$(each "$TRUSTED_PROXIES" '@ 1;'),g" \
    -e "s,\${UNLIMITED_NETWORKS},$(each "$UNLIMITED_CLIENTS" '@ 1;'),g" \
    -e "s,\${CORS_ORIGINS},$(each "$CORS_ORIGINS" '"@" listed;'),g" \
    -e "s,\${PICTURE_ORIGINS},${pictures:+ ${pictures% }},g" \
    -e "s,\${LIMIT_ZONES},$limit_zones,g" -e "s,\${LIMITS},$limits,g" \
    -e "s,\${STREAM_LIMITS},$stream_limits,g" \
    -e "s,\${JOIN_LIMITS},$join_limits,g" \
    -e "s,\${WEBHOOK_LIMITS},$webhook_limits,g" -e "s,\${HSTS},$hsts,g" \
    "$here/$1.template" >"$RUN_DIR/$1"
}

for template in "$here"/*.conf.template; do
  render "$(basename "$template" .template)"
done
# With LAB=off, nothing in the configuration even names the generator and the audit, which may not
# exist.
is_on "$LAB" || echo 'location ~ ^/lab(/|$) { return 404; }' >"$RUN_DIR/lab.conf"
[ -n "$server_names" ] || : >"$RUN_DIR/other-hosts.conf"
# The same goes for the waiting room, payments, delivery and the bank.
[ -n "$WAITING_ROOM_URL" ] || : >"$RUN_DIR/line.conf"
[ -n "$PAYMENTS_URL" ] || : >"$RUN_DIR/payments.conf"
[ -n "$DELIVERY_URL" ] || : >"$RUN_DIR/delivery.conf"
[ -n "$BANK_URL" ] || : >"$RUN_DIR/bank.conf"
# Without an office there is no console.
if [ -z "$OFFICE_URL" ]; then
  for part in console pictures; do : >"$RUN_DIR/$part.conf"; done
fi
[ -n "$console_names" ] || : >"$RUN_DIR/other-console-hosts.conf"
kill=false
if is_on "$LAB" && [ -n "$LOCAL_URL" ]; then
  kill=true
  # By the shell itself: the arguments of a program can be seen by everybody.
  (
    umask 077
    rm -f "$RUN_DIR/local-token.conf"
    read -r token <"$LOCAL_TOKEN_FILE"
    printf 'proxy_set_header Authorization "Bearer %s";\n' "$token" >"$RUN_DIR/local-token.conf"
  )
else
  : >"$RUN_DIR/local.conf"
fi

# Search engines find the events in the sitemap, if the shop has an address.
cat "$WEB_ROOT/robots.txt" >"$RUN_DIR/robots.txt"
[ -z "$PUBLIC_URL" ] || printf '\nSitemap: %s/sitemap.xml\n' "${PUBLIC_URL%/}" >>"$RUN_DIR/robots.txt"

methods=$(printf '%s' "$PAYMENT_METHODS" | sed -e 's, *\, *,"\,",g' -e 's,^ *\(.*[^ ]\) *$,"\1",')
lab=false
if is_on "$LAB"; then lab=true; fi
printf '{"lab":%s,"kill":%s,"maxQtyPerOrder":%s,"paymentMethods":[%s]}\n' \
  "$lab" "$kill" "$MAX_QTY_PER_ORDER" "$methods" >"$RUN_DIR/config.json"

# nginx adds the whole request to each error, and the URL of an order is all it takes to open it. So
# errors go through sed, which ends when nginx does, and ignores signals that are sent to all of us.
log=$RUN_DIR/error-log
rm -f "$log"
mkfifo "$log"
(
  trap '' INT TERM QUIT HUP
  exec sed -u -E -e 's/, (request|subrequest|upstream|host|referrer): ".*//' \
    -e 's/[0-9A-Za-z]{24,}/*/g' <"$log" >&2
) &
exec nginx -e stderr -c "$RUN_DIR/nginx.conf" 2>"$log"
