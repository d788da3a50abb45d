# nproxy in two images: what serves, and the same with PostgreSQL's own tools, for backups.
#   docker build . --tag nproxy
#   docker build . --tag nproxy-backup --target backup
# docker-compose.yml builds both. Images are pinned by tag; how to pin a digest is said there.

# The version is rust-version of Cargo.toml.
ARG RUST=1.95
ARG NODE=22
ARG DEBIAN=trixie

FROM node:${NODE}-${DEBIAN}-slim AS spa
WORKDIR /src/spa
COPY spa/package.json spa/package-lock.json spa/.npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY spa ./
RUN npm run --silent build

FROM rust:${RUST}-slim-${DEBIAN} AS binary
WORKDIR /src
COPY . .
# The front end is part of the binary.
COPY --from=spa /src/spa/dist spa/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --workspace --bins \
    && cp target/release/nproxy /usr/local/bin/nproxy \
    && strip /usr/local/bin/nproxy

FROM debian:${DEBIAN}-slim AS base
# The authorities that vouch for upstreams and processors. Times are UTC: no time zones are needed.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# Volumes take the owner of what they are mounted over. Everything else of the image is only read.
RUN groupadd --gid 10001 nproxy \
    && useradd --uid 10001 --gid nproxy --no-create-home --home-dir /var/lib/nproxy --shell /usr/sbin/nologin nproxy \
    && install --directory --owner nproxy --group nproxy --mode 0700 \
        /var/lib/nproxy /var/lib/nproxy/assets /var/lib/nproxy/mail /var/lib/nproxy/backups \
    && install --directory /etc/nproxy /etc/nproxy/secrets
COPY --from=binary /usr/local/bin/nproxy /usr/local/bin/nproxy
USER 10001:10001
# nproxy.toml and secrets/ are looked for here.
WORKDIR /etc/nproxy
ENTRYPOINT ["nproxy"]

FROM base AS backup
# Of the same version as the server: an older pg_dump refuses a newer one.
ARG POSTGRES=17
USER root
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-${POSTGRES} \
    && rm -rf /var/lib/apt/lists/*
COPY deploy/daily /usr/local/bin/daily
USER 10001:10001

# The last one: what is built where nothing else is named.
FROM base AS runtime
EXPOSE 8080
# Of `nproxy web`; docker-compose.yml has another for the rest. Not in `base`: whoever waits for a container whose check is
# switched off (`HEALTHCHECK NONE`) is told by Compose that it can't be, where without any it is content with one that runs.
HEALTHCHECK --interval=5s --timeout=6s --start-period=60s --retries=3 CMD ["nproxy", "health"]
CMD ["web"]
