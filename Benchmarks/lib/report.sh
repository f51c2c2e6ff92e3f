# shellcheck shell=bash disable=SC2154 # what is not set here, the script sets that sources it
# From the raw data in $keep to tables. Sourced by script/bench.

# On what the figures were measured.
describe_machine() {
  echo "date: $(date -u +%Y-%m-%dT%H:%MZ)"
  echo "commit: $(git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)"
  echo "machine: $(nproc) cores, $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r)"
  echo "load when it began: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "nginx: $(nginx -v 2>&1 | sed 's|.*/||')"
  if measures caddy; then echo "Caddy: $(caddy version)"; fi
  if measures litellm; then echo "LiteLLM: $(basename "$(dirname "$(dirname "$litellm")")" | sed 's/litellm-//')"; fi
  echo "rounds: $rounds of $seconds s; the middle one is shown"
}

# Prints what was measured, in the format text or markdown.
print_tables() {
  if [ "$1" = markdown ]; then sed 's/^/- /' "$keep/machine.txt"; else cat "$keep/machine.txt"; fi
  echo
  awk -v format="$1" -f Benchmarks/lib/table.awk "$keep/raw.tsv"
  if [ ! -s "$keep/micro.tsv" ]; then return; fi
  if [ "$1" = text ]; then echo; fi
  awk -v format="$1" -f Benchmarks/lib/micro.awk "$keep/micro.tsv"
}

# Puts the tables between the two marks of a document.
write_report() {
  local begin='<!-- results: written by script/bench --report -->' end='<!-- end of results -->'
  if ! grep -qxF -- "$begin" "$1" || ! grep -qxF -- "$end" "$1"; then
    fail "$1 has no results section ($begin … $end)" 65
  fi
  print_tables markdown >"$1.tables"
  awk -v begin="$begin" -v end="$end" -v tables="$1.tables" '
    $0 == end { inside = 0; print "" }
    !inside
    $0 == begin { inside = 1; print ""; while ((getline line < tables) > 0) print line }' "$1" >"$1.new"
  rm "$1.tables"
  mv "$1.new" "$1"
}
