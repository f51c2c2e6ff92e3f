# shellcheck shell=bash disable=SC2154 # what is not set here, the script sets that sources it
# What is measured. Each section takes its targets as arguments, and appends its figures to $keep/raw.tsv: metric,
# target, value. Sourced by script/bench; the sizes of everything are set there.

record() { printf '%s\t%s\t%s\n' "$@" >>"$keep/raw.tsv"; }

say() { echo "$name: $*" >&2; }

# One value of the generator's line.
value_of() { tr ' ' '\n' <"$2" | sed -n "s/^$1=//p"; }

# Whether a target must pass on every byte. LiteLLM writes the JSON anew.
exactness() { [ "$1" = litellm ] || echo --exact; }

# How the generator speaks to a target whose provider has another format than the client. nginx can only pass it on.
translation() { if [ "$1" = nginx ]; then echo --exact; else echo --translated; fi; }

# What comes through a target is what the provider sent, and the provider got what the client sent.
check_bodies() {
  local target=$1 file=$keep/bodies-$1.txt request
  request='{"model":"gpt-5.5","messages":[{"role":"user","content":"hello"}]}'
  curl -sS --max-time 30 -H "Authorization: Bearer $MASTER_KEY" -H 'Content-Type: application/json' -d "$request" \
    -o "$scratch/body-$target" "http://127.0.0.1:${port[$target]}/v1/chat/completions" 2>>"$file" || true
  fixed_answer >"$scratch/body-expected"
  if [ "$target" = litellm ]; then
    grep -q 'xxxxxxxxxxxxxxxxxxxx' "$scratch/body-$target" || fail "what comes through $target is not the answer" 1
  else
    cmp -s "$scratch/body-expected" "$scratch/body-$target" || fail "what comes through $target is altered" 1
  fi
  # shellcheck disable=SC2046
  "$streams" load --port "${streams_port[$target]}" --events 0 --interval 0 --streams 8 --rounds "$body_rounds" \
    $(exactness "$target") >>"$file" 2>&1 || fail "what comes through $target is altered or lost: see $file" 1
  record bodies_checked "$target" $((8 * body_rounds + 1))
}

# One round of wrk.
request_round() {
  local target=$1 count=$2 file=$keep/requests-$1-$2-$3.txt before after figures
  before=$(cpu_ns "${pid[$target]}")
  wrk -t1 -c"$count" -d"${seconds}s" --timeout 30s -s Benchmarks/chat-completion.lua \
    "http://127.0.0.1:${port[$target]}/v1/chat/completions" >"$file"
  after=$(cpu_ns "${pid[$target]}")
  echo "cpu_ns $((after - before))" >>"$file"
  read -r -a figures < <(sed -n 's/^figures //p' "$file")
  [ "${figures[0]:-0}" -gt 0 ] || fail "wrk got no answers from $target: see $file" 1
  record "rps@$count" "$target" "$(awk "BEGIN { printf \"%.1f\", ${figures[0]} / ${figures[1]} * 1e6 }")"
  record "p50@$count" "$target" "${figures[2]}"
  record "p99@$count" "$target" "${figures[3]}"
  record "errors@$count" "$target" "${figures[4]}"
  if [ "$target" != direct ]; then
    record "cpu@$count" "$target" "$(awk "BEGIN { printf \"%.2f\", ($after - $before) / ${figures[0]} / 1000 }")"
  fi
}

section_requests() {
  local target count round
  for target in "$@"; do check_bodies "$target"; done
  for count in $connections; do
    say "requests, $count connections: $*"
    for ((round = 1; round <= rounds; round++)); do
      for target in "$@"; do request_round "$target" "$count" "$round"; done
    done
  done
  for target in "$@"; do
    if [ "$target" != direct ]; then record loaded_mb "$target" "$(memory_mb "${pid[$target]}" VmRSS)"; fi
  done
}

# A client of Messages, and a provider that speaks chat completions. nginx, which cannot translate, passes them through:
# that is what the goal is a multiple of.
section_translated() {
  local target round path before after file figures
  say "translated requests, 16 connections: $*"
  for target in "$@"; do
    if [ "$target" != nginx ] && ! translated_answer "$target" | grep -q '"type": *"message".*xxxxxxxxxxxxxxxxxxxx'; then
      fail "what $target makes of the answer is no message" 1
    fi
  done
  for ((round = 1; round <= rounds; round++)); do
    for target in "$@"; do
      path=/v1/messages file=$keep/translated-$target-$round.txt
      if [ "$target" = nginx ]; then path=/v1/chat/completions; fi
      before=$(cpu_ns "${pid[$target]}")
      TRANSLATED=yes wrk -t1 -c16 -d"${seconds}s" --timeout 30s -s Benchmarks/chat-completion.lua \
        "http://127.0.0.1:${port[$target]}$path" >"$file"
      after=$(cpu_ns "${pid[$target]}")
      read -r -a figures < <(sed -n 's/^figures //p' "$file")
      if [ "${figures[0]:-0}" -eq 0 ] || [ "${figures[4]}" != 0 ]; then
        fail "wrk got errors from $target: see $file" 1
      fi
      record cpu_translated "$target" "$(awk "BEGIN { printf \"%.2f\", ($after - $before) / ${figures[0]} / 1000 }")"
    done
  done
  say "translated streams, 64 at once: $*"
  for target in "$@"; do
    streams_run "$target" "$keep/translated-streams-$target-first.txt" "$(translation "$target")" --streams 64 \
      --events 1 --interval 0 --rounds 2 >/dev/null
  done
  for ((round = 1; round <= rounds; round++)); do
    for target in "$@"; do
      event_cost "$target" "translated-streams-$target-$round" "$(translation "$target")"
      record chunk_cpu_translated "$target" "${event_us[$target]}"
      record streams_failed "$target" "$(value_of failed "$keep/translated-streams-$target-$round.txt")"
    done
  done
}

translated_answer() {
  local request='{"model":"chat-only","max_tokens":1000,"messages":[{"role":"user","content":"hello"}]}'
  curl -sS --max-time 30 -H "Authorization: Bearer $MASTER_KEY" -H 'Content-Type: application/json' -d "$request" \
    "http://127.0.0.1:${port[$1]}/v1/messages" || true
}

# Streams at once; prints the processor time they cost, in nanoseconds.
streams_run() {
  local target=$1 file=$2 mode=$3 before
  before=$(cpu_ns "${pid[$target]}")
  # shellcheck disable=SC2086
  "$streams" load --port "${streams_port[$target]}" $mode "${@:4}" >"$file" 2>&1 ||
    say "not every stream through $target was whole: see $file"
  echo $(($(cpu_ns "${pid[$target]}") - before))
}

declare -A event_us

# What an event of 64 streams at once costs, in microseconds: into event_us.
event_cost() {
  local target=$1 file=$keep/$2 mode=$3 short long
  # What a stream costs that has one event, so that the rest is the events'.
  short=$(streams_run "$target" "$file-short.txt" "$mode" --streams 64 --events 1 --interval 0 --rounds "$stream_rounds")
  long=$(streams_run "$target" "$file.txt" "$mode" --streams 64 --events "$stream_events" \
    --interval "$stream_interval" --rounds "$stream_rounds")
  printf 'cpu_ns short=%s long=%s\n' "$short" "$long" >>"$file.txt"
  event_us[$target]=$(awk "BEGIN { printf \"%.2f\", ($long - $short) / 64 / $stream_rounds / ($stream_events - 1) / 1000 }")
}

section_streams() {
  local target round file
  say "streams, 64 at once: $*"
  # The first streams make what the others use again.
  for target in "$@"; do
    streams_run "$target" "$keep/streams-$target-first.txt" "$(exactness "$target")" --streams 64 --events 1 \
      --interval 0 --rounds 2 >/dev/null
  done
  for ((round = 1; round <= rounds; round++)); do
    for target in "$@"; do
      file=$keep/streams-$target-$round.txt
      event_cost "$target" "streams-$target-$round" "$(exactness "$target")"
      record first_ms "$target" "$(awk "BEGIN { print $(value_of first_p50_us "$file") / 1000 }")"
      record event_p99_ms "$target" "$(awk "BEGIN { print $(value_of event_p99_us "$file") / 1000 }")"
      record streams_failed "$target" "$(value_of failed "$file")"
      if [ "$target" != direct ]; then record chunk_cpu "$target" "${event_us[$target]}"; fi
    done
  done
}

section_held() {
  local target file
  for target in "$@"; do
    say "$held streams of $((held_events - 1)) x $held_interval ms held at once: $target"
    # Started anew, so that its peak of memory is this section's.
    if [ "$target" != direct ]; then
      stop "$target"
      start "$target"
    fi
    file=$keep/held-$target.txt
    streams_run "$target" "$file" "$(exactness "$target")" --streams "$held" --events "$held_events" --interval "$held_interval" --over "$held_over" \
      --timeout 90 >/dev/null
    record held_streams "$target" "$held"
    record held_whole "$target" $(($(value_of complete "$file") - $(value_of slipped "$file")))
    record held_lost "$target" $(($(value_of lost "$file") + $(value_of disordered "$file")))
    record held_p99_ms "$target" "$(awk "BEGIN { print $(value_of event_p99_us "$file") / 1000 }")"
    if [ "$target" != direct ]; then record held_mb "$target" "$(memory_mb "${pid[$target]}" VmHWM)"; fi
  done
}

# From starting a target to its first answer.
section_start() {
  local target round before
  say "start: $*"
  for ((round = 1; round <= starts; round++)); do
    for target in "$@"; do
      if [ "$target" = direct ]; then continue; fi
      before=$EPOCHREALTIME
      start "$target"
      record start_ms "$target" "$(awk "BEGIN { printf \"%.1f\", ($EPOCHREALTIME - $before) * 1000 }")"
      stop "$target"
    done
  done
}

section_memory() {
  local target
  say "memory: $*"
  for target in "$@"; do
    if [ "$target" = direct ]; then continue; fi
    stop "$target"
    start "$target"
    pause 2
    record idle_mb "$target" "$(memory_mb "${pid[$target]}" VmRSS)"
    record private_mb "$target" "$(memory_mb "${pid[$target]}" RssAnon)"
  done
}

# The commands that ought to be instant, in a home and a clone of their own.
section_commands() {
  local command before round home=$scratch/home clone=$scratch/home/clone
  say "commands"
  mkdir "$home"
  git clone -q . "$clone" 2>/dev/null || fail "cannot clone this repository"
  # Without the user's own tools: what they answer is not this program's time.
  ours_at_home() { (cd "$clone" && env -i HOME="$home" PATH=/usr/bin:/bin "$binary" "$@" >>"$scratch/commands.log" 2>&1); }
  ours_at_home init --yes --set OPENAI_API_KEY=sk-provider --set OPENAI_API_BASE=http://127.0.0.1:9/v1 ||
    fail "init failed: $(tail -n 3 "$scratch/commands.log")" 1
  for command in "init --yes" env "doctor --no-network" status; do
    # What this version of the program does not have is not measured.
    if ! "$binary" "${command%% *}" --help 2>/dev/null | grep -q "^USAGE: agentproxy-setup ${command%% *}"; then
      continue
    fi
    for ((round = 1; round <= command_rounds; round++)); do
      before=$EPOCHREALTIME
      # shellcheck disable=SC2086
      ours_at_home $command || true
      record "${command%% *}_ms" ours "$(awk "BEGIN { printf \"%.1f\", ($EPOCHREALTIME - $before) * 1000 }")"
    done
  done
}

# The pieces of which a request is made.
section_micro() {
  say "microbenchmarks: building"
  AGENTPROXY_MICROBENCHMARKS=1 swift build -c release --scratch-path .build/micro -Xswiftc -enable-testing \
    --product microbenchmarks >&2
  say "microbenchmarks"
  .build/micro/release/microbenchmarks >"$keep/micro.tsv"
}
