// A mixed load for a long time: answers in one piece, streams, clients that leave, providers that fail. Each request
// knows what must come of it.
#include "streams.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

// How long anything may take, retries included.
static const uint64_t patience_ns = 20000000000;

struct kind {
  const char *name;
  unsigned weight;  // out of 100
  struct order order;
  bool leaves;            // the client goes away in the middle
  enum outcome expected;
  int status;  // that it must have
};

// The faults are asked of a model of their own, so that they put none of the others' deployments to rest.
static const struct kind kinds[] = {
  {"plain", 54, {0, 0, FAULT_NONE}, false, OUTCOME_COMPLETE, 200},
  {"slow", 6, {0, 50, FAULT_NONE}, false, OUTCOME_COMPLETE, 200},
  {"stream", 22, {20, 5, FAULT_NONE}, false, OUTCOME_COMPLETE, 200},
  {"burst", 2, {200, 0, FAULT_NONE}, false, OUTCOME_COMPLETE, 200},
  {"long", 2, {50, 40, FAULT_NONE}, false, OUTCOME_COMPLETE, 200},
  {"leaves", 6, {20, 5, FAULT_NONE}, true, OUTCOME_LEFT, 200},
  {"status", 2, {0, 0, FAULT_STATUS}, false, OUTCOME_STATUS, 500},
  {"reset", 2, {0, 0, FAULT_RESET}, false, OUTCOME_STATUS, 502},
  {"cut", 2, {20, 2, FAULT_CUT}, false, OUTCOME_ERROR_EVENT, 200},
  {"pause", 1, {10, 2, FAULT_PAUSE}, false, OUTCOME_ERROR_EVENT, 200},
  {"stall", 1, {0, 0, FAULT_STALL}, false, OUTCOME_STATUS, 504},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

struct connection {
  struct exchange exchange;
  const struct kind *kind;  // NULL between requests
};

static int poller;
static const struct mix *plan;
static struct target faulty;
static struct statistics statistics;
static uint64_t expected[KINDS], unexpected[KINDS], with_mortal;
static unsigned running;

static const struct kind *choose(void) {
  unsigned ticket = (unsigned)(random() % 100), index = 0;
  while (ticket >= kinds[index].weight) ticket -= kinds[index++].weight;
  return &kinds[index];
}

static void hang_up(struct connection *connection) {
  close(connection->exchange.fd);
  connection->exchange.fd = -1;
}

static void count(struct connection *connection, enum outcome outcome) {
  const struct exchange *exchange = &connection->exchange;
  const struct kind *kind = connection->kind;
  size_t index = (size_t)(kind - kinds);
  connection->kind = NULL;
  running--;
  if (outcome == kind->expected && exchange->status == kind->status) {
    expected[index]++;
  } else if (exchange->is_mortal && (outcome == OUTCOME_ERROR_EVENT || outcome == OUTCOME_CUT)) {
    with_mortal++;
  } else if (unexpected[index]++ < 5) {
    fprintf(stderr, "streams: %s: %s, status %d, %u of %u events%s\n", kind->name, outcome_names[outcome],
            exchange->status, exchange->next, exchange->order.events,
            exchange->is_mortal ? ", of the provider that dies" : "");
  }
}

static const struct target *target_of(const struct kind *kind) {
  return kind->order.fault == FAULT_NONE ? &plan->target : &faulty;
}

static void begin(struct connection *connection) {
  struct exchange *exchange = &connection->exchange;
  const struct kind *kind = choose();
  // Some connections are long, some serve one request.
  if (exchange->fd >= 0 && random() % 16 == 0) hang_up(connection);
  if (exchange->fd < 0) {
    exchange->fd = exchange_connect(&plan->target);
    if (exchange->fd < 0) die("cannot connect to port %u", plan->target.port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_ADD, exchange->fd, &event);
  }
  connection->kind = kind;
  running++;
  exchange->order = kind->order;
  exchange->leave_after = kind->leaves ? 1 + (unsigned)(random() % 10) : 0;
  if (exchange_begin(exchange, target_of(kind))) return;
  count(connection, OUTCOME_NO_ANSWER);
  hang_up(connection);
}

static void end(struct connection *connection, enum outcome outcome) {
  count(connection, outcome);
  if (outcome == OUTCOME_LEFT || outcome == OUTCOME_TIMEOUT || !connection->exchange.keeps_alive) hang_up(connection);
}

static void end_overdue(struct connection *connections) {
  uint64_t now = now_ns();
  for (unsigned index = 0; index < plan->connections; index++) {
    struct connection *connection = &connections[index];
    if (connection->kind != NULL && now - connection->exchange.began > patience_ns) end(connection, OUTCOME_TIMEOUT);
  }
}

int mix(const struct mix *mix) {
  plan = mix;
  faulty = mix->target;
  faulty.model = "faulty";
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct connection *connections = must_allocate(mix->connections, sizeof *connections);
  for (unsigned index = 0; index < mix->connections; index++) connections[index].exchange.fd = -1;
  uint64_t stop = now_ns() + mix->seconds * 1000000000ull, now;
  while ((now = now_ns()) < stop || running > 0) {
    for (unsigned index = 0; index < mix->connections && now < stop; index++) {
      if (connections[index].kind == NULL) begin(&connections[index]);
    }
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, 100);
    for (int index = 0; index < count; index++) {
      struct connection *connection = events[index].data.ptr;
      if (connection->kind == NULL) {
        // Between requests only the end of the connection can come.
        hang_up(connection);
        continue;
      }
      const struct target *target = target_of(connection->kind);
      enum outcome outcome = exchange_read(&connection->exchange, target, &statistics);
      if (outcome != OUTCOME_PENDING) end(connection, outcome);
    }
    end_overdue(connections);
  }
  uint64_t good = 0, bad = 0;
  for (int index = 0; index < KINDS; index++) {
    printf("%s=%" PRIu64 "/%" PRIu64 " ", kinds[index].name, expected[index], unexpected[index]);
    good += expected[index];
    bad += unexpected[index];
  }
  printf("expected=%" PRIu64 " unexpected=%" PRIu64 " with_mortal=%" PRIu64 "\n", good, bad, with_mortal);
  free(connections);
  return bad == 0 ? 0 : 1;
}
