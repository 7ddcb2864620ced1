#!/bin/sh
# Makes a cluster of three nodes with kind, and a metrics-server in it. Its network plugin enforces
# NetworkPolicies.
set -eu
# renovate: datasource=docker depName=kindest/node
image=kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a
# renovate: datasource=github-releases depName=kubernetes-sigs/metrics-server
metrics=v0.8.0

# Docker may run in another container, as in GitLab: DOCKER_HOST=tcp://HOST:PORT.
host=127.0.0.1 listen=127.0.0.1
case ${DOCKER_HOST:-} in
  tcp://*)
    host=${DOCKER_HOST#tcp://}
    host=${host%:*}
    listen=0.0.0.0
    ;;
esac

kind create cluster --name onsale --wait 5m --config - <<CONFIG
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: { apiServerAddress: $listen, apiServerPort: 6443 }
nodes:
  - { role: control-plane, image: '$image' }
  - { role: worker, image: '$image' }
  - { role: worker, image: '$image' }
CONFIG
kubectl config set-cluster kind-onsale --server="https://$host:6443" --tls-server-name=localhost

kubectl apply -f \
  "https://github.com/kubernetes-sigs/metrics-server/releases/download/$metrics/components.yaml"
# The certificates of kind's kubelets are signed by nobody.
kubectl patch deployment metrics-server -n kube-system --type=json -p \
  '[{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--kubelet-insecure-tls"}]'
kubectl rollout status deployment metrics-server -n kube-system --timeout=5m
