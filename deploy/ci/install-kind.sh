#!/bin/sh
# Installs kind, and kubectl from the project's modules, where an image has neither.
set -eu
# renovate: datasource=github-release-attachments depName=kubernetes-sigs/kind
version=v0.30.0
digest=517ab7fc89ddeed5fa65abf71530d90648d9638ef0c4cde22c2c11f8097b8889
url=https://github.com/kubernetes-sigs/kind/releases/download/$version/kind-linux-amd64
curl --fail --silent --show-error --location --output /usr/local/bin/kind "$url"
echo "$digest  /usr/local/bin/kind" | sha256sum --check
chmod +x /usr/local/bin/kind
if ! command -v kubectl; then
  ln -s "$(node --input-type=module --eval \
    'import { findKubectl } from "./deploy/tools/find-tools.ts"; console.log(await findKubectl());')" \
    /usr/local/bin/kubectl
fi
