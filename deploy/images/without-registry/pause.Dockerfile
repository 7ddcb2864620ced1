# What keeps the network of a pod alive where Podman can't get its own.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
ENTRYPOINT ["sleep", "infinity"]
STOPSIGNAL SIGKILL
