# Reads raw.tsv (metric, target, value), and prints the table of figures, each the median of its rounds, beside the goals.
#
#   awk -v format=text|markdown -f table.awk raw.tsv

BEGIN {
  FS = "\t"
  targets = split("direct nginx caddy litellm ours", target, " ")
  split("direct nginx Caddy LiteLLM ours", title, " ")
}

{ values[$1, $2, ++count[$1, $2]] = $3 + 0 }

# --- figures

function has(metric, of) { return count[metric, of] > 0 }

function sort_values(metric, of,    i, j, value) {
  for (i = 2; i <= count[metric, of]; i++) {
    value = values[metric, of, i]
    for (j = i - 1; j > 0 && values[metric, of, j] > value; j--) values[metric, of, j + 1] = values[metric, of, j]
    values[metric, of, j + 1] = value
  }
}

function median(metric, of,    n) {
  if (!has(metric, of)) return 0
  n = count[metric, of]
  sort_values(metric, of)
  return n % 2 ? values[metric, of, (n + 1) / 2] : (values[metric, of, n / 2] + values[metric, of, n / 2 + 1]) / 2
}

function number(value, digits,    text, whole, rest) {
  if (value >= 1000) digits = 0
  text = sprintf("%." digits "f", value)
  if (value < 10000) return text
  for (whole = text; length(whole) > 3; whole = substr(whole, 1, length(whole) - 3)) {
    rest = "," substr(whole, length(whole) - 2) rest
  }
  return whole rest
}

function cell(metric, of, digits) { return has(metric, of) ? number(median(metric, of), digits) : "-" }

function spread(metric, of, digits) {
  sort_values(metric, of)
  return number(values[metric, of, 1], digits) "-" number(values[metric, of, count[metric, of]], digits)
}

# How many times the first the second is; by the target of comparison.
function ratio(metric, of) {
  return has(metric, of) && has(metric, "ours") && median(metric, of) > 0 ? median(metric, "ours") / median(metric, of) : 0
}

# --- goals; each returns 1 met, 0 missed, -1 not measured

function both(one, other) { return one < 0 ? other : other < 0 ? one : one && other }

function at_most_times(metric, nginx, litellm) {
  return both(has(metric, "nginx") ? ratio(metric, "nginx") <= nginx : -1,
              litellm && has(metric, "litellm") ? ratio(metric, "litellm") * litellm <= 1 : -1)
}

function at_least_times(metric, nginx, litellm) {
  return both(has(metric, "nginx") ? ratio(metric, "nginx") >= nginx : -1,
              has(metric, "litellm") ? ratio(metric, "litellm") >= litellm : -1)
}

function above_direct(metric, ms) {
  return has(metric, "direct") ? median(metric, "ours") <= median(metric, "direct") + ms : -1
}

function at_most(metric, limit) { return median(metric, "ours") <= limit }

# --- the table

# Ours as a multiple or a fraction of another's.
function times(metric, of,    factor) {
  factor = ratio(metric, of)
  if (metric ~ /^held_(streams|whole|lost)$/ || factor == 0) return "-"
  return factor < 0.1 ? sprintf("1/%.0f", 1 / factor) : sprintf(factor < 10 ? "%.2f" : "%.0f", factor)
}

function line(label, metric, digits, goal, is_met,    i, text) {
  if (!has(metric, "ours")) return
  if (format == "markdown") {
    text = "| " label " |"
    for (i = 1; i <= targets; i++) {
      text = text " " cell(metric, target[i], digits)
      if (count[metric, target[i]] > 1) text = text " (" spread(metric, target[i], digits) ")"
      text = text " |"
    }
    sub(/ us/, " \302\265s", text)
    gsub(/<=/, "\342\211\244 ", goal)
    gsub(/>=/, "\342\211\245 ", goal)
    text = text " " times(metric, "nginx") " | " times(metric, "litellm") " | " goal
    print text (goal == "" || is_met < 0 ? "" : is_met ? ": met" : ": **missed**") " |"
  } else {
    text = sprintf("%-25s", label)
    for (i = 1; i <= targets; i++) text = text sprintf("%8s", cell(metric, target[i], digits))
    text = text sprintf("%7s%8s  %-15s", times(metric, "nginx"), times(metric, "litellm"), goal)
    print text (goal == "" || is_met < 0 ? "" : is_met ? "met" : "MISSED")
  }
}

function header(    i, text) {
  if (format == "markdown") {
    print "| | direct | nginx | Caddy | LiteLLM | ours | ours / nginx | ours / LiteLLM | goal |"
    print "|---|---|---|---|---|---|---|---|---|"
  } else {
    text = sprintf("%-25s", "")
    for (i = 1; i <= targets; i++) text = text sprintf("%8s", title[i])
    print text sprintf("%7s%8s  %s", "/nginx", "/LiteL.", "goal")
  }
}

END {
  header()
  split("8 16 64", connections, " ")
  for (i = 1; i <= 3; i++) {
    metric = "cpu@" connections[i]
    line("CPU us/request, " connections[i] " conn.", metric, 1, "<=2.5x <=1/200", at_most_times(metric, 2.5, 200))
  }
  line("CPU us/request translated", "cpu_translated", 1, "<=8x", at_most_times("cpu_translated", 8))
  line("requests/s, 64 conn.", "rps@64", 0, ">=0.5x >=150", at_least_times("rps@64", 0.5, 150))
  line("latency p50 ms, 1 conn.", "p50@1", 3, "<=direct+0.1", above_direct("p50@1", 0.1))
  line("latency p99 ms, 1 conn.", "p99@1", 3, "<=direct+0.5", above_direct("p99@1", 0.5))
  line("first event p50 ms, x 64", "first_ms", 2, "<=2x", at_most_times("first_ms", 2))
  line("CPU us/streamed event", "chunk_cpu", 1, "<=2x", at_most_times("chunk_cpu", 2))
  line("CPU us/event translated", "chunk_cpu_translated", 1, "<=8x", at_most_times("chunk_cpu_translated", 8))
  line("streams held at once", "held_streams", 0)
  line("  whole and in time", "held_whole", 0, "all of 5,000",
       median("held_streams", "ours") < 5000 ? -1 : median("held_whole", "ours") == median("held_streams", "ours"))
  line("  events lost, disordered", "held_lost", 0, "none", at_most("held_lost", 0))
  line("  event delay p99 ms", "held_p99_ms", 1)
  line("  memory MB, most", "held_mb", 1, "<=200", at_most("held_mb", 200))
  line("memory MB idle", "idle_mb", 1, "<=25", at_most("idle_mb", 25))
  line("  of this private", "private_mb", 1)
  line("memory MB after requests", "loaded_mb", 1)
  line("start to 1st answer ms", "start_ms", 1, "<=60", at_most("start_ms", 60))
  split("init env doctor status", commands, " ")
  for (i = 1; i <= 4; i++) {
    metric = commands[i] "_ms"
    line("command `" commands[i] "` ms", metric, 1, "<=60", at_most(metric, 60))
  }
  line("mallocs/request", "mallocs", 1)
  line("mallocs/streamed event", "chunk_mallocs", 2)
  line("bytes malloced/request", "malloc_bytes", 0)
  print ""
  for (i = 1; i <= targets; i++) {
    failed = 0
    for (key in count) {
      split(key, part, SUBSEP)
      if (part[2] != target[i] || part[1] !~ /^errors@|^streams_failed$/) continue
      for (j = 1; j <= count[key]; j++) failed += values[part[1], part[2], j]
    }
    if (has("bodies_checked", target[i])) {
      printf "%s%s: %d bodies compared, all equal; %d requests or streams failed\n", format == "markdown" ? "- " : "",
        title[i], median("bodies_checked", target[i]), failed
    }
  }
}
