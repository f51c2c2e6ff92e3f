# shellcheck shell=bash disable=SC2154 # what run.sh sets
# Steps: what is done, how long it took, and whether it came out as it should.

number=0 failed=0

# step NAME FUNCTION [ARGUMENTS]: runs it in a shell of its own, in the clone. A figure for the summary goes to `note`.
step() {
  local name=$1 log began status
  shift
  number=$((number + 1))
  log=$STACK_KEEP/$(printf %02d "$number")-$1.log
  rm -f "$scratch/note"
  began=$(date +%s%N)
  # Not behind an `if`, where a failing command inside would not end it.
  set +e
  (
    set -Eeuo pipefail
    trap 'echo "ended with status $? at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND" >&2' ERR
    cd "$clone"
    "$@"
  ) >"$log" 2>&1
  status=$?
  set -e
  printf '%6.1f s  %-6s  %s%s\n' "$(awk "BEGIN { print ($(date +%s%N) - $began) / 1e9 }")" \
    "$([ "$status" = 0 ] && echo ok || echo FAILED)" "$name" "$(sed '1s/^/: /' "$scratch/note" 2>/dev/null || true)" |
    tee -a "$STACK_KEEP/summary.txt"
  [ "$status" != 0 ] || return 0
  failed=$((failed + 1))
  sed 's/^/         | /' <(tail -n 15 "$log")
}

# essential NAME FUNCTION [ARGUMENTS]: a step without which there is no sense in the ones after it.
essential() {
  local before=$failed
  step "$@"
  [ "$failed" = "$before" ] || finish
}

finish() {
  echo
  if [ "$failed" = 0 ]; then
    echo "script/test-stack: passed, $number steps in $((SECONDS - began)) s"
    exit 0
  fi
  echo "script/test-stack: failed, $failed of $number steps; the logs are in $STACK_KEEP"
  exit 1
}

note() { printf '%s\n' "$*" >>"$scratch/note"; }

# expect WHAT COMMAND…: fails the step, and says so, unless the command succeeds.
expect() {
  local what=$1
  shift
  "$@" || {
    echo "not so: $what"
    exit 1
  }
}

refuse() {
  local what=$1
  shift
  ! "$@" || {
    echo "not so: $what"
    exit 1
  }
}
