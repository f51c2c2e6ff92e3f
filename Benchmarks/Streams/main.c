// The arguments.
#include "streams.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
  "usage: streams serve --port N\n"
  "       streams load --port N [--streams N] [--events N] [--interval MS] [--rounds N] [--over MS]\n"
  "       [--exact | --translated]\n"
  "       streams mix --port N [--exact] [--connections N] [--seconds N] [--mortal ID]\n"
  "\n"
  "serve  a provider: does what the text of a request orders\n"
  "load   many streams at once, each checked; with 0 events, answers in one piece\n"
  "mix    all kinds of requests and faults for a time, each of which must end as it should\n"
  "\n"
  "  --exact      the gateway passes bytes on: hold every one of them to what was sent\n"
  "  --translated speak Messages rather than chat completions\n"
  "  --over MS    begin a round's streams within this time rather than at once\n"
  "  --slip MS    a stream with an event that was under way longer has slipped (default 500)\n"
  "  --timeout S  how long a round may take (default 60)\n"
  "  --mortal ID  the deployment whose answers may end early\n"
  "\n"
  "The key to show is in MASTER_KEY. Exit status: 0 all as it should be, 1 not, 64 wrong usage, 69 not available.\n";

enum { OPTION_EXACT = 256, OPTION_TRANSLATED };

static const struct option options[] = {
  {"port", required_argument, NULL, 'p'},        {"streams", required_argument, NULL, 's'},
  {"events", required_argument, NULL, 'e'},      {"interval", required_argument, NULL, 'i'},
  {"rounds", required_argument, NULL, 'r'},      {"over", required_argument, NULL, 'o'},
  {"slip", required_argument, NULL, 'l'},        {"timeout", required_argument, NULL, 't'},
  {"connections", required_argument, NULL, 'c'}, {"seconds", required_argument, NULL, 'd'},
  {"mortal", required_argument, NULL, 'm'},      {"exact", no_argument, NULL, OPTION_EXACT},
  {"translated", no_argument, NULL, OPTION_TRANSLATED},
  {0},
};

static _Noreturn void misuse(void) {
  fputs(usage, stderr);
  exit(64);
}

static unsigned number(const char *text, unsigned maximum) {
  char *end;
  unsigned long value = strtoul(text, &end, 10);
  if (end == text || *end != 0 || value > maximum) misuse();
  return (unsigned)value;
}

int main(int count, char **arguments) {
  if (count > 1 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
    fputs(usage, stdout);
    return 0;
  }
  if (count < 2) misuse();
  const char *mode = arguments[1];
  struct target target = {.key = getenv("MASTER_KEY"), .model = "streams"};
  if (target.key == NULL) target.key = "";
  struct load load_plan = {.streams = 1, .rounds = 1, .slip_ms = 500, .timeout_s = 60, .order = {10, 100, FAULT_NONE}};
  struct mix mix_plan = {.connections = 64, .seconds = 10};
  int option;
  while ((option = getopt_long(count - 1, arguments + 1, "", options, NULL)) != -1) {
    switch (option) {
    case 'p': target.port = number(optarg, 65535); break;
    case 's': load_plan.streams = number(optarg, 20000); break;
    case 'e': load_plan.order.events = number(optarg, 1000000); break;
    case 'i': load_plan.order.interval_ms = number(optarg, 60000); break;
    case 'r': load_plan.rounds = number(optarg, 100000); break;
    case 'o': load_plan.over_ms = number(optarg, 60000); break;
    case 'l': load_plan.slip_ms = number(optarg, 60000); break;
    case 't': load_plan.timeout_s = number(optarg, 3600); break;
    case 'c': mix_plan.connections = number(optarg, 4096); break;
    case 'd': mix_plan.seconds = number(optarg, 86400); break;
    case 'm': target.mortal = optarg; break;
    case OPTION_EXACT: target.exact = true; break;
    case OPTION_TRANSLATED:
      target.translated = true;
      target.model = "streams-chat";
      break;
    default: misuse();
    }
  }
  if (target.port == 0 || optind != count - 1) misuse();
  signal(SIGPIPE, SIG_IGN);
  raise_file_limit();
  load_plan.target = mix_plan.target = target;
  if (strcmp(mode, "serve") == 0) return serve(target.port);
  if (strcmp(mode, "load") == 0) return load(&load_plan);
  if (strcmp(mode, "mix") == 0) return mix(&mix_plan);
  misuse();
}
