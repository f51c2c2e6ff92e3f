# shellcheck shell=bash disable=SC2154 # what run.sh sets
# The stack itself: what its user does, and what must come of it.

# Tokens that nobody but the gateway and the provider may have: others each time, so that no file of the clone has them.
random() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }
: "${openai_token:=openai-token-$(random)}" "${anthropic_token:=anthropic-token-$(random)}"
port=4000 tls_port=4443
url=http://127.0.0.1:$port

start_provider() {
  "$STACK_PROVIDER" 0.0.0.0 9100 >>"$STACK_KEEP/provider.log" 2>&1 &
}

make_clone() {
  mkdir -p "$clone" "$scratch/home"
  git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from - --ignore-failed-read | tar --extract --directory "$clone"
  mkdir -p "$clone/dist"
  cp "$STACK_BINARY" "$clone/dist/agentproxy-setup"
  # LiteLLM's own image has the programs that its database layer needs. They are no part of any package, so here it does
  # without the database.
  printf 'services:\n  litellm:\n    environment:\n      DATABASE_HOST: ""\n' >"$scratch/no-database.yml"
  chown -R 1000:1000 "$clone"
  export HOME=$scratch/home
}

setup() { "$STACK_BINARY" "$@" --project "$clone"; }
compose=(docker-compose)
dc() { "${compose[@]}" --ansi never "$@"; }
key() { sed -n 's/^LITELLM_MASTER_KEY=//p' "$clone/.env"; }
ask() { curl --silent --show-error --max-time 60 --header "Authorization: Bearer ${KEY:-$(key)}" "$@"; }

# What initialize was told last decides whether LiteLLM is there, which needs its override.
initialize() {
  local settings=(
    "OPENAI_API_KEY=$openai_token" "OPENAI_API_BASE=http://host.docker.internal:9100/v1"
    "ANTHROPIC_API_KEY=$anthropic_token" "ANTHROPIC_API_BASE=http://host.docker.internal:9100"
    "AGENTPROXY_BUILD_IMAGE=debian:bookworm-slim" "AGENTPROXY_ENGINE=compose"
  ) arguments=()
  for setting in "${settings[@]}" "$@"; do
    if [ -n "$setting" ]; then arguments+=(--set "$setting"); fi
  done
  "$STACK_BINARY" init --project "$clone" --yes "${arguments[@]}"
  local files=docker-compose.yml
  rm -f docker-compose.override.yml
  if has_litellm; then
    cp "$scratch/no-database.yml" docker-compose.override.yml
    files+=:docker-compose.override.yml
  fi
  "$STACK_BINARY" init --project "$clone" --yes --set "COMPOSE_FILE=$files"
}

# Whether it is LiteLLM, with PostgreSQL and Redis, and not the embedded gateway.
has_litellm() { grep -q '^  postgres:' docker-compose.yml; }

accept() {
  dc config --quiet
  dc -f docker-compose.yml -f .devcontainer/docker-compose.yml config --quiet
  note "$(dc version | sed -n 1p)"
}

# Where Docker's command looks for it, and so do we.
use_plugin() {
  mkdir -p "$HOME/.docker/cli-plugins"
  cp "$STACK_CACHE/docker-compose-2/docker-compose" "$HOME/.docker/cli-plugins/"
  compose=(docker compose)
}

healthy() {
  local service=$1 id state tries=0
  for id in $(dc ps --quiet "$service"); do
    until [ "$(docker inspect --format '{{.State.Health.Status}}' "$id")" = healthy ]; do
      tries=$((tries + 1))
      state=$(docker inspect --format '{{.State.Status}}' "$id")
      if [ "$tries" -gt 600 ] || [ "$state" = exited ] ||
        [ "$(docker inspect --format '{{.RestartCount}}' "$id")" -gt 1 ]; then
        dc logs --tail 30 "$service"
        docker inspect --format '{{json .State}}' "$id"
        exit 1
      fi
      sleep 0.3
    done
  done
}

all_healthy() {
  local service
  expect "there are services" [ -n "$(dc ps --services)" ]
  for service in $(dc ps --services); do
    if [ -n "$(dc ps --quiet "$service")" ]; then healthy "$service"; fi
  done
}

start_stack() {
  setup up | tee "$scratch/up"
  expect "it says where it is" grep -qxF "up at http://localhost:$port" "$scratch/up"
  all_healthy
  dc ps
}

# Of the containers, who had which before and after: NAME ID per line.
containers() { docker ps --no-trunc --format '{{.Names}} {{.ID}}' | sort; }

# And since when each runs.
starts() { docker ps --quiet | xargs docker inspect --format '{{.Name}} {{.Id}} {{.State.StartedAt}}' | sort; }

everyday() {
  setup up | tee "$scratch/up"
  expect "a second up finds it up" grep -q '^already up' "$scratch/up"
  setup status | tee "$scratch/status"
  expect "status: the engine, and why" grep -q '^engine    compose, as AGENTPROXY_ENGINE says' "$scratch/status"
  expect "status: up" grep -q '^gateway   up' "$scratch/status"
  local service services
  services=$(dc ps --services --filter status=running)
  expect "the gateway runs" grep -qx litellm <<<"$services"
  for service in $services; do
    expect "status: $service is healthy" grep -qE "^$service +Up .*\(healthy\)" "$scratch/status"
  done
  expect "status: the models" grep -qE '^gpt-5.5 +openai' "$scratch/status"
  refuse "status: the key" grep -qF "$(key)" "$scratch/status"
  setup status --json | tee "$scratch/status"
  expect "status as JSON" grep -q '"state" : "up"' "$scratch/status"
  setup logs -n 50 | tee "$scratch/log"
  expect "logs: of the gateway" grep -q 'litellm' "$scratch/log"
  starts >"$scratch/before"
  setup restart | tee "$scratch/up"
  expect "restart says so" grep -q '^started anew' "$scratch/up"
  starts >"$scratch/after"
  refuse "restart: the gateway ran on" cmp --silent <(grep litellm "$scratch/before") <(grep litellm "$scratch/after")
  expect "restart: the others ran on" cmp <(grep -v litellm "$scratch/before") <(grep -v litellm "$scratch/after")
  healthy litellm
  setup up | tee "$scratch/up"
  starts >"$scratch/before"
  expect "up after it has nothing to do" cmp "$scratch/before" "$scratch/after"
}

update_stack() {
  local old
  start_registry
  for service in postgres redis; do publish_as_is "$(image_of "$service")"; done
  publish "$(image_of litellm)" litellm-database:test
  initialize "LITELLM_IMAGE=$registry/litellm-database:test" "AGENTPROXY_PROVIDERS="
  setup up
  # A newer one of the same name.
  old=$(docker image inspect --format '{{.Id}}' "$(image_of redis)")
  printf 'FROM %s\nLABEL newer=yes\n' "$(image_of redis)" | docker build --quiet --tag newer -
  docker tag newer "$(image_of redis)"
  publish_as_is "$(image_of redis)"
  docker tag "$old" "$(image_of redis)"
  containers >"$scratch/before"
  setup update | tee "$scratch/up"
  containers >"$scratch/after"
  expect "update says so" grep -q '^started anew, with what is newer' "$scratch/up"
  expect "Redis is the newer one" [ "$(docker inspect --format '{{.Config.Labels.newer}}' "$(dc ps --quiet redis)")" = yes ]
  expect "the gateway and PostgreSQL are as before" cmp <(grep -v redis "$scratch/before") <(grep -v redis "$scratch/after")
  expect "it is up" ask --fail --output /dev/null "$url/models"
  initialize "LITELLM_IMAGE="
  docker tag "$old" "$(image_of redis)"
  stop_registry
}

update_embedded() {
  start_registry
  publish_as_is docker.io/library/debian:bookworm-slim
  # Another build of the program.
  printf x >>"$clone/dist/agentproxy-setup"
  containers >"$scratch/before"
  setup update | tee "$scratch/up"
  expect "update says so" grep -q '^started anew, with what is newer' "$scratch/up"
  containers >"$scratch/after"
  refuse "the gateway is the old one" cmp --silent <(grep litellm "$scratch/before") <(grep litellm "$scratch/after")
  expect "it is up" ask --fail --output /dev/null "$url/models"
  stop_registry
}

# The checks about this machine and the stack: the tools are the devcontainer's.
diagnose() {
  setup doctor --only host,env,rendered,engine,gateway,providers,leaks,together,devcontainer --ascii | tee "$scratch/doctor"
  expect "it has seen LiteLLM" grep -qE 'version +LiteLLM 1\.' "$scratch/doctor"
  expect "the key is accepted" grep -qE 'right key +accepted' "$scratch/doctor"
}

ports() {
  ss --listening --tcp --numeric --no-header | awk '{ print $4 }' | sort -u | tee "$scratch/listening"
  expect "the gateway listens on 127.0.0.1" grep -qx "127.0.0.1:$port" "$scratch/listening"
  refuse "something else listens for others" grep -vE '^127\.|^\[::1\]|^\*:9100$|^0\.0\.0\.0:9100$' "$scratch/listening"
}

who_has_tokens() {
  local id service
  for service in $(dc ps --services); do
    for id in $(dc ps --quiet "$service"); do
      docker inspect "$id" >"$scratch/inspected"
      docker exec --user root "$id" sh -c 'cat /proc/[0-9]*/environ 2>/dev/null' >>"$scratch/inspected" || true
      if [ "$service" = litellm ]; then
        expect "litellm has the token" grep -qaF "$openai_token" "$scratch/inspected"
      else
        refuse "$service has a token" grep -qaF -e "$openai_token" -e "$anthropic_token" "$scratch/inspected"
      fi
    done
  done
}

verify() {
  expect "the way that needs no key" curl --silent --fail "$url/health/liveliness"
  ask "$url/models" | tee "$scratch/models"
  expect "the models are listed" grep -q '"gpt-3.5-turbo"' "$scratch/models"
  ask "$url/v1/chat/completions" --header 'Content-Type: application/json' \
    --data '{"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hello! say hello to the stack"}]}' |
    tee "$scratch/answer"
  expect "there is an answer" grep -q 'the provider says hello' "$scratch/answer"
  KEY=sk-wrong ask --output /dev/null --write-out '%{http_code}\n' "$url/models" | tee "$scratch/status"
  expect "a wrong key is refused" grep -qE '^4' "$scratch/status"
  expect "the provider got its own token" grep -qxF "/v1/chat/completions Bearer $openai_token" "$STACK_KEEP/provider.log"
  refuse "the provider got the gateway's key" grep -qF "$(key)" "$STACK_KEEP/provider.log"
}

# provider_error MODEL: one that has a single deployment.
provider_error() {
  local model=$1 try
  for try in 1 2 3; do
    ask "$url/v1/chat/completions" --header 'Content-Type: application/json' --write-out '\n%{http_code}\n' \
      --data '{"model": "'"$model"'", "messages": [{"role": "user", "content": "refuse this"}]}' | tee "$scratch/answer"
    expect "the provider's 401, time $try" grep -qx 401 "$scratch/answer"
    expect "the provider's words, time $try" grep -q 'does not know this token' "$scratch/answer"
  done
}

sql() { dc exec -T postgres psql --username litellm --dbname litellm --set ON_ERROR_STOP=1 "$@"; }

request_logs() {
  local migrations
  migrations=$(echo "$STACK_PROGRAMS"/litellm-*/lib/python3*/site-packages/litellm_proxy_extras/migrations)
  cat "$migrations"/*/migration.sql >"$scratch/migrations.sql"
  sql --quiet <"$scratch/migrations.sql"
  sql --quiet <<'SQL'
INSERT INTO "LiteLLM_SpendLogs" (request_id, call_type, "startTime", "endTime", "completionStartTime", model, model_group,
  model_id, prompt_tokens, completion_tokens, spend, status, cache_hit, metadata)
SELECT 'request-' || n, 'acompletion', timestamp '2026-11-25' + n * interval '1 second',
  timestamp '2026-11-25' + n * interval '1 second' + interval '1.5 seconds',
  timestamp '2026-11-25' + n * interval '1 second' + interval '0.25 seconds', 'openai/upstream-name', 'gpt-5.5',
  'd1', n, 7, 0.5,
  CASE n WHEN 3 THEN 'failure' ELSE 'success' END, 'False', '{"error_information": {"error_message": "no"}}'
FROM generate_series(1, 50000) n;
INSERT INTO "LiteLLM_SpendLogs" (request_id, call_type, "startTime", "endTime", model, model_group, model_id, status, metadata)
VALUES ('refused', 'acompletion', timestamp '2026-11-25' + interval '49999.5 seconds',
  timestamp '2026-11-25' + interval '49999.6 seconds', 'openai/upstream-name', 'gpt-4', 'd2', 'failure',
  '{"error_information": {"error_code": "401", "error_class": "AuthenticationError"}}');
ANALYZE "LiteLLM_SpendLogs";
SQL
  # The words of the documents, as they are.
  sql --expanded --command 'SELECT * FROM request_logs ORDER BY created_at DESC LIMIT 10;' | tee "$scratch/rows"
  expect "ten rows" [ "$(grep -c 'RECORD' "$scratch/rows")" = 10 ]
  expect "the newest first" grep -qE '^request_id +\| request-50000$' "$scratch/rows"
  expect "the client's model" grep -qE '^model +\| gpt-5.5$' "$scratch/rows"
  expect "the time it took" grep -qE '^latency_ms +\| 1500' "$scratch/rows"
  sql --command 'EXPLAIN SELECT * FROM request_logs ORDER BY created_at DESC LIMIT 10' | tee "$scratch/plan"
  expect "by LiteLLM's index" grep -q 'Index Scan' "$scratch/plan"
  setup usage --since all --csv | tee "$scratch/usage"
  expect "usage: the same rows" grep -qE '^gpt-5.5,50000,1,1250025000,350000,' "$scratch/usage"
  setup status | tee "$scratch/status"
  expect "status: how the models are" grep -qE '^gpt-5.5 .* ok ' "$scratch/status"
  expect "status: whose last request failed" grep -qE '^gpt-4 .* 401, .* ago' "$scratch/status"
  expect "status: the last requests" grep -qE ' ago .* gpt-4 +401 .* AuthenticationError' "$scratch/status"
  setup usage --last 2 --csv | tee "$scratch/usage"
  expect "usage: the last requests" grep -q ',gpt-4,401,100.000,' "$scratch/usage"
  # What a later version may do to the table.
  sql --command 'ALTER TABLE "LiteLLM_SpendLogs" ALTER COLUMN spend TYPE numeric'
  sql --command 'ALTER TABLE "LiteLLM_SpendLogs" RENAME COLUMN cache_hit TO hit' 2>&1 | tee "$scratch/renamed"
  expect "it says what it lacks" grep -q 'request_logs is not there' "$scratch/renamed"
  sql --command 'ALTER TABLE "LiteLLM_SpendLogs" RENAME COLUMN hit TO cache_hit'
  expect "the view is there again" sql --command 'SELECT count(*) FROM request_logs'
  note "$(find "$migrations" -name migration.sql | wc -l) migrations, 50000 rows"
}

load() { python3 "$root/Tests/Stack/load.py" "$@"; }

restart_data() {
  load "$url" "$(key)" 8 14 >"$scratch/load" 2>&1 &
  local pid=$!
  sleep 3
  dc restart --timeout 5 postgres
  dc restart --timeout 5 redis
  wait "$pid"
  cat "$scratch/load"
  note "$(head -n 1 "$scratch/load")"
  expect "no request is lost" grep -q ' lost=0 ' "$scratch/load"
  healthy postgres
  healthy redis
}

redis_state() {
  # And with a model that two providers have: with what is new in its environment comes a new container.
  initialize "AGENTPROXY_CACHE=on" "AGENTPROXY_PROVIDERS=OTHER" "OTHER_API_KEY=$openai_token" \
    "OTHER_API_BASE=http://host.docker.internal:9100/v1" "OTHER_MODELS=gpt-5.5"
  setup up | tee "$scratch/up"
  expect "a new container" grep -q '^started anew, as its settings or images have changed' "$scratch/up"
  healthy litellm
  # It is written to Redis after the client has its answer.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    ask --dump-header - "$url/v1/chat/completions" --header 'Content-Type: application/json' \
      --data '{"model": "gpt-5.5", "messages": [{"role": "user", "content": "say hello to the stack from memory"}]}'
    sleep 0.2
  done | tee "$scratch/answers"
  expect "a later answer is from the cache" grep -qi '^x-litellm-cache-key' "$scratch/answers"
  dc exec -T redis redis-cli --scan | tee "$scratch/keys"
  expect "the router's state" grep -q '^global_router:' "$scratch/keys"
  note "$(wc -l <"$scratch/keys") keys"
  provider_error gpt-4
  initialize "AGENTPROXY_CACHE=off"
  setup up | tee "$scratch/up"
  expect "LiteLLM reads its configuration again" grep -q '^started anew, litellm_config.yaml has changed' "$scratch/up"
  healthy litellm
}

start_tls() {
  initialize "COMPOSE_PROFILES=tls"
  dc up --detach --scale litellm=3
  healthy litellm
  healthy caddy
  setup up
  expect "there are still three" [ "$(dc ps --quiet litellm | wc -l)" = 3 ]
  dc exec -T caddy cat /data/caddy/pki/authorities/local/root.crt >"$scratch/root.crt"
  ask --cacert "$scratch/root.crt" "https://localhost:$tls_port/models" | tee "$scratch/models"
  expect "HTTPS, by its own authority" grep -q '"gpt-5.5"' "$scratch/models"
  ask "$url/models" | tee "$scratch/models"
  expect "the gateway's usual address" grep -q '"gpt-5.5"' "$scratch/models"
  ask --no-buffer "$url/v1/chat/completions" --header 'Content-Type: application/json' \
    --data '{"model": "gpt-5.5", "stream": true, "messages": [{"role": "user", "content": "say hello to the stack"}]}' |
    tee "$scratch/stream"
  expect "a stream" grep -q '^data: \[DONE\]' "$scratch/stream"
}

allowed_addresses() {
  initialize "AGENTPROXY_ALLOWED_IPS=10.99.0.0/16"
  dc up --detach --scale litellm=3
  healthy caddy
  ask --output /dev/null --write-out '%{http_code}\n' "$url/models" | tee "$scratch/status"
  expect "403 for who is not named" grep -qx 403 "$scratch/status"
  initialize "AGENTPROXY_ALLOWED_IPS=127.0.0.1"
  dc up --detach --scale litellm=3
  healthy caddy
  ask --output /dev/null --write-out '%{http_code}\n' "$url/models" | tee "$scratch/status"
  expect "200 for this machine" grep -qx 200 "$scratch/status"
  initialize "AGENTPROXY_ALLOWED_IPS="
  dc up --detach --scale litellm=3
  healthy caddy
}

kill_replica() {
  load "https://localhost:$tls_port" "$(key)" 12 20 --ca "$scratch/root.crt" --slowly >"$scratch/load" 2>&1 &
  local pid=$! victim replica
  sleep 6
  # To the end: `docker compose` 2 writes a line at a time, and is ended by the second where nobody reads any more.
  victim=$(dc ps --quiet litellm | sed -n 1p)
  for replica in $(dc ps --quiet litellm); do
    docker logs --since 5s "$replica" >"$scratch/log" 2>&1
    expect "each has its share" grep -q '/v1/chat/completions' "$scratch/log"
  done
  docker kill --signal KILL "$victim"
  wait "$pid"
  cat "$scratch/load"
  note "$(head -n 1 "$scratch/load")"
  expect "no request is lost that is asked again" grep -q ' lost=0 ' "$scratch/load"
  refuse "nobody noticed" grep -q ' again=0 ' "$scratch/load"
  docker start "$victim"
  healthy litellm
}

scaling() {
  local replicas
  for replicas in 3 2 1; do
    dc up --detach --no-recreate --scale "litellm=$replicas"
    healthy litellm
    load "$url" "$(key)" 16 8 | tee "$scratch/load"
    note "  $replicas: $(head -n 1 "$scratch/load")"
  done
}

stop_tls() {
  dc down --remove-orphans
  initialize "COMPOSE_PROFILES="
  dc up --detach
  healthy litellm
  expect "Caddy is gone" [ "$(docker ps --quiet | wc -l)" = 3 ]
}

rotate_key() {
  local old
  old=$(key)
  setup rotate-key --yes 2>&1 | tee "$scratch/rotation"
  expect "it has asked the gateway" grep -q 'accepts the new key, and refuses the old one' "$scratch/rotation"
  refuse "the key stays the same" [ "$old" = "$(key)" ]
  KEY=$old ask --output /dev/null --write-out '%{http_code}\n' "$url/models" | tee "$scratch/status"
  expect "the old key is refused" grep -qE '^4' "$scratch/status"
  ask --output /dev/null --write-out '%{http_code}\n' "$url/models" | tee "$scratch/status"
  expect "the new one is taken" grep -qx 200 "$scratch/status"
}

stop_stack() {
  setup down | tee "$scratch/down"
  expect "down says so" grep -qx down "$scratch/down"
  expect "no container of the stack" [ -z "$(dc ps --quiet)" ]
  expect "the volumes stay" [ -n "$(docker volume ls --quiet)" ]
  setup status | tee "$scratch/status" || true
  expect "status: not up" grep -q '^gateway   not up' "$scratch/status"
  # Version 2 removes no volume of a service whose profile is off.
  COMPOSE_PROFILES=tls dc -f docker-compose.yml -f .devcontainer/docker-compose.yml down --volumes --remove-orphans
  expect "no container" [ -z "$(docker ps --all --quiet)" ]
  docker volume ls
  expect "no volume" [ -z "$(docker volume ls --quiet)" ]
  expect "no network but Docker's own" [ "$(docker network ls --quiet | wc -l)" = 3 ]
}

embedded_log() {
  dc logs litellm | tee "$scratch/log"
  expect "the log shows the request" grep -q '/v1/chat/completions' "$scratch/log"
  setup usage | tee "$scratch/usage"
  expect "a row for the request" grep -q '^gpt-3.5-turbo ' "$scratch/usage"
  setup usage --by tool --since all --csv | tee "$scratch/usage"
  expect "as CSV" grep -q '^curl,' "$scratch/usage"
  setup status | tee "$scratch/status"
  expect "status: the last requests" grep -qE ' ago +curl +gpt-3.5-turbo +200 ' "$scratch/status"
  expect "status: how the models are" grep -qE '^gpt-3.5-turbo .* ok' "$scratch/status"
}

# LiteLLM has no database here, and therefore no log: rows come from the test later.
no_usage() {
  setup usage 2>&1 | tee "$scratch/usage" || true
  expect "usage says why there is nothing" grep -q 'runs without its database' "$scratch/usage"
}
