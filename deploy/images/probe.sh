# The health check inside a container, which has no curl: exits with 0 if the path responds with 200.
#   bash probe.sh PORT PATH
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: probe\r\n\r\n' "$2" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
