#!/bin/sh
# Part of start.sh: checks its variables, and exits with a line for each wrong one. Values that pass
# are copied into nginx' configuration unchanged.
wrong=0

complain() {
  echo "$1 must be $2, not \"$3\"" >&2
  wrong=1
}

# check NAME VALUE WHAT PATTERN: the extended regular expression must match the whole value.
check() {
  newline='
'
  case $2 in *"$newline"*) complain "$1" "$3" "$2"; return ;; esac
  printf '%s\n' "$2" | grep -Eq "^($4)\$" || complain "$1" "$3" "$2"
}

# check_list NAME VALUE WHAT PATTERN: the same for each element of a comma-separated list, which may
# be empty.
check_list() {
  [ -z "$2" ] || check "$1" "$2" "$3" "($4)(, *($4))*"
}

name='[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]'
folder='/[A-Za-z0-9._@%+=/ -]*'
check HOST "$HOST" 'an address to listen on' '[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*'
upto_65535='0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]'
check PORT "$PORT" 'a whole number from 1 to 65535' "${upto_65535#0|}"
check CONSOLE_PORT "$CONSOLE_PORT" 'a whole number from 1 to 65535' "${upto_65535#0|}"
if [ -n "$OFFICE_URL" ] && [ "$CONSOLE_PORT" = "$PORT" ]; then
  complain CONSOLE_PORT 'another than PORT' "$CONSOLE_PORT"
fi
check GATEWAY_URL "$GATEWAY_URL" 'an http:// address without a path, or several with commas' \
  "http://($name)(:[0-9]{1,5})?/?(,http://($name)(:[0-9]{1,5})?/?)*"
check GENERATOR_URL "$GENERATOR_URL" 'an http:// address without a path' "http://($name)(:[0-9]{1,5})?/?"
check AUDIT_URL "$AUDIT_URL" 'an http:// address without a path' "http://($name)(:[0-9]{1,5})?/?"
optional_url="(http://($name)(:[0-9]{1,5})?/?)?"
check WAITING_ROOM_URL "$WAITING_ROOM_URL" 'empty, or an http:// address without a path' "$optional_url"
check PAYMENTS_URL "$PAYMENTS_URL" 'empty, or an http:// address without a path' "$optional_url"
check DELIVERY_URL "$DELIVERY_URL" 'empty, or an http:// address without a path' "$optional_url"
check BANK_URL "$BANK_URL" 'empty, or an http:// address without a path' "$optional_url"
check OFFICE_URL "$OFFICE_URL" 'empty, or an http:// address without a path' "$optional_url"
check LOCAL_URL "$LOCAL_URL" 'empty, or an http:// address without a path' "$optional_url"
if [ -n "$LOCAL_URL" ]; then
  read -r token <"$LOCAL_TOKEN_FILE" || token=
  printf '%s' "$token" | grep -Eq '^[A-Za-z0-9_-]{16,}$' ||
    complain LOCAL_TOKEN_FILE 'a file with a token of at least 16 letters and digits' "$LOCAL_TOKEN_FILE"
fi
check RESOLVER "$RESOLVER" 'auto, off, or the address of a name server' \
  'auto|off|([0-9.]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?'
check LAB "$LAB" 'on or off' 'on|off|true|false|1|0'
check PAYMENT_METHODS "$PAYMENT_METHODS" 'a list with commas' '([A-Za-z0-9_ -]+(,[A-Za-z0-9_ -]+)*)?'
check MAX_QTY_PER_ORDER "$MAX_QTY_PER_ORDER" 'a whole number from 1 to 1000' '[1-9][0-9]{0,2}|1000'
check ACCESS_LOG "$ACCESS_LOG" 'on or off' 'on|off|true|false|1|0'
network='[0-9.]+(/[0-9]{1,2})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?'
if [ "$TRUSTED_PROXIES" != none ]; then
  check_list TRUSTED_PROXIES "$TRUSTED_PROXIES" 'addresses or networks with commas, or none' "$network"
fi
if [ "$UNLIMITED_CLIENTS" != none ]; then
  check_list UNLIMITED_CLIENTS "$UNLIMITED_CLIENTS" 'addresses or networks with commas, or none' "$network"
fi
check_list SHOP_HOSTS "$SHOP_HOSTS" 'host names with commas' "(\\*\\.)?($name)"
check_list CONSOLE_HOSTS "$CONSOLE_HOSTS" 'host names with commas' "(\\*\\.)?($name)"
check_list CORS_ORIGINS "$CORS_ORIGINS" 'origins such as https://shop.example, with commas' \
  "https?://($name)(:[0-9]{1,5})?"
check_list PICTURE_ORIGINS "$PICTURE_ORIGINS" 'origins such as https://pictures.example, with commas' \
  "https://($name)(:[0-9]{1,5})?"
upto_million='0|[1-9][0-9]{0,5}|1000000'
check RATE_LIMIT_REQUESTS "$RATE_LIMIT_REQUESTS" 'a whole number from 0 to 1000000' "$upto_million"
check MAX_CLIENT_CONNECTIONS "$MAX_CLIENT_CONNECTIONS" 'a whole number from 0 to 65535' "$upto_65535"
check MAX_CLIENT_STREAMS "$MAX_CLIENT_STREAMS" 'a whole number from 0 to 65535' "$upto_65535"
check PUBLIC_URL "$PUBLIC_URL" 'empty, or an address without a path, such as https://tickets.example' \
  "(https?://($name)(:[0-9]{1,5})?/?)?"
check GATEWAY_TIMEOUT_MS "$GATEWAY_TIMEOUT_MS" 'a whole number from 100 to 60000' \
  '[1-9][0-9]{2,3}|[1-5][0-9]{4}|60000'
check WORKER_PROCESSES "$WORKER_PROCESSES" 'auto, or a whole number from 1 to 512' \
  'auto|[1-9][0-9]?|[1-4][0-9]{2}|50[0-9]|51[0-2]'
check WORKER_CONNECTIONS "$WORKER_CONNECTIONS" 'a whole number from 64 to 1000000' \
  '6[4-9]|[7-9][0-9]|[1-9][0-9]{2,5}|1000000'
check HSTS_MAX_AGE "$HSTS_MAX_AGE" 'a whole number of seconds, up to 999999999' '0|[1-9][0-9]{0,8}'
check RUN_DIR "$RUN_DIR" 'a path from the root, of letters, digits, spaces and ._@%+=-' "$folder"
check WEB_ROOT "$WEB_ROOT" 'a path from the root, of letters, digits, spaces and ._@%+=-' "$folder"
[ -f "$WEB_ROOT/index.html" ] || complain WEB_ROOT 'a folder with the built pages' "$WEB_ROOT"
# Clients are limited by address. If other machines can connect, only a person knows whether nginx
# sees the clients' own addresses or that of a proxy, which they would all share.
is_limited() {
  [ "$RATE_LIMIT_REQUESTS$MAX_CLIENT_CONNECTIONS$MAX_CLIENT_STREAMS" != 000 ]
}
case $HOST in 127.* | ::1) ;; *)
  if [ -z "$TRUSTED_PROXIES" ] && is_limited; then
    complain TRUSTED_PROXIES 'the proxies in front of this server, or none, unless HOST is loopback' ''
  fi ;;
esac
[ "$wrong" = 0 ] || exit 1
