#!/bin/sh
# Part of start.sh: how a name server is asked. nginx does that itself, and uses neither /etc/hosts nor
# the search domains of /etc/resolv.conf, which are what makes `gateway` a name in Kubernetes.
#   sh names.sh NAME [/etc]     prints the name to ask for; nothing if it is an address or in hosts
#   sh names.sh --server [/etc] prints the first name server; nothing if there is none
name=$1 etc=${2:-/etc}

if [ "$name" = --server ]; then
  server=$(sed -n 's,^nameserver *\([^ %]*\).*$,\1,p' "$etc/resolv.conf" 2>/dev/null | head -n 1)
  case $server in *:*) server="[$server]" ;; esac
  printf '%s\n' "$server"
  exit
fi

case $name in
  \[*) exit ;;
  *[!0-9.]*) ;;
  *) exit ;;
esac
if sed 's,#.*,,' "$etc/hosts" 2>/dev/null | tr -s '[:blank:]' '\n' | grep -Fxq "$name"; then exit; fi

# The domain of a pod's namespace, such as webapp-mq.svc.cluster.local. Other search domains, such as
# that of the machine on which a container runs, have none of our names.
domain=$(
  sed -n 's,^search,,p' "$etc/resolv.conf" 2>/dev/null | tail -n 1 | tr -s '[:blank:]' '\n' |
    grep -E '^[a-z0-9-]+\.svc\.' | head -n 1
)
case $domain,$name in
  ?*,*.svc) printf '%s\n' "$name.${domain#*.svc.}" ;;
  ?*,*.*) printf '%s\n' "$name" ;;
  ?*,*) printf '%s\n' "$name.$domain" ;;
  *) printf '%s\n' "$name" ;;
esac
