// Streams held at once: all begin, each is checked to its end, round after round.
#include "streams.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static int poller;
static struct exchange *exchanges;
static const struct load *plan;
static struct statistics statistics;
static uint64_t outcomes[OUTCOME_COUNT], slipped;

static void open_connection(struct exchange *exchange) {
  exchange->fd = exchange_connect(&plan->target);
  if (exchange->fd < 0) die("cannot connect to port %u: %s", plan->target.port, strerror(errno));
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = exchange};
  epoll_ctl(poller, EPOLL_CTL_ADD, exchange->fd, &event);
}

static void end(struct exchange *exchange, enum outcome outcome) {
  outcomes[outcome]++;
  if (outcome == OUTCOME_COMPLETE) {
    if (exchange->slowest > plan->slip_ms * 1000000ull) slipped++;
  } else {
    if (exchange->next < exchange->order.events) statistics.lost += exchange->order.events - exchange->next;
    if (outcomes[outcome] == 1) {
      fprintf(stderr, "streams: first %s: status %d, %u of %u events\n", outcome_names[outcome], exchange->status,
              exchange->next, exchange->order.events);
    }
  }
  if (outcome == OUTCOME_COMPLETE && exchange->keeps_alive) return;
  close(exchange->fd);
  exchange->fd = -1;
}

// Opens what is not open, a few at a time, so that no queue of a listener overflows.
static void connect_all(void) {
  for (unsigned index = 0; index < plan->streams; index++) {
    if (exchanges[index].fd >= 0) continue;
    open_connection(&exchanges[index]);
    if (index % 64 == 63) usleep(2000);
  }
  usleep(50000);
}

static void one_round(void) {
  connect_all();
  uint64_t start = now_ns(), spread = plan->over_ms * 1000000ull, deadline = start + plan->timeout_s * 1000000000ull;
  unsigned begun = 0, ended = 0;
  while (ended < plan->streams && now_ns() < deadline) {
    for (; begun < plan->streams && now_ns() - start >= spread * begun / plan->streams; begun++) {
      exchanges[begun].order = plan->order;
      if (exchange_begin(&exchanges[begun], &plan->target)) continue;
      end(&exchanges[begun], OUTCOME_NO_ANSWER);
      ended++;
    }
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, begun < plan->streams ? 1 : 100);
    for (int index = 0; index < count; index++) {
      struct exchange *exchange = events[index].data.ptr;
      // One that ended in this round says no more, unless its connection ends.
      if (exchange->fd < 0) continue;
      if (exchange->state == READ_DONE || exchange->began < start) {
        close(exchange->fd);
        exchange->fd = -1;
        if (exchange - exchanges >= begun) open_connection(exchange);
        continue;
      }
      enum outcome outcome = exchange_read(exchange, &plan->target, &statistics);
      if (outcome == OUTCOME_PENDING) continue;
      end(exchange, outcome);
      ended++;
    }
  }
  for (unsigned index = 0; index < plan->streams; index++) {
    struct exchange *exchange = &exchanges[index];
    if (exchange->fd >= 0 && exchange->state != READ_DONE) end(exchange, OUTCOME_TIMEOUT);
  }
}

int load(const struct load *load) {
  plan = load;
  poller = epoll_create1(EPOLL_CLOEXEC);
  exchanges = must_allocate(load->streams, sizeof *exchanges);
  for (unsigned index = 0; index < load->streams; index++) exchanges[index].fd = -1;
  uint64_t start = now_ns();
  for (unsigned round = 0; round < load->rounds; round++) one_round();
  double seconds = (double)(now_ns() - start) / 1e9;
  uint64_t all = (uint64_t)load->streams * load->rounds, complete = outcomes[OUTCOME_COMPLETE];
  printf("requests=%" PRIu64 " complete=%" PRIu64 " failed=%" PRIu64 " slipped=%" PRIu64 " events=%" PRIu64
         " lost=%" PRIu64 " disordered=%" PRIu64 " altered=%" PRIu64,
         all, complete, all - complete, slipped, statistics.events, statistics.lost, statistics.disordered,
         outcomes[OUTCOME_ALTERED]);
  printf(" first_p50_us=%u first_p99_us=%u", samples_percentile(&statistics.first, 0.5),
         samples_percentile(&statistics.first, 0.99));
  printf(" event_p50_us=%u event_p99_us=%u event_max_us=%u", samples_percentile(&statistics.event, 0.5),
         samples_percentile(&statistics.event, 0.99), samples_percentile(&statistics.event, 1));
  printf(" late_p99_us=%u seconds=%.3f\n", samples_percentile(&statistics.late, 0.99), seconds);
  free(exchanges);
  return complete == all && statistics.disordered == 0 ? 0 : 1;
}
