# shellcheck shell=bash disable=SC2154 # what is not set here, the script sets that sources it
# From the raw data in $keep to tables. Sourced by script/bench.

# On what the figures were measured.
describe_machine() {
  echo "date: $(date -u +%Y-%m-%dT%H:%MZ)"
  echo "commit: $(git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)"
  echo "machine: $(nproc) cores, $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r)"
  echo "load when it began: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "nginx: $(nginx -v 2>&1 | sed 's|.*/||')"
  ! measures caddy || echo "Caddy: $(caddy version)"
  ! measures litellm || echo "LiteLLM: $(basename "$(dirname "$(dirname "$litellm")")" | sed 's/litellm-//')"
  echo "rounds: $rounds of $seconds s; the middle one is shown"
}

# Prints what was measured, in the format text or markdown.
print_tables() {
  if [ "$1" = markdown ]; then sed 's/^/- /' "$keep/machine.txt"; else cat "$keep/machine.txt"; fi
  echo
  awk -v format="$1" -f Benchmarks/lib/table.awk "$keep/raw.tsv"
  [ -s "$keep/micro.tsv" ] || return 0
  [ "$1" = markdown ] || echo
  awk -v format="$1" -f Benchmarks/lib/micro.awk "$keep/micro.tsv"
}

# Puts the tables between the two marks of a document.
write_report() {
  local begin='<!-- results: written by script/bench --report -->' end='<!-- end of results -->'
  if ! grep -qxF -- "$begin" "$1" || ! grep -qxF -- "$end" "$1"; then
    fail "$1 has no results section ($begin … $end)" 65
  fi
  {
    sed "/^$begin\$/q" "$1"
    echo
    print_tables markdown
    echo
    sed -n "/^$end\$/,\$p" "$1"
  } >"$1.new"
  mv "$1.new" "$1"
}
