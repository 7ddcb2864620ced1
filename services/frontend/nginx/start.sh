#!/bin/sh
# Starts nginx by the environment: checks it, writes the configuration to a folder of its own, and
# becomes nginx. Needs nothing but a shell, sed and nginx, so it is the same on a laptop and in an
# image, and runs without privileges on a read-only file system.
set -eu

# Debian keeps nginx in a folder that the PATH of an ordinary user does not have. `start.sh --find`
# says where it is, or fails.
PATH=$PATH:/usr/local/sbin:/usr/sbin
if [ "${1:-}" = --find ]; then
  command -v nginx
  exit
fi

: "${HOST:=127.0.0.1}"
: "${PORT:=8080}"
: "${GATEWAY_URL:=http://127.0.0.1:5000}"
: "${GENERATOR_URL:=http://127.0.0.1:9000}"
: "${AUDIT_URL:=http://127.0.0.1:5008}"
: "${LAB:=on}"
: "${PAYMENT_METHODS:=}"
: "${MAX_QTY_PER_ORDER:=10}"
: "${ACCESS_LOG:=on}"
: "${RESOLVER:=}"
: "${RUN_DIR:=/tmp/onsale-frontend}"
: "${WEB_ROOT:=}"

here=$(cd "$(dirname "$0")" && pwd)
[ -n "$WEB_ROOT" ] || WEB_ROOT=$(dirname "$here")/dist
wrong=0

complain() {
  echo "$1 must be $2, not \"$3\"" >&2
  wrong=1
}

# check NAME VALUE WHAT PATTERN: the value as a whole must match the extended regular expression.
check() {
  newline='
'
  case $2 in *"$newline"*) complain "$1" "$3" "$2"; return ;; esac
  printf '%s\n' "$2" | grep -Eq "^($4)\$" || complain "$1" "$3" "$2"
}

name='[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]'
folder='/[A-Za-z0-9._@%+=/ -]*'
check HOST "$HOST" 'an address to listen on' '[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*'
check PORT "$PORT" 'a whole number from 1 to 65535' \
  '[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]'
check GATEWAY_URL "$GATEWAY_URL" 'an http:// address without a path' "http://($name)(:[0-9]{1,5})?/?"
check GENERATOR_URL "$GENERATOR_URL" 'an http:// address without a path' "http://($name)(:[0-9]{1,5})?/?"
check AUDIT_URL "$AUDIT_URL" 'an http:// address without a path' "http://($name)(:[0-9]{1,5})?/?"
check RESOLVER "$RESOLVER" 'empty, auto, or the address of a name server' \
  '(auto|[0-9.]+|\[[0-9A-Fa-f:]+\])?'
check LAB "$LAB" 'on or off' 'on|off|true|false|1|0'
check PAYMENT_METHODS "$PAYMENT_METHODS" 'a list with commas' '([A-Za-z0-9_ -]+(,[A-Za-z0-9_ -]+)*)?'
check MAX_QTY_PER_ORDER "$MAX_QTY_PER_ORDER" 'a whole number from 1 to 1000' '[1-9][0-9]{0,2}|1000'
check ACCESS_LOG "$ACCESS_LOG" 'on or off' 'on|off|true|false|1|0'
check RUN_DIR "$RUN_DIR" 'a path from the root, of letters, digits, spaces and ._@%+=-' "$folder"
check WEB_ROOT "$WEB_ROOT" 'a path from the root, of letters, digits, spaces and ._@%+=-' "$folder"
[ -f "$WEB_ROOT/index.html" ] || complain WEB_ROOT 'a folder with the built pages' "$WEB_ROOT"
[ "$wrong" = 0 ] || exit 1

address() {
  printf '%s\n' "$1" | sed -e 's,^http://,,' -e 's,/$,,' -e '/:[0-9]*$/!s,$,:80,'
}
is_on() {
  case $1 in on | true | 1) return 0 ;; *) return 1 ;; esac
}

# nginx looks names up once, when it starts. That is right behind the fixed address of a Kubernetes
# service, and wrong where containers come and go: there RESOLVER is set, and it asks again. Idle
# connections to the gateway can't be kept then.
gateway=$(address "$GATEWAY_URL")
generator=$(address "$GENERATOR_URL")
audit=$(address "$AUDIT_URL")
gateway_target=gateway generator_target=$generator audit_target=$audit addresses=''
# The idle connections that each worker keeps; Node closes its side five seconds later.
upstream="upstream gateway { server $gateway; keepalive 128; keepalive_timeout 60s; }"
if [ "$RESOLVER" = auto ]; then
  RESOLVER=$(sed -n 's,^nameserver *\([^ %]*\).*$,\1,p' /etc/resolv.conf | head -n 1)
  case $RESOLVER in *:*) RESOLVER="[$RESOLVER]" ;; esac
fi
if [ -n "$RESOLVER" ]; then
  upstream="resolver $RESOLVER valid=2s;"
  gateway_target='$gateway_address' generator_target='$generator_address'
  audit_target='$audit_address'
  addresses="set \$gateway_address $gateway; set \$generator_address $generator;"
  addresses="$addresses set \$audit_address $audit;"
fi

mkdir -p "$RUN_DIR"

case $HOST in
  *:*) listen="listen [$HOST]:$PORT;" ;;
  *) listen="listen $HOST:$PORT;" ;;
esac
# Everywhere means everywhere, on machines that have IPv6.
if [ "$HOST" = 0.0.0.0 ] && [ -f /proc/net/if_inet6 ]; then listen="$listen listen [::]:$PORT;"; fi

# Debian and the images of nginx keep the module here; without it the gzip files serve.
preamble='' brotli=''
module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
if [ -f "$module" ]; then preamble="load_module $module;" brotli='brotli_static on;'; fi
# Started by root, nginx would give its workers to "nobody", who may not be able to read the pages.
if [ "$(id -u)" = 0 ]; then preamble="$preamble user root;"; fi

lab_bit=0
if is_on "$LAB"; then lab_bit=1; fi
access_log=off
if is_on "$ACCESS_LOG"; then
  # nginx opens it by name, which a socket (as Node gives to its children) does not allow.
  if (: >/dev/stdout) 2>/dev/null; then
    access_log='/dev/stdout line'
  else
    echo 'the standard output is a socket, so there is no access log' >&2
  fi
fi

render() {
  sed -e "s,\${RUN_DIR},$RUN_DIR,g" -e "s,\${WEB_ROOT},$WEB_ROOT,g" \
    -e "s,\${LISTEN},$listen,g" -e "s,\${PREAMBLE},$preamble,g" -e "s,\${BROTLI},$brotli,g" \
    -e "s,\${GATEWAY_UPSTREAM},$upstream,g" -e "s,\${GATEWAY_TARGET},$gateway_target,g" \
    -e "s,\${GENERATOR_TARGET},$generator_target,g" -e "s,\${AUDIT_TARGET},$audit_target,g" -e "s,\${ADDRESSES},$addresses,g" \
    -e "s,\${LAB_BIT},$lab_bit,g" -e "s,\${ACCESS_LOG},$access_log,g" \
    "$here/$1.template" >"$RUN_DIR/$1"
}

render nginx.conf
render proxy.conf
# With LAB=off nothing in the configuration even names the generator and the audit, which may not exist.
if [ "$lab_bit" = 1 ]; then render workload.conf; else : >"$RUN_DIR/workload.conf"; fi

methods=$(printf '%s' "$PAYMENT_METHODS" | sed -e 's, *\, *,"\,",g' -e 's,^ *\(.*[^ ]\) *$,"\1",')
lab=false
if [ "$lab_bit" = 1 ]; then lab=true; fi
printf '{"lab":%s,"maxQtyPerOrder":%s,"paymentMethods":[%s]}\n' \
  "$lab" "$MAX_QTY_PER_ORDER" "$methods" >"$RUN_DIR/config.json"

exec nginx -e stderr -c "$RUN_DIR/nginx.conf"
