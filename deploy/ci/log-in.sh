#!/bin/sh
# Lets BuildKit, cosign and Helm push to the registry of IMAGE_REPOSITORY, as REGISTRY_USER with
# REGISTRY_PASSWORD.
set -eu
registry=${IMAGE_REPOSITORY%%/*}
# What Docker Hub is called in this file, for historical reasons.
if [ "$registry" = docker.io ]; then registry=https://index.docker.io/v1/; fi
auth=$(printf '%s:%s' "$REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 | tr -d '\n')
mkdir -p ~/.docker
(umask 077 && printf '{"auths":{"%s":{"auth":"%s"}}}' "$registry" "$auth" >~/.docker/config.json)
