# Puts the hash of each password into its user's rules:  render-users.sh RULES HASHES FILE
set -eu
umask 077
: >"$3"
for rules in "$1"/*.acl; do
  user=$(basename "$rules" .acl)
  hash=
  if grep -q PASSWORD_SHA256 "$rules"; then
    if [ ! -s "$2/$user" ]; then
      echo "the Secret redis-users has no entry $user; the Job install adds it" >&2
      # An upgrade starts both at once. The next container sees what was added meanwhile, and is started at once;
      # the one after it only 10 s later.
      sleep 5
      exit 1
    fi
    hash=$(cat "$2/$user")
  fi
  sed "s/\${[A-Z0-9_]*}/$hash/" "$rules" >>"$3"
done
