# agentproxy-setup as an image: the embedded gateway in a container. docs/stack.md tells how it is used.
# Where it is built. With a built one in dist/ any small image will do here.
ARG BUILD_IMAGE=docker.io/library/swift:6.3.1-bookworm
FROM ${BUILD_IMAGE} AS build
WORKDIR /source
# Named one by one, so that no .env can get into a layer. The patterns match nothing where there is no built one.
COPY Package.swift dis[t]/agentproxy-setu[p] ./
COPY Plugins Plugins
COPY Sources Sources
COPY Templates Templates
COPY Tests Tests
RUN if [ ! -x agentproxy-setup ]; then \
    apt-get update && apt-get install --yes --no-install-recommends libsqlite3-dev \
    && swift build --configuration release --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s \
      --product agentproxy-setup --scratch-path /build \
    && cp /build/release/agentproxy-setup .; \
  fi \
  && install -D agentproxy-setup /out/agentproxy-setup

FROM docker.io/library/debian:bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin agentproxy \
  && install --directory --owner agentproxy /data
COPY --from=build /out/agentproxy-setup /usr/local/bin/
# One from dist/ that is not linked statically would fail only when it is started.
RUN agentproxy-setup --version
USER agentproxy
WORKDIR /data
VOLUME /data
EXPOSE 4000
# The image has no curl, but bash.
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/4000 && printf 'GET /health/liveliness HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["agentproxy-setup"]
CMD ["proxy", "--host", "0.0.0.0", "--port", "4000", "--config", "/etc/agentproxy/litellm_config.yaml", "--request-log", "/data/requests.sqlite"]
