# syntax=docker/dockerfile:1

# Build and runtime share one Debian release, so that the binary finds the libc it was linked with.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# The cache mounts outlive the layer: a second build compiles only what changed. They are not part
# of the image, hence the copy inside the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --release --locked -p maillage-server \
 && install -D -m 0755 target/release/maillage /out/maillage

FROM debian:bookworm-slim
# Root certificates: mail and webhooks verify whom they talk to.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 maillage \
 && useradd --system --uid 10001 --gid maillage --home-dir /var/lib/maillage --shell /usr/sbin/nologin maillage \
 && install -d -m 0700 -o maillage -g maillage /var/lib/maillage
COPY --from=build /out/maillage /usr/local/bin/maillage
COPY LICENSE /usr/share/doc/maillage/LICENSE

# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
ENV MAILLAGE_DATA_DIR=/var/lib/maillage \
    MAILLAGE_LISTEN=0.0.0.0:8080
VOLUME /var/lib/maillage
EXPOSE 8080
# The binary asks itself, at the address to listen on: the image needs no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["maillage", "healthcheck"]
ENTRYPOINT ["maillage"]
CMD ["serve"]
