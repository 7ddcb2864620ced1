# Keeps the network of a pod alive if Podman can't get its own image for this.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
ENTRYPOINT ["sleep", "infinity"]
STOPSIGNAL SIGKILL
