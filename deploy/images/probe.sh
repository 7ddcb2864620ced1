# The health check inside the frontend's container, which has neither curl nor Node: exits with 0 if
# the path responds with 200.   bash probe.sh PORT PATH
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: probe\r\n\r\n' "$2" >&3
head -n 1 <&3 | grep -q ' 200 '
