# Instead of the official redis image: Debian's Redis, with its data in the same folder.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends redis-server \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
    && mkdir /data && chown redis:redis /data
WORKDIR /data
VOLUME /data
USER redis
CMD ["redis-server"]
