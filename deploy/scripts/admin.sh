#!/bin/sh
# Runs a command of the admin tool in a pod of its own, prints what it says, and ends with its exit code.
set -eu

usage() {
  cat <<'HELP'
Runs a command of the admin tool in the cluster and ends with its exit code.

deploy/scripts/admin.sh [options] [--] COMMAND...
  --file FILE   puts a file where the command finds it, /files/NAME; may be given several times;
                - is standard input, /files/stdin; all together at most 1 MiB
  --as USER     the user of Redis: admin (the default) or install, which alone may run "data install"
  --print       prints the pod instead of running it: to add a volume, or to make a CronJob of it
  --help

deploy/scripts/admin.sh audit
deploy/scripts/admin.sh --file event.yaml event put /files/event.yaml
deploy/scripts/admin.sh --as install data install --after-loss

NAMESPACE  where Onsale runs; default: webapp-mq
IMAGE      the image to run; default: that of the gateway which runs now (of the database API with --as install)
SETTINGS   the ConfigMap with the address of Redis; default: that of the gateway which runs now
HELP
}

fail() {
  echo "$1" >&2
  exit 2
}

# A word as a JSON string, which is one in YAML too.
quote() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"
}

# A word that eval leaves as it is.
quote_for_shell() {
  printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

namespace=${NAMESPACE:-webapp-mq}
user='admin'
print=
files=
read_here=
while [ $# -gt 0 ]; do
  case $1 in
    --help)
      usage
      exit
      ;;
    --print) print=yes ;;
    --as)
      [ $# -gt 1 ] || fail '--as needs a user'
      user=$2
      shift
      ;;
    --file)
      [ $# -gt 1 ] || fail '--file needs a file'
      [ "$2" = - ] || [ -r "$2" ] || fail "cannot read $2"
      source=$2
      if [ "$2" = - ]; then
        read_here=$(mktemp)
        trap 'rm -f "$read_here"' EXIT
        cat >"$read_here"
        source=stdin=$read_here
      fi
      files="$files --from-file=$(quote_for_shell "$source")"
      shift
      ;;
    --)
      shift
      break
      ;;
    -*) fail "$1 is not an option; see --help" ;;
    *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || fail "which command? deploy/scripts/admin.sh --help"
case $user in
  admin) deployment=gateway ;;
  # The only image that has the functions of all services.
  install) deployment=database-api ;;
  *) fail "--as must be admin or install, not $user" ;;
esac

read_deployment() {
  kubectl get deployment "$deployment" -n "$namespace" -o "jsonpath={.spec.template.spec.containers[0].$1}"
}

image=${IMAGE:-$(read_deployment image)}
settings=${SETTINGS:-$(read_deployment 'envFrom[0].configMapRef.name')}
name=$user-$(date +%s)-$$
arguments=$(quote /app/admin/src/main.ts)
for word; do arguments="$arguments, $(quote "$word")"; done

# People look after payments and records too; the install has no reason to.
more_variables=
more_mounts=
more_volumes=
if [ "$user" = admin ]; then
  more_variables="
        - { name: PAYMENTS_URL, value: 'http://payments:5004' }
        - { name: PAYMENTS_TOKEN_FILE, value: /run/secrets/onsale-payments/payments-token }
        - { name: DATABASE_URL_FILE, value: /run/secrets/onsale-postgres/database-url }"
  more_mounts="
        - { name: payments-secrets, mountPath: /run/secrets/onsale-payments, readOnly: true }
        - { name: postgres-secrets, mountPath: /run/secrets/onsale-postgres, readOnly: true }"
  more_volumes="
    - { name: payments-secrets, secret: { secretName: payments, items: [{ key: payments-token, path: payments-token }] } }
    - { name: postgres-secrets, secret: { secretName: postgres, items: [{ key: database-url, path: database-url }] } }"
fi

pod() {
  cat <<POD
apiVersion: v1
kind: Pod
metadata:
  name: $name
  labels: { app.kubernetes.io/name: $user, app.kubernetes.io/part-of: onsale }
spec:
  serviceAccountName: $user
  automountServiceAccountToken: false
  enableServiceLinks: false
  restartPolicy: Never
  activeDeadlineSeconds: 3600
  securityContext: { runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: $user
      image: $image
      args: [$arguments]
      envFrom:
        - configMapRef: { name: $settings }
        - configMapRef: { name: installed, optional: true }
      env:
        - { name: REDIS_USERNAME, value: $user }
        - { name: REDIS_PASSWORD_FILE, value: /run/secrets/onsale/redis-password }$more_variables
      resources: { requests: { cpu: 50m, memory: 96Mi }, limits: { cpu: '1', memory: 512Mi } }
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
      volumeMounts:
        - { name: tmp, mountPath: /tmp }
        - { name: secrets, mountPath: /run/secrets/onsale, readOnly: true }$more_mounts
        - { name: files, mountPath: /files, readOnly: true }
  volumes:
    - { name: tmp, emptyDir: { sizeLimit: 16Mi } }
    - { name: secrets, secret: { secretName: $user } }$more_volumes
    - { name: files, configMap: { name: $name, optional: true } }
POD
}

if [ -n "$print" ]; then
  pod
  exit
fi

trap 'rm -f "$read_here"; kubectl delete pod,configmap "$name" -n "$namespace" --ignore-not-found --wait=false >/dev/null' EXIT
trap 'exit 130' INT TERM

if [ -n "$files" ]; then
  eval "kubectl create configmap $name -n $namespace $files" >/dev/null
fi
pod | kubectl create -n "$namespace" -f - >/dev/null

read_pod() {
  kubectl get pod "$name" -n "$namespace" -o "jsonpath={$1}"
}

waited=0
while [ "$(read_pod .status.phase)" = Pending ]; do
  waited=$((waited + 1))
  if [ $waited -gt 120 ]; then
    echo "the pod $name does not start: $(read_pod '.status.conditions[?(@.status=="False")].message') \
$(read_pod '.status.containerStatuses[*].state.waiting.reason')" >&2
    exit 1
  fi
  sleep 1
done
kubectl logs -f "$name" -n "$namespace"
# The log ends before the phase changes.
while [ "$(read_pod .status.phase)" = Running ]; do sleep 1; done
code=$(read_pod '.status.containerStatuses[0].state.terminated.exitCode')
exit "${code:-1}"
