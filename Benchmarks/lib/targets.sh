# shellcheck shell=bash disable=SC2154 # what is not set here, the script sets that sources it
# The programs that are measured: how they are configured, started and stopped. Sourced by script/bench and script/soak.
#
# Expects $scratch (a folder), $binary (ours), $streams (the generator) and $name (of the script, for messages).

declare -A pid port streams_port
started=()

fail() {
  echo "$name: $1" >&2
  exit "${2:-69}"
}

free_port() {
  local candidate
  # Below the range from which the kernel takes the ports of clients.
  for candidate in $(shuf -i 20000-32000 -n 50); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "no free port between 20000 and 32000"
}

# What the provider always answers, about 1 KiB.
fixed_answer() {
  local content
  content=$(head -c 800 /dev/zero | tr '\0' x)
  printf '%s' '{"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"gpt-5.5","choices":' \
    '[{"index":0,"message":{"role":"assistant","content":"' "$content" '"},"finish_reason":"stop"}],' \
    '"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}}'
}

# Writes every target's configuration into $scratch, with free ports in it.
configure_targets() {
  local target file
  export MASTER_KEY=sk-bench0123456789abcdef0123456789abcdef
  for target in direct nginx caddy ours litellm; do
    port[$target]=$(free_port)
    streams_port[$target]=$(free_port)
  done
  # These tell the provider by the model.
  for target in ours litellm; do streams_port[$target]=${port[$target]}; done
  # The provider of streams is a program of its own.
  port[streams]=${streams_port[direct]}
  for file in provider.conf reverse-proxy.conf Caddyfile; do
    sed -e "s|@PROVIDER_PORT@|${port[direct]}|; s|@STREAMS_PORT@|${streams_port[direct]}|" \
      -e "s|@PROXY_PORT@|${port[nginx]}|; s|@PROXY_STREAMS_PORT@|${streams_port[nginx]}|" \
      -e "s|@CADDY_PORT@|${port[caddy]}|; s|@CADDY_STREAMS_PORT@|${streams_port[caddy]}|" \
      -e "s|@MASTER_KEY@|$MASTER_KEY|; s|@ANSWER@|$(fixed_answer)|" "Benchmarks/$file" >"$scratch/$file"
  done
  touch "$scratch/.env.example"
  cat >"$scratch/.env" <<ENV
LITELLM_MASTER_KEY=$MASTER_KEY
OPENAI_API_KEY=sk-provider
OPENAI_API_BASE=http://127.0.0.1:${port[direct]}/v1
STREAMS_API_BASE=http://127.0.0.1:${streams_port[direct]}/v1
ENV
  chmod 600 "$scratch/.env"
  cp Benchmarks/litellm_config.yaml "$scratch/"
  # A pipe that nobody writes to: to wait without starting a program.
  mkfifo "$scratch/never"
  exec 9<>"$scratch/never"
}

# Each is exec'ed in a subshell of its own, so that the subshell's process id is the target's.
run_direct() { exec nginx -p "$scratch" -e stderr -c "$scratch/provider.conf"; }
run_streams() { exec "$streams" serve --port "${port[streams]}"; }
run_nginx() { exec nginx -p "$scratch" -e stderr -c "$scratch/reverse-proxy.conf"; }
run_caddy() {
  cd "$scratch" || exit
  HOME=$scratch exec caddy run --config Caddyfile --adapter caddyfile
}
run_ours() { exec "$binary" proxy --project "$scratch" --port "${port[ours]}" --threads 1; }
run_litellm() {
  set -a
  # shellcheck disable=SC1091
  . "$scratch/.env"
  cd "$scratch" || exit
  LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_LOG=ERROR exec "$litellm" --config litellm_config.yaml \
    --host 127.0.0.1 --port "${port[litellm]}" --num_workers 1
}

answers() {
  local status=""
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /health/liveliness HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' \
    "$MASTER_KEY" >&3
  read -r -t 5 _ status _ <&3 || true
  exec 3>&-
  [ "$status" = 200 ]
}

pause() { read -r -t "$1" -u 9 || true; }

# Starts a target, and returns when it answers.
start() {
  local target=$1 deadline=$((SECONDS + 150))
  ("run_$target" >>"$scratch/$target.log" 2>&1 9>&-) &
  pid[$target]=$!
  started+=("$!")
  until answers "${port[$target]}"; do
    if ! kill -0 "${pid[$target]}" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -n 20 "$scratch/$target.log" >&2
      fail "$target did not start"
    fi
    pause 0.001
  done
}

stop() {
  local target=$1 waited
  [ -n "${pid[$target]:-}" ] || return 0
  kill "${pid[$target]}" 2>/dev/null || true
  for ((waited = 0; waited < 100; waited++)); do
    kill -0 "${pid[$target]}" 2>/dev/null || break
    pause 0.1
  done
  kill -9 "${pid[$target]}" 2>/dev/null || true
  wait "${pid[$target]}" 2>/dev/null || true
  unset "pid[$target]"
}

stop_all() {
  local target process
  for target in "${!pid[@]}"; do stop "$target"; done
  # What was being started when the script was stopped.
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  wait
}

# --- what a process costs

# Processor time of a process and its children so far, in nanoseconds, user and system.
cpu_ns() {
  local process
  for process in "$1" $(pgrep -P "$1" || true); do
    cat "/proc/$process/task/"*/schedstat 2>/dev/null || true
  done | awk '{ sum += $1 } END { printf "%.0f", sum }'
}

# A figure of /proc/PID/status, of a process and its children, in MB.
memory_mb() {
  local process
  for process in "$1" $(pgrep -P "$1" || true); do
    sed -n "s/$2:[[:space:]]*\([0-9]*\) kB/\1/p" "/proc/$process/status"
  done | awk '{ sum += $1 } END { printf "%.1f", sum / 1024 }'
}
