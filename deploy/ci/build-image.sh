#!/bin/sh
# Builds and pushes the image of one service with rootless BuildKit, for two kinds of processors, with
# bill of materials and provenance:  build-image.sh SERVICE REPOSITORY TAG
# The full name with the digest is written to digests/SERVICE.
set -eu
service=$1 repository=$2 tag=$3
image=$repository/$service

folder=.
if [ -f "services/$service/Dockerfile" ]; then folder=services/$service; fi
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)

mkdir -p digests
buildctl-daemonless.sh build \
  --frontend dockerfile.v0 \
  --local context=. --local "dockerfile=$folder" \
  --opt platform=linux/amd64,linux/arm64 \
  --opt "build-arg:SERVICE=$service" --opt "build-arg:VERSION=$version" \
  --opt "build-arg:REVISION=$CI_COMMIT_SHA" \
  --opt attest:sbom= --opt attest:provenance=mode=max \
  --import-cache "type=registry,ref=$image:cache" \
  --export-cache "type=registry,ref=$image:cache,mode=max" \
  --output "type=image,name=$image:$tag,push=true" \
  --metadata-file "digests/$service.json"
digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' "digests/$service.json")
rm "digests/$service.json"
[ -n "$digest" ] || { echo "BuildKit has not said the digest of $image" >&2; exit 1; }
echo "$image@$digest" >"digests/$service"
