# shellcheck shell=bash disable=SC2154 # what run.sh sets
# A Docker engine of our own, the images in it, and a registry for what is to be fetched.

registry=127.0.0.1:5000

start_engine() {
  # Podman's control groups go as well, unless they are the machine's own.
  had_podman=$(find /sys/fs/cgroup -maxdepth 2 -type d -name libpod_parent)
  ip link set lo up
  # A provider on this machine, by the name that it has in the containers: `doctor` asks it from here.
  { cat /etc/hosts && echo "127.0.0.1 host.docker.internal"; } >"$scratch/hosts"
  mount --bind "$scratch/hosts" /etc/hosts
  engine=$(mktemp -d /tmp/stack-engine.XXXXXX)
  export DOCKER_HOST=unix://$engine/docker.sock
  unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_CONFIG
  # The pictures of earlier runs are kept, so that only what changed is made anew.
  # In a session of its own, where Control-C does not reach it before what it runs is taken down.
  setsid dockerd --host "$DOCKER_HOST" --data-root "$STACK_CACHE/docker" --exec-root "$engine/exec" \
    --pidfile "$engine/docker.pid" --storage-driver overlay2 --registry-mirror "http://$registry" \
    --cgroup-parent /agentproxy-test-stack >"$STACK_KEEP/dockerd.log" 2>&1 &
  dockerd=$!
  local tries=0
  until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if ! kill -0 "$dockerd" 2>/dev/null || [ "$tries" -gt 600 ]; then
      echo "script/test-stack: dockerd does not start here:" >&2
      tail -n 5 "$STACK_KEEP/dockerd.log" >&2
      exit 69
    fi
    sleep 0.2
  done
  # What a run that was killed left behind: it has been started again by now.
  clear_engine
}

# The engine is ours alone.
clear_engine() {
  docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes >/dev/null 2>&1 || true
  docker network prune --force >/dev/null 2>&1 || true
  docker volume ls --quiet | xargs --no-run-if-empty docker volume rm --force >/dev/null 2>&1 || true
}

stop_engine() {
  [ -n "${dockerd:-}" ] || return 0
  clear_engine
  # And the images of earlier inputs.
  docker image prune --force >/dev/null 2>&1 || true
  kill "$dockerd" 2>/dev/null || true
  wait "$dockerd" 2>/dev/null || true
  rm -rf "$engine"
  # Control groups are the one thing that no namespace takes with it.
  find /sys/fs/cgroup -depth -type d -path '*/agentproxy-test-stack*' -exec rmdir {} + 2>/dev/null || true
  [ -n "$had_podman" ] || find /sys/fs/cgroup -depth -type d -path '*/libpod_parent*' -exec rmdir {} + 2>/dev/null || true
}

# copy_linked FROM TO: as links, where that is possible.
copy_linked() {
  mkdir -p "$2"
  cp --recursive --link "$1/." "$2/" 2>/dev/null || cp --recursive --force "$1/." "$2/"
}

# build_image NAME FOLDER: an image under an official name.
build_image() {
  DOCKER_BUILDKIT=0 docker build --quiet --label "test-stack=$inputs" --tag "$1" "$2" >>"$STACK_KEEP/images.log" 2>&1
}

# The stand-ins. The files that they take from this machine are linked into the build's folder, not copied.
build_images() {
  local work=$scratch/images libraries inputs
  # Those of an earlier run have another program in them; what of their layers is the same is found again.
  docker rmi --force agentproxy-setup:local agentproxy-workspace agentproxy_workspace >/dev/null 2>&1 || true
  inputs=$(find Tests/Stack/images "$STACK_CACHE/async-timeout" Tests/Stack/lib/engine.sh -type f -exec cat {} + |
    cat - docker-compose.yml <(ls "$STACK_PROGRAMS"; echo "$STACK_BASE") | sha256sum | cut -c1-12)
  [ "$(docker images --quiet --filter "label=test-stack=$inputs" | sort -u | wc -l)" -lt 5 ] || return 0
  echo "== images under the official names" >&2
  if ! docker image inspect "agentproxy-test-base:$(basename "$STACK_BASE" .tar)" >/dev/null 2>&1; then
    docker import "$STACK_BASE" "agentproxy-test-base:$(basename "$STACK_BASE" .tar)" >/dev/null
  fi
  docker tag "agentproxy-test-base:$(basename "$STACK_BASE" .tar)" agentproxy-test-base
  docker tag agentproxy-test-base debian:bookworm-slim
  cp --recursive Tests/Stack/images "$work"
  libraries=$(echo "$STACK_PROGRAMS"/litellm-*/lib/python3*/site-packages)
  copy_linked "$libraries" "$work/litellm/site-packages"
  cp --recursive "$STACK_CACHE/async-timeout/." "$work/litellm/site-packages/"
  cp "$STACK_PROGRAMS"/openai-codex-cli-bin-*/lib/python3*/site-packages/codex_cli_bin/bin/codex "$work/node/codex"
  cp "$STACK_PROGRAMS"/claude-agent-sdk-*/lib/python3*/site-packages/claude_agent_sdk/_bundled/claude "$work/node/claude"
  # Each under the name that the stack asks for.
  build_image "$(image_of litellm)" "$work/litellm"
  build_image "$(image_of postgres)" "$work/postgres"
  build_image "$(image_of redis)" "$work/redis"
  build_image "$(image_of caddy)" "$work/caddy"
  build_image docker.io/library/node:22-bookworm-slim "$work/node"
  rm -rf "$work"
}

# The registry, which stands for Docker Hub: the engine asks it first. It ends with stop_registry.
start_registry() {
  local tries=0
  docker rm --force --volumes registry >/dev/null 2>&1 || true
  printf '%s\n' 'version: 0.1' 'storage: {filesystem: {rootdirectory: /tmp/registry}}' 'http: {addr: ":5000"}' \
    >"$scratch/registry.yml"
  docker run --detach --rm --name registry --publish "$registry:5000" --volume "$scratch/registry.yml:/registry.yml:ro" \
    agentproxy-test-base docker-registry serve /registry.yml
  until curl --silent --fail --output /dev/null "http://$registry/v2/"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || exit 1
    sleep 0.1
  done
}

stop_registry() { docker rm --force --volumes registry; }

# publish IMAGE NAME: puts an image into the registry under another name.
publish() {
  docker tag "$1" "$registry/$2"
  docker push --quiet "$registry/$2"
}

# publish_as_is IMAGE: under the name that it has at Docker Hub.
publish_as_is() { publish "$1" "${1#docker.io/}"; }

# image_of SERVICE: the pinned image in docker-compose.yml.
image_of() {
  sed -n "s/^    image: \${$(tr '[:lower:]' '[:upper:]' <<<"$1")_IMAGE:-\([^}]*\)}.*/\1/p" docker-compose.yml
}
