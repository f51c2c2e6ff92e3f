#!/usr/bin/env bash
# The inner half of script/test-stack: runs in namespaces of its own, as their first process.
set -euo pipefail

# shellcheck source=lib/engine.sh
. Tests/Stack/lib/engine.sh
# shellcheck source=lib/steps.sh
. Tests/Stack/lib/steps.sh
# shellcheck source=lib/stack.sh
. Tests/Stack/lib/stack.sh
# shellcheck source=lib/devcontainer.sh
. Tests/Stack/lib/devcontainer.sh
# shellcheck source=lib/podman.sh
. Tests/Stack/lib/podman.sh
# shellcheck source=lib/image.sh
. Tests/Stack/lib/image.sh

root=$PWD
scratch=$(mktemp -d /tmp/stack-test.XXXXXX)
clone=$scratch/agentproxy
trap 'stop_engine; umount --lazy "$scratch"/podman/images/overlay 2>/dev/null || true; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
: >"$STACK_KEEP/summary.txt"
began=$SECONDS

wants() { [[ ,$STACK_ONLY, == *",$1,"* ]]; }

start_engine
build_images
start_provider
make_clone
if [ -n "$STACK_SHELL" ]; then
  cd "$clone" && exec bash -i
fi

if wants compose || wants devcontainer || wants tls || wants strict; then
  essential "init writes the configuration" initialize ""
  step "docker-compose takes the files" accept
  essential "the stack starts, every service healthy" start_stack
  if wants compose; then
    step "up again, status, logs, restart" everyday
    step "doctor finds no error" diagnose
    step "usage without a database" no_usage
    step "the ports are open on 127.0.0.1 alone" ports
    step "nobody but LiteLLM has a provider's token" who_has_tokens
    step "the answers of 'verify setup'" verify
    step "a provider's own error is what one gets, again and again" provider_error gpt-5.5
    step "request_logs and usage, on LiteLLM's own schema" request_logs
    step "PostgreSQL and Redis restarted under load" restart_data
    step "Redis has the shared state" redis_state
    step "update: what is newer in the registry" update_stack
  fi
  if wants devcontainer; then devcontainer_steps open; fi
  if wants tls; then
    step "profile tls: HTTPS in front of three replicas" start_tls
    step "who is not in AGENTPROXY_ALLOWED_IPS stays out" allowed_addresses
    step "a replica killed under load" kill_replica
    step "rate by number of replicas" scaling
    step "back to one without Caddy" stop_tls
  fi
  if wants strict; then
    step "init: the devcontainer's network becomes strict" initialize "AGENTPROXY_DEVCONTAINER_NETWORK=strict"
    devcontainer_steps strict
    step "init: open again" open_again
  fi
  step "rotate-key: the old key is refused" rotate_key
  step "down keeps the volumes alone, and down -v leaves nothing" stop_stack
fi
if wants embedded; then
  essential "init: profile embedded" initialize "COMPOSE_PROFILES=embedded"
  essential "our own image is built and starts" start_stack
  step "up again, status, logs, restart" everyday
  if is_static "$STACK_BINARY"; then step "the program in it needs no library" linked_statically; fi
  step "nobody but the gateway has a provider's token" who_has_tokens
  step "the answers of 'verify setup'" verify
  step "the log of requests" embedded_log
  step "update: the image is made again" update_embedded
  devcontainer_steps open
  step "rotate-key: the old key is refused" rotate_key
  step "down keeps the volumes alone, and down -v leaves nothing" stop_stack
fi
if wants compose2; then
  use_plugin
  essential "docker compose 2: init" initialize "COMPOSE_PROFILES="
  step "docker compose 2 takes the files" accept
  essential "docker compose 2: the stack starts, every service healthy" start_stack
  step "docker compose 2: up again, status, logs, restart" everyday
  step "docker compose 2: nobody but LiteLLM has a provider's token" who_has_tokens
  step "docker compose 2: the answers of 'verify setup'" verify
  step "docker compose 2: PostgreSQL and Redis restarted under load" restart_data
  devcontainer_in_short
  step "docker compose 2: HTTPS in front of three replicas" start_tls
  step "docker compose 2: a replica killed under load" kill_replica
  step "docker compose 2: back to one without Caddy" stop_tls
  step "docker compose 2: rotate-key" rotate_key
  step "docker compose 2: down, and down -v" stop_stack
  essential "docker compose 2: init: profile embedded" initialize "COMPOSE_PROFILES=embedded"
  essential "docker compose 2: our own image is built and starts" start_stack
  step "docker compose 2: the answers of 'verify setup'" verify
  devcontainer_in_short
  step "docker compose 2: down, and down -v" stop_stack
fi
if wants podman; then step "the embedded gateway by podman-compose: up, status, usage, rotate-key, down" podman_stack; fi
if wants image; then
  essential "an image with Swift" swift_image
  essential "our own image, compiled in its own stage, starts" compiled_image
  step "the program in it needs no library" linked_statically
  step "the answers of 'verify setup'" verify
  devcontainer_in_short
  step "down, and down -v" stop_stack
fi
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep -v none >"$STACK_KEEP/images.txt"
finish
