# In the place of the official node image: the Node and npm of this machine on a small Debian.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
COPY local /usr/local
CMD ["node"]
