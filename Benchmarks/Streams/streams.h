// A provider that streams, and a client that checks what comes of it: for script/bench and script/soak.
//
// Both sides agree on what is sent: the client writes an order into the text of its message, which every gateway passes
// on, and the provider does as it says. Each event is numbered and carries the time at which it was sent, by a clock
// that all processes of a machine share, so the client can tell what was lost, altered, out of order or late.
#ifndef STREAMS_H
#define STREAMS_H

#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- order.c: what is asked, and what the answer must look like

// What goes wrong on purpose.
enum fault {
  FAULT_NONE,
  FAULT_STATUS,  // answers 500
  FAULT_RESET,   // resets the connection instead of answering
  FAULT_STALL,   // never answers
  FAULT_CUT,     // closes the connection after half of the events
  FAULT_PAUSE,   // sends nothing more after half of the events
  FAULT_COUNT
};

struct order {
  unsigned events;       // 0 for an answer in one piece
  unsigned interval_ms;  // between events; before an answer in one piece
  enum fault fault;
};

enum { REQUEST_SIZE = 2048, ANSWER_SIZE = 2048, EVENT_SIZE = 512 };

// Writes a request of about 1 KiB into `out`, of REQUEST_SIZE bytes: of Messages, or else of chat completions. All
// writers return the length.
size_t request_write(const struct order *order, const char *model, bool is_messages, char *out);
// Finds the order in a request; false if there is none.
bool order_read(const char *body, size_t length, struct order *order);

// The answer in one piece, of about 1 KiB. It tells which request arrived, so a request altered on its way shows.
size_t answer_write(const char *request, size_t length, char *out);
// Whether an answer that a gateway has written anew still holds the text.
bool answer_is_whole(const char *answer, size_t length);

// One event of a stream: `number` counts from 0, `sent` is in nanoseconds, `late` says by how many microseconds the
// provider itself missed the moment at which the event was due.
struct event {
  unsigned number, total, late;
  uint64_t sent;
};

size_t event_write(const struct event *event, char *out);
// Reads an event that a gateway may have written anew; false if it is none of ours.
bool event_read(const char *text, size_t length, struct event *event);

// The events that follow the last one.
extern const char *const stream_end;
extern const char fault_names[FAULT_COUNT][8];

// --- util.c

uint64_t now_ns(void);
// Prints why, and exits with status 69: something that is needed is not available.
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
// As many open files as the system allows.
void raise_file_limit(void);
void *must_allocate(size_t count, size_t size);

// A growing list of numbers, of which percentiles are asked in the end.
struct samples {
  uint32_t *values;
  size_t count, capacity;
};

void samples_add(struct samples *samples, uint64_t value);
// Sorts, and returns the value below which `share` of them lie; 0 without any.
uint32_t samples_percentile(struct samples *samples, double share);

// --- exchange.c: one request and its answer, checked

enum outcome {
  OUTCOME_PENDING,
  OUTCOME_COMPLETE,     // the whole answer, as it should be
  OUTCOME_STATUS,       // a whole answer with another status than 200
  OUTCOME_ERROR_EVENT,  // a stream that ended early, with an event that says so
  OUTCOME_CUT,          // an answer that ended early without a word
  OUTCOME_NO_ANSWER,    // the connection ended before an answer
  OUTCOME_ALTERED,      // something else than was sent
  OUTCOME_LEFT,         // we left on purpose
  OUTCOME_TIMEOUT,
  OUTCOME_COUNT
};

extern const char outcome_names[OUTCOME_COUNT][12];

struct target {
  unsigned port;
  const char *key;
  const char *model;
  const char *mortal;  // the id of the deployment that dies on purpose, or NULL
  bool exact;          // whether the gateway must not change a byte
  bool translated;     // whether we speak Messages, to a gateway in front of the same provider
};

struct statistics {
  struct samples first, event, late;  // microseconds
  uint64_t events, lost, disordered;
};

struct exchange {
  int fd;
  struct order order;
  unsigned leave_after;  // how many events are enough; 0 for all
  uint64_t began;        // when the request was sent
  // What is known of the answer.
  int status;
  bool is_mortal;      // whether the deployment that dies on purpose answered
  bool keeps_alive;    // whether another request may follow
  unsigned next;       // the number of the event that must come next
  uint64_t slowest;    // how long the slowest event was under way, in nanoseconds
  bool saw_error, saw_end, is_altered;
  // The reader.
  enum { READ_HEAD, READ_LENGTH, READ_SIZE, READ_CHUNK, READ_CHUNK_END, READ_TRAILER, READ_TO_END, READ_DONE } state;
  bool is_stream;
  size_t remaining, line;
  size_t request_length, kept;
  char request[REQUEST_SIZE];
  char buffer[8192];  // the head, then an event or the body as far as it has come
};

// Opens a connection; -1 if that fails at once.
int exchange_connect(const struct target *target);
// Sends the order; false if the connection does not take it.
bool exchange_begin(struct exchange *exchange, const struct target *target);
// Reads what has come.
enum outcome exchange_read(struct exchange *exchange, const struct target *target, struct statistics *statistics);

// --- the three modes, each with its own part of the arguments

int serve(unsigned port);

struct load {
  struct target target;
  unsigned streams, rounds, over_ms, slip_ms, timeout_s;
  struct order order;
};
int load(const struct load *load);

struct mix {
  struct target target;
  unsigned connections, seconds;
};
int mix(const struct mix *mix);

#endif
