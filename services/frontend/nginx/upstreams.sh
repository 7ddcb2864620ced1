# shellcheck disable=SC2034,SC2154 # shares its variables with start.sh
# Part of start.sh: what nginx connects to, and how it finds it. From 1.27.4 on, nginx follows a name
# while it runs: it asks a name server every three seconds, so a name may be missing at the start, and
# may lead elsewhere later. An older one looks names up once, at its start, and ends if there are none.

version=$(nginx -v 2>&1 | sed -n 's,^nginx version: nginx/\([0-9.]*\).*$,\1,p')
# is_at_least MAJOR MINOR PATCH
is_at_least() {
  (
    IFS=.
    set -- "$@" ${version:-0.0.0}
    [ "$(($4 * 1000000 + $5 * 1000 + $6))" -ge "$(($1 * 1000000 + $2 * 1000 + $3))" ]
  )
}

# address URL: prints host and port.
address() {
  printf '%s\n' "$1" | sed -e 's,^http://,,' -e 's,/$,,' -e '/:[0-9]*$/!s,$,:80,'
}
# followed ADDRESS: prints it with the name that a name server is to be asked for; nothing if none is.
followed() {
  [ -n "$RESOLVER" ] || return 0
  asked=$(sh "$here/names.sh" "${1%:*}")
  [ -z "$asked" ] || printf '%s\n' "$asked:${1##*:}"
}
# server ADDRESS PARAMETERS
server() {
  name=$(followed "$1")
  printf 'server %s %s%s; ' "${name:-$1}" "$2" "${name:+ resolve}"
}
# upstream NAME SERVERS [SETTINGS]
upstream() {
  zone=''
  case $2 in *' resolve;'*) zone="zone $1 256k;" ;; esac
  upstreams="$upstreams upstream $1 { $zone $2 ${3:-}}"
}

case $RESOLVER in
  auto) RESOLVER=$(sh "$here/names.sh" --server) ;;
  off) RESOLVER='' ;;
esac
urls=$GATEWAY_URL,$WAITING_ROOM_URL,$PAYMENTS_URL,$DELIVERY_URL,$BANK_URL,$OFFICE_URL
if is_on "$LAB"; then urls=$urls,$GENERATOR_URL,$AUDIT_URL; fi
upstreams='' servers='' kept_at_end=''
for url in $(printf '%s' "$urls" | tr ',' ' '); do
  [ -n "$(followed "$(address "$url")")" ] || continue
  if is_at_least 1 27 4; then
    # A machine without IPv6 can't connect to such an address.
    ipv6=''
    grep -Eqs '^[0-9a-f]{32} [0-9a-f]+ [0-9a-f]+ 00 ' /proc/net/if_inet6 || ipv6=ipv6=off
    upstreams="resolver $RESOLVER valid=2s $ipv6; resolver_timeout 2s;"
  else
    echo "nginx $version looks up $(address "$url") only once, at its start; 1.27.4 follows it" >&2
    RESOLVER=''
  fi
  break
done

# A client that has asked within five seconds may be asking again just now, so at its end nginx waits
# for that long, and says in the response that the connection ends.
if is_at_least 1 27 4; then kept_at_end='keepalive_min_timeout 5s;'; fi

# Idle connections that each worker keeps; Node closes its side five seconds later.
keep='keepalive 128; keepalive_timeout 60s; '
case $GATEWAY_URL,$(followed "$(address "$GATEWAY_URL")") in
  *,*,* | *,?*)
    # Several gateways, or a name, which may have several addresses. nginx itself finds another when one
    # fails or takes too long. One that has failed three times is left alone for five seconds, unless
    # there is no other: then each is a backup of itself, twice, so that there is a second try.
    for url in $(printf '%s' "$GATEWAY_URL" | tr ',' ' '); do
      gateway=$(address "$url")
      again=$(server "$gateway" 'max_fails=0 backup')
      servers="$servers $(server "$gateway" 'max_fails=3 fail_timeout=5s') $again $again"
    done
    upstream gateway "$servers" "$keep"
    gateway_anew=gateway no_second_time='return 503;'
    next_gateway='error timeout' next_within=$((GATEWAY_TIMEOUT_MS * 2 - 1))ms
    ;;
  *)
    # Behind one address there may be many gateways, so it is never avoided, and connected to twice; a
    # new connection may lead to another one.
    gateway=$(server "$(address "$GATEWAY_URL")" 'max_fails=0')
    no_keep=''
    # Otherwise it keeps connections.
    if is_at_least 1 29 7; then no_keep='keepalive 0; '; fi
    upstream gateway "$gateway $gateway" "$keep"
    upstream gateway_anew "$gateway $gateway" "$no_keep"
    gateway_anew=gateway_anew no_second_time='' next_gateway=error next_within=500ms
    ;;
esac
if is_on "$LAB"; then
  upstream generator "$(server "$(address "$GENERATOR_URL")" 'max_fails=0')"
  upstream audit "$(server "$(address "$AUDIT_URL")" 'max_fails=0')"
fi
if [ -n "$WAITING_ROOM_URL" ]; then
  waiting_room=$(server "$(address "$WAITING_ROOM_URL")" 'max_fails=0')
  upstream waiting_room "$waiting_room $waiting_room" "$keep"
fi
if [ -n "$PAYMENTS_URL" ]; then
  # Twice, so that a read is sent again when the connection that was kept has died.
  payments=$(server "$(address "$PAYMENTS_URL")" 'max_fails=0')
  upstream payments "$payments $payments" "$keep"
fi
if [ -n "$DELIVERY_URL" ]; then
  delivery=$(server "$(address "$DELIVERY_URL")" 'max_fails=0')
  upstream delivery "$delivery $delivery" "$keep"
fi
if [ -n "$BANK_URL" ]; then
  upstream bank "$(server "$(address "$BANK_URL")" 'max_fails=0')"
fi
if [ -n "$OFFICE_URL" ]; then
  upstream office "$(server "$(address "$OFFICE_URL")" 'max_fails=0')" "$keep"
fi
