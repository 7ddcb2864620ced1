# The image of a Node service:  docker build --build-arg SERVICE=gateway --tag onsale/gateway .
# `npm run images -- build` builds all images, even if no registry can be reached.

ARG NODE_IMAGE=docker.io/library/node:26.10.0-bookworm-slim@sha256:662933cf47f013bc8e4beb31a6116448427a82057ba7c42c97e4c5ba766504c2

# Only the manifests: while they stay the same, so does everything that npm installs. (COPY --parents
# would say it in one line, but Buildah has it only since 2025, and Debian 12 has 1.28.)
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
    && find . -type d -empty -delete

# Only what the service and the admin command need: JavaScript, which is the same for every processor.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY --from=manifests /app ./
ARG SERVICE
RUN test -f "services/${SERVICE}/package.json" \
    || { echo "build with --build-arg SERVICE=, a folder of services/ (was: '${SERVICE}')"; exit 1; }
# Behind a proxy with its own certificate, npm gets both from secrets, which are in no layer.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    npm ci --workspace "services/${SERVICE}" $(test -d admin && echo --workspace admin) \
    --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --cache /tmp/npm \
    && rm -rf /tmp/npm \
    && find services -mindepth 1 -maxdepth 1 ! -name "${SERVICE}" -exec rm -rf {} + \
    && rm -rf apps \
    && for each in packages/*; do test -e "node_modules/@onsale/${each#packages/}" || rm -r "$each"; done \
    && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.?ts' \) -delete
# Pages are drawn elsewhere; React comes as what a library may be used with. Of a family of fonts, PDFs have two weights.
RUN rm -rf node_modules/react node_modules/react-dom node_modules/scheduler \
    && if test -d node_modules/@expo-google-fonts; then \
         find node_modules/@expo-google-fonts -type f \( -name '*.png' -o -name '*.ttf' \) \
           ! -name '*_400Regular.ttf' ! -name '*_600SemiBold.ttf' -delete; \
       fi

# The sources of the same parts; Node runs them directly.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS sources
WORKDIR /app
COPY . .
COPY --from=dependencies /app/packages /needed
ARG SERVICE
RUN mkdir -p /picked/packages && cp -r LICENSE deploy/images/probe.sh deploy/images/run.sh /picked \
    && for each in /needed/*; do cp -r "packages/${each#/needed/}" /picked/packages; done \
    && if test -d admin; then cp -r admin /picked; fi \
    && mkdir /picked/services && cp -r "services/${SERVICE}" /picked/services

FROM ${NODE_IMAGE} AS service
# Nothing is installed in a running container, so it needs no package manager.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn*
ARG SERVICE
WORKDIR /app/services/${SERVICE}
COPY --from=dependencies /app /app
COPY --from=sources /picked /app
# Keep the last two as in packages/service/src/process/node-settings.ts.
ENV NODE_ENV=production HOST=0.0.0.0 STRICT_REDIS=true \
    NODE_OPTIONS=--max-semi-space-size=8 NODE_COMPILE_CACHE=/app/compile-cache
USER 10001:10001

# Node's compile cache depends on user, version and kind of processor; if one of them differs, or there
# is none, Node compiles at each start. An emulated processor is of no kind that a container will meet.
FROM service AS compiled
COPY deploy/images/fill-compile-cache.mjs /
ARG BUILDPLATFORM TARGETPLATFORM
RUN mkdir /tmp/compile-cache \
    && if [ "${TARGETPLATFORM}" = "${BUILDPLATFORM}" ]; then \
         for main in $(find src -name main.ts); do \
           NODE_COMPILE_CACHE=/tmp/compile-cache node /fill-compile-cache.mjs "${main}" || exit 1; \
         done; \
       fi \
    && chmod -R a=rX /tmp/compile-cache

FROM service
ARG SERVICE
COPY --from=compiled --chown=0:0 /tmp/compile-cache /app/compile-cache
ENTRYPOINT ["sh", "/app/run.sh"]
CMD ["src/main.ts"]
ARG VERSION=0.2.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="onsale ${SERVICE}" \
      org.opencontainers.image.description="The ${SERVICE} of Onsale, which sells a limited stock of tickets" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
