#!/bin/sh
# Writes which images the production overlay runs: those that this pipeline has built, by digest.
set -eu
cd "$(dirname "$0")/../.."
file=deploy/overlays/production/images/kustomization.yaml
# As the base names them.
repository=$(sed -n 's,^ *newName: \(.*\)/gateway$,\1,p' deploy/base/release/kustomization.yaml)

text='# Written by deploy/ci/write-images.sh.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:'
for service in gateway waiting-room order-worker database-api payments office delivery frontend; do
  image=$(cat "digests/$service")
  case $image in
    *@sha256:*) ;;
    *) echo "the image of $service has no digest: $image" >&2; exit 1 ;;
  esac
  text="$text
  - name: $repository/$service
    newName: ${image%@*}
    digest: ${image#*@}"
done
printf '%s\n' "$text" >"$file"
