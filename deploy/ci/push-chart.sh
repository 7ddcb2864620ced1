#!/bin/sh
# Pushes a packaged Helm chart next to the images, and signs it:  push-chart.sh FILE
set -eu
# For cosign; Helm has a file of its own.
sh deploy/ci/log-in.sh
printf '%s' "$REGISTRY_PASSWORD" |
  helm registry login "${IMAGE_REPOSITORY%%/*}" --username "$REGISTRY_USER" --password-stdin
said=$(helm push "$1" "oci://$IMAGE_REPOSITORY/charts" 2>&1)
echo "$said"
digest=$(echo "$said" | sed -n 's/^Digest: *//p')
[ -n "$digest" ] || { echo "Helm has not said the digest of the chart" >&2; exit 1; }
sh deploy/ci/sign.sh "$IMAGE_REPOSITORY/charts/onsale@$digest"
