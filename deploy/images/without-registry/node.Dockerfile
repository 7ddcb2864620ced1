# Instead of the official node image: this machine's Node and npm on a small Debian.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
COPY local /usr/local
CMD ["node"]
