# shellcheck shell=bash disable=SC2154 # what run.sh sets
# The devcontainer: what an agent in it gets, does, and cannot do.

devcontainer_steps() {
  step "devcontainer ($1): starts beside the stack" start_workspace
  step "devcontainer ($1): post-create" post_create
  step "devcontainer ($1): codex exec, a text and a tool call" codex_inside
  step "devcontainer ($1): claude -p, a text and a tool call" claude_inside
  if [ "$1" = open ]; then
    step "devcontainer ($1): Codex and Claude Code on a provider with chat completions alone" chat_only_inside
  fi
  step "devcontainer ($1): .env replaced on the host, and out of sight again" mask_comes_back
  step "devcontainer ($1): doctor finds no error" diagnose_inside
  step "devcontainer ($1): no provider token to be found" no_token_inside
  step "devcontainer ($1): what can be reached" reach "$1"
  step "devcontainer ($1): goes" stop_workspace
}

# What differs by the program that starts it.
devcontainer_in_short() {
  step "devcontainer: starts beside the stack" start_workspace
  step "devcontainer: post-create" post_create
  step "devcontainer: codex exec, a text and a tool call" codex_inside
  step "devcontainer: .env replaced on the host, and out of sight again" mask_comes_back
  step "devcontainer: no provider token to be found" no_token_inside
  step "devcontainer: what can be reached" reach open
  step "devcontainer: goes" stop_workspace
}

both() {
  local files=(-f docker-compose.yml)
  if [ -e docker-compose.override.yml ]; then files+=(-f docker-compose.override.yml); fi
  dc "${files[@]}" -f .devcontainer/docker-compose.yml "$@"
}

start_workspace() {
  chown -R 1000:1000 "$clone"
  both up --detach --build workspace
  healthy litellm
}

stop_workspace() {
  if ! has_litellm; then
    setup down
    refuse "the gateway answers still" curl --silent --fail "$url/health/liveliness"
    expect "the devcontainer is not" inside true
    setup up
    expect "it meets the gateway again" inside curl --silent --fail http://litellm:4000/health/liveliness
  fi
  both rm --force --stop -v workspace
}

# The strict network goes with the file that names it, so the stack has to be down before that changes.
open_again() {
  both down --remove-orphans
  initialize "AGENTPROXY_DEVCONTAINER_NETWORK=open"
  dc up --detach
  healthy litellm
}

inside() { both exec -T --user node --workdir /workspace workspace "$@"; }

post_create() {
  local began ended
  began=$(date +%s%N)
  inside agentproxy-setup post-create
  ended=$(date +%s%N)
  note "$(((ended - began) / 1000000)) ms with exec"
  inside cat /home/node/.codex/config.toml /home/node/.claude/settings.json | tee "$scratch/files"
  expect "the gateway's address" grep -q 'http://litellm:4000/v1' "$scratch/files"
  inside sh -c 'claude-code --version && codex --version && node --version'
  # The login that is no longer needed, and harms nobody.
  # shellcheck disable=SC2016 # expanded inside
  inside sh -c 'echo "$OPENAI_API_KEY" | codex login --with-api-key'
  inside agentproxy-setup post-create
}

# codex_exec PROMPT: with the container for a sandbox.
codex_exec() { inside codex exec --skip-git-repo-check --sandbox danger-full-access "$1" </dev/null; }

codex_inside() {
  : >"$STACK_KEEP/provider.log"
  codex_exec 'say hello to the stack' | tee "$scratch/said"
  expect "the provider's text" grep -q 'the provider says hello' "$scratch/said"
  inside rm -f made.txt
  # Its own sandbox asks for rights that a container has not, as docs/stack.md says.
  inside codex exec --skip-git-repo-check --sandbox workspace-write 'make a file' </dev/null || true
  refuse "Codex's own sandbox starts in here" inside test -e made.txt
  codex_exec 'make a file'
  expect "the tool's file" [ "$(inside cat made.txt)" = "made by an agent" ]
  cat "$STACK_KEEP/provider.log"
  expect "by the provider's own way" grep -qxF "/v1/responses Bearer $openai_token" "$STACK_KEEP/provider.log"
  dc logs litellm >"$scratch/log" 2>&1
  expect "the gateway's log shows it" grep -q '/responses' "$scratch/log"
}

claude_inside() {
  : >"$STACK_KEEP/provider.log"
  inside claude-code -p 'say hello to the stack' </dev/null | tee "$scratch/said"
  expect "the provider's text" grep -q 'the provider says hello' "$scratch/said"
  inside rm -f made.txt
  inside claude -p 'make a file' --allowedTools Bash </dev/null | tee "$scratch/said"
  expect "the tool's file" [ "$(inside cat made.txt)" = "made by an agent" ]
  cat "$STACK_KEEP/provider.log"
  expect "by the provider's own way" grep -q "^/v1/messages .*$anthropic_token" "$STACK_KEEP/provider.log"
}

# Both tools on models of a provider that speaks chat completions alone.
chat_only_inside() {
  local before
  before=$(began)
  initialize "OPENAI_WIRE_API=chat"
  setup up
  started "$before"
  : >"$STACK_KEEP/provider.log"
  inside rm -f made.txt
  codex_exec 'make a file'
  expect "Codex: the tool's file" [ "$(inside cat made.txt)" = "made by an agent" ]
  inside rm -f made.txt
  inside claude --model gpt-5.5 -p 'make a file' --allowedTools Bash </dev/null
  expect "Claude Code: the tool's file" [ "$(inside cat made.txt)" = "made by an agent" ]
  cat "$STACK_KEEP/provider.log"
  expect "by chat completions" grep -qxF "/v1/chat/completions Bearer $openai_token" "$STACK_KEEP/provider.log"
  refuse "another way was tried" grep -qE '^/v1/(responses|messages) Bearer' "$STACK_KEEP/provider.log"
  before=$(began)
  initialize "OPENAI_WIRE_API="
  setup up
  started "$before"
}

# began: when the workspace's container was started last.
began() { docker inspect --format '{{.State.StartedAt}}' "$(both ps --quiet workspace)"; }

# peek FILE: what a loop inside can read of .env from now on. It ends with the container.
peek() {
  local tries=0
  inside sh -c 'while sleep 0.05; do echo looked; cat .env; done' >"$1" 2>/dev/null &
  until grep -qx looked "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || exit 1
    sleep 0.1
  done
}

# started [TIME]: waits until the workspace's container can be used, and has been started again since.
started() {
  local tries=0
  until [ "$(began)" != "${1:-}" ] && inside true 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || exit 1
    sleep 0.1
  done
}

# A file that is replaced on the host loses its mount in the container, and with that the container ends. What an agent
# in there could read meanwhile is written down by a loop.
mask_comes_back() {
  local before outside=$scratch/outside.env
  peek "$scratch/read"
  before=$(began)
  cp -p .env .env.new
  mv .env.new .env
  started "$before"
  expect ".env looks empty again" [ -z "$(inside cat .env)" ]
  note "$(grep -c '^OPENAI_API_KEY=' "$scratch/read" || true) of the reads that went on meanwhile, one every 50 ms, got it"
  # A link out of the clone leads nowhere in there, whatever is replaced.
  mv .env "$outside"
  ln -s "$outside" .env
  both restart --timeout 1 workspace
  peek "$scratch/read"
  before=$(began)
  initialize "AGENTPROXY_CACHE=on"
  started "$before"
  expect "it is a link still" [ -L .env ]
  refuse "it could be read" grep -q '^OPENAI_API_KEY=' "$scratch/read"
  note "  a link out of the clone: none"
  initialize "AGENTPROXY_CACHE=off"
  rm .env
  mv "$outside" .env
  both restart --timeout 1 workspace
  setup up
}

diagnose_inside() { inside agentproxy-setup doctor --ascii; }

# search USER: all that one can read in there, into lines: command lines, environments, and the names of files with a token.
search() {
  both exec -T --user "$1" workspace sh -c "
    cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/mounts 2>/dev/null
    grep --recursive --text --files-with-matches --fixed-strings --devices=skip \
      -e '$openai_token' -e '$anthropic_token' -e '$planted-file' / --exclude-dir=proc --exclude-dir=sys 2>/dev/null
    true" >"$scratch/found"
  # The search itself has the tokens on its command line.
  tr '\0' '\n' <"$scratch/found" | grep -v -- "-e '" >"$scratch/lines" || true
}

nothing_found() {
  refuse "a token was found" grep -aF -e "$openai_token" -e "$anthropic_token" "$scratch/lines"
  grep -vxF /home/node/planted "$scratch/lines" >"$scratch/others" || true
  refuse "a file has one" grep -aE '^/(workspace|home|tmp|etc|root|run|var|usr|opt)/' "$scratch/others"
}

no_token_inside() {
  local planted
  # Something to be found, so that the search is known to look.
  planted=planted-$RANDOM$RANDOM
  inside sh -c "umask 077 && echo '$planted-file' >/home/node/planted"
  both exec -T --detach --user node --env "PLANTED=$planted-variable" workspace sleep 60
  search node
  expect "what only node may read is seen" grep -qxF /home/node/planted "$scratch/lines"
  expect "the environments are seen" grep -qF "$planted-variable" "$scratch/lines"
  inside rm /home/node/planted
  nothing_found
  # Who is root sees other files than an agent does.
  search root
  nothing_found
  expect ".env looks empty" [ -z "$(inside cat .env)" ]
  # What is written into the masked one goes nowhere.
  inside sh -c 'echo LITELLM_MASTER_KEY=mine >>.env'
  refuse "the host's .env was changed" grep -q '=mine' .env
  refuse ".env can be replaced" inside rm -f .env
  for file in docker-compose.yml litellm_config.yaml stack/Caddyfile .devcontainer/docker-compose.yml; do
    refuse "$file can be written" inside sh -c "echo x >>$file"
    refuse "$file can be replaced" inside rm -f "$file"
  done
}

# reaches HOST PORT: whether something answers there.
reaches() { inside timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null; }

# told WANTED NAME HOST PORT
told() {
  local found=no
  if reaches "$3" "$4"; then found=yes; fi
  note "  $2: $found"
  expect "$2 ($3:$4) can be reached: $1" [ "$found" = "$1" ]
}

address_of() {
  docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$(dc ps --quiet "$1")" |
    awk '{ print $1 }'
}

# hears WANTED: whether this machine's name server, in whose place somebody listens here, is asked for a name that is
# looked up in there.
hears() {
  local wanted=$1 server spy found=no tries=0
  server=$(awk '/^nameserver/ { print $2; exit }' /etc/resolv.conf)
  ip address add "$server/32" dev lo || true
  python3 -c '
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
print("listens", flush=True)
while True:
    question, client = server.recvfrom(4096)
    print(question, flush=True)
    server.sendto(question[:2] + b"\x81\x83" + question[4:], client)
' >"$scratch/questions" &
  spy=$!
  until grep -q listens "$scratch/questions"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || exit 1
    sleep 0.1
  done
  inside timeout 5 getent hosts asked-for.example.org || true
  kill "$spy"
  ip address del "$server/32" dev lo || true
  cat "$scratch/questions"
  if grep -q asked-for "$scratch/questions"; then found=yes; fi
  note "  a name server outside: $found"
  expect "a name server outside is asked: $wanted" [ "$found" = "$wanted" ]
}

reach() {
  local outside=yes machine
  # This machine in the network of all other containers.
  machine=$(ip -4 -oneline address show docker0 | awk '{ sub("/.*", "", $4); print $4 }')
  expect "there is such an address" [ -n "$machine" ]
  if [ "$1" = strict ]; then outside=no; fi
  note ""
  told yes "the gateway" litellm 4000
  told "$outside" "an address outside, such as a provider's" "$machine" 9100
  hears "$outside"
  told no "the gateway's published port by way of this machine" "$machine" 4000
  if has_litellm; then
    told no "PostgreSQL by name" postgres 5432
    told no "Redis by name" redis 6379
    told no "PostgreSQL by address" "$(address_of postgres)" 5432
    told no "Redis by address" "$(address_of redis)" 6379
  fi
  refuse "the engine's socket is inside" inside test -e /var/run/docker.sock
  note "  the Docker engine: no"
  expect "it is nobody special" [ "$(inside id -u)" = 1000 ]
  expect "it has no capabilities" [ "$(inside sed -n 's/^CapBnd:\t*//p' /proc/self/status)" = 0000000000000000 ]
  note "  capabilities: none"
}
