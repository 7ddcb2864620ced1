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
      exit 1
    fi
    hash=$(cat "$2/$user")
  fi
  sed "s/\${[A-Z0-9_]*}/$hash/" "$rules" >>"$3"
done
