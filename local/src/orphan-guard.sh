#!/bin/sh
# Ends the processes of `npm start` if it was killed and could not do so itself. Its input stays
# open as long as npm start runs. Each line has the process ids in the order in which they must end,
# with `wait` where those before must be gone first; the last line counts.
ids=
while read -r line; do ids=$line; done

# Tenths of a second: as long as npm start itself would wait.
tries=150
await() {
  while kill -0 "$1" 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || kill -KILL "$1" 2>/dev/null
    sleep 0.1
  done
}

told=
for id in $ids; do
  if [ "$id" = wait ]; then
    for each in $told; do await "$each"; done
    told=
  else
    kill -TERM "$id" 2>/dev/null
    told="$told $id"
  fi
done
for each in $told; do await "$each"; done
