# shellcheck shell=bash disable=SC2154 # what run.sh sets
# The embedded gateway once more, by Podman: Docker's commands are taken away, so that it is found. Its images, networks
# and containers are in a folder of its own.
podman_stack() {
  local tool place
  folder=$scratch/podman
  mkdir -p "$folder/bin" "$folder/run"
  for tool in $(compgen -c | sort -u | grep -v '^docker'); do
    tool=$(type -P "$tool") && ln -sf "$tool" "$folder/bin/" || true
  done
  ln -sf "$STACK_CACHE/podman-compose-1.6.0/bin/podman-compose" "$folder/bin/"
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$folder/images" "$folder/run" \
    >"$folder/storage.conf"
  # Debian's other runtime wants control groups of one version alone.
  printf '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\n[network]\nnetwork_config_dir = "%s"\n' \
    "$folder/networks" >"$folder/containers.conf"
  # What it keeps elsewhere is the machine's own Podman's as well: there is nothing of that in here, and it gets nothing.
  for place in /run /dev/shm; do mount -t tmpfs tmpfs "$place"; done
  export CONTAINERS_STORAGE_CONF=$folder/storage.conf CONTAINERS_CONF=$folder/containers.conf PATH=$folder/bin
  unset DOCKER_HOST
  trap 'podman system reset --force; umount --lazy "$folder/images/overlay" 2>/dev/null || true' EXIT
  initialize "COMPOSE_PROFILES="
  podman-compose config >/dev/null
  podman-compose -f docker-compose.yml -f .devcontainer/docker-compose.yml config >/dev/null
  podman import "$STACK_BASE" docker.io/library/debian:bookworm-slim >/dev/null
  initialize "COMPOSE_PROFILES=embedded" "AGENTPROXY_ENGINE=auto" \
    "OPENAI_API_BASE=http://host.containers.internal:9100/v1" "ANTHROPIC_API_BASE=http://host.containers.internal:9100" \
    "AGENTPROXY_BUILD_IMAGE=docker.io/library/debian:bookworm-slim"
  setup up 2>&1 | tee "$scratch/up"
  expect "podman-compose is taken" grep -q 'engine: compose, as `podman-compose` works here' "$scratch/up"
  expect "it says where it is" grep -qxF "up at http://localhost:$port" "$scratch/up"
  setup up | tee "$scratch/up"
  expect "a second up finds it up" grep -q '^already up' "$scratch/up"
  verify
  setup status | tee "$scratch/status"
  expect "status: up" grep -q '^gateway   up' "$scratch/status"
  expect "status: the service" grep -qE '^litellm +Up ' "$scratch/status"
  setup usage | tee "$scratch/usage"
  expect "a row for the request" grep -q '^gpt-3.5-turbo ' "$scratch/usage"
  setup logs -n 20 | tee "$scratch/log"
  expect "the log shows the request" grep -q '/v1/chat/completions' "$scratch/log"
  rotate_key
  setup restart
  expect "it is up" ask --fail --output /dev/null "$url/models"
  setup down | tee "$scratch/down"
  expect "down says so" grep -qx down "$scratch/down"
  expect "no container" [ -z "$(podman ps --all --quiet)" ]
}
