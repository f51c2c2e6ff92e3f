# shellcheck shell=bash disable=SC2154 # what is not set here, the script sets that sources it
# How often our engine asks for memory. Sourced by script/bench.

# The allocations so far, as "ALLOCATIONS BYTES", of the process that counts them.
counted() {
  rm -f "$scratch/mallocs"
  kill -USR2 "$1"
  until [ -s "$scratch/mallocs" ]; do pause 0.01; done
  cat "$scratch/mallocs"
}

run_counting() {
  export COUNT_MALLOC=$scratch/mallocs LD_PRELOAD=$scratch/count-malloc.so
  run_ours
}

# What one of many costs: the difference of two counts, divided.
per() { awk "BEGIN { printf \"%.2f\", ($1) / $2 }"; }

section_mallocs() {
  local before after requests base more
  say "mallocs"
  cc -std=gnu11 -O2 -Wall -Wextra -Werror -fPIC -shared -o "$scratch/count-malloc.so" Benchmarks/count-malloc.c
  stop ours
  port['counting']=${port[ours]}
  start counting
  load() {
    "$streams" load --exact --port "${port[counting]}" --streams 16 "$@" >>"$keep/mallocs.txt" ||
      fail "not every answer came: see $keep/mallocs.txt" 1
  }
  # The first requests make what the others use again.
  load --events 0 --interval 0 --rounds 50
  requests=3200
  read -r -a before < <(counted "${pid[counting]}")
  load --events 0 --interval 0 --rounds $((requests / 16))
  read -r -a after < <(counted "${pid[counting]}")
  record mallocs ours "$(per "${after[0]} - ${before[0]}" $requests)"
  record malloc_bytes ours "$(per "${after[1]} - ${before[1]}" $requests)"
  # Paced, so that each event is read and written by itself; less what the stream costs without them.
  load --events 1 --interval 5 --rounds 10
  read -r -a base < <(counted "${pid[counting]}")
  load --events 101 --interval 5 --rounds 10
  read -r -a more < <(counted "${pid[counting]}")
  record chunk_mallocs ours \
    "$(per "(${more[0]} - ${base[0]}) - (${base[0]} - ${after[0]})" $((160 * 100)))"
  stop counting
}
