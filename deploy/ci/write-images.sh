#!/bin/sh
# Writes which images the production overlay runs: the digests of those that this pipeline has
# built, and for all others what is running now.
set -eu
cd "$(dirname "$0")/../.."
file=deploy/overlays/production/images/kustomization.yaml
services='gateway order-worker database-api frontend'

text='# Written by deploy/ci/write-images.sh.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:'
for service in $services; do
  if [ -s "digests/$service" ]; then
    image=$(cat "digests/$service")
  else
    image=$(kubectl get deployment "$service" -n webapp-mq \
      -o 'jsonpath={.spec.template.spec.containers[0].image}')
  fi
  case $image in
    *@sha256:*) ;;
    *) echo "the image of $service has no digest: $image; build every image once" >&2; exit 1 ;;
  esac
  text="$text
  - name: localhost/onsale/$service
    newName: ${image%@*}
    digest: ${image#*@}"
done
printf '%s\n' "$text" >"$file"
