# Instead of nginx-unprivileged: nginx of a Debian that has 1.27.4 or newer, which follows names and ends
# without cutting connections, for a user who may not write to its folders.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
# A mirror may be older than what Debian says of how long its lists are valid.
RUN apt-get update -qq -o Acquire::Check-Valid-Until=false \
    && apt-get install -y -qq --no-install-recommends nginx libnginx-mod-http-brotli-static \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /etc/nginx/sites-enabled \
    && dpkg --compare-versions "$(dpkg-query --show --showformat '${Version}' nginx)" ge 1.27.4 \
    && nginx -v
USER 101
CMD ["nginx", "-g", "daemon off;"]
