# Reads micro.tsv (name, ns per operation, spread, note), and prints it.
#
#   awk -v format=text|markdown -f micro.awk micro.tsv

BEGIN { FS = "\t" }

FNR == 1 {
  if (format == "markdown") print "| piece | ns per operation | least-most | |\n|---|---|---|---|"
  else printf "%-44s %12s  %-20s\n", "piece", "ns", "least-most"
}

format == "markdown" { printf "| %s | %s | %s | %s |\n", $1, $2, $3, $4; next }
{ printf "%-44s %12s  %-20s %s\n", $1, $2, $3, $4 }
