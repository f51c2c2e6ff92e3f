// One request, and its answer read and checked as it comes.
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char outcome_names[OUTCOME_COUNT][12] = {
  "pending", "complete", "status", "error-event", "cut", "no-answer", "altered", "left", "timeout",
};

int exchange_connect(const struct target *target) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  if (fd < 0) die("no more sockets: %s", strerror(errno));
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)target->port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // On this machine nobody waits for a connection; after that nobody waits for anything.
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0) return fd;
  close(fd);
  return -1;
}

bool exchange_begin(struct exchange *exchange, const struct target *target) {
  char message[REQUEST_SIZE + 512];
  exchange->request_length = request_write(&exchange->order, target->model, target->translated, exchange->request);
  int head = snprintf(message, 512,
                      "POST /v1/%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAuthorization: Bearer %s\r\n"
                      "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                      target->translated ? "messages" : "chat/completions", target->port, target->key, exchange->request_length);
  memcpy(message + head, exchange->request, exchange->request_length);
  exchange->state = READ_HEAD;
  exchange->kept = 0;
  exchange->next = 0;
  exchange->slowest = 0;
  exchange->status = 0;
  exchange->saw_error = exchange->saw_end = exchange->is_altered = exchange->is_mortal = false;
  exchange->keeps_alive = true;
  exchange->began = now_ns();
  // A request fits into the buffer of a socket that has nothing else to send.
  ssize_t length = head + (ssize_t)exchange->request_length;
  return send(exchange->fd, message, (size_t)length, MSG_NOSIGNAL) == length;
}

// --- what has been understood

static void take_event(struct exchange *exchange, const struct target *target, struct statistics *statistics,
                       size_t length) {
  const char *text = exchange->buffer;
  struct event event;
  // A gateway may keep a client waiting with comments.
  if (text[0] == ':') return;
  if (event_read(text, length, &event)) {
    char expected[EVENT_SIZE];
    uint64_t now = now_ns(), under_way = now - event.sent;
    if (event.number != exchange->next) {
      if (event.number > exchange->next) statistics->lost += event.number - exchange->next;
      else statistics->disordered++;
    }
    if (event.total != exchange->order.events) exchange->is_altered = true;
    if (target->exact && (event_write(&event, expected) != length || memcmp(text, expected, length) != 0)) {
      exchange->is_altered = true;
    }
    exchange->next = event.number + 1;
    statistics->events++;
    samples_add(&statistics->event, under_way / 1000);
    samples_add(&statistics->late, event.late);
    if (event.number == 0) samples_add(&statistics->first, (now - exchange->began) / 1000);
    if (under_way > exchange->slowest) exchange->slowest = under_way;
  } else if (target->translated ? memmem(text, length, "\"message_stop\"", 14) != NULL
                                : length >= 12 && memcmp(text, "data: [DONE]", 12) == 0) {
    exchange->saw_end = true;
  } else if (memmem(text, length, "\"error\"", 7) != NULL) {
    exchange->saw_error = true;
  } else if (target->exact && strncmp(text, stream_end, length) != 0) {
    exchange->is_altered = true;
  }
}

// Takes payload: whole events one by one, anything else to its end.
static void take_payload(struct exchange *exchange, const struct target *target, struct statistics *statistics,
                         const char *bytes, size_t length) {
  while (length > 0) {
    size_t room = sizeof exchange->buffer - exchange->kept, part = length < room ? length : room;
    if (part == 0) {
      exchange->is_altered = true;
      return;
    }
    memcpy(exchange->buffer + exchange->kept, bytes, part);
    exchange->kept += part;
    bytes += part;
    length -= part;
    while (exchange->is_stream) {
      char *end = memmem(exchange->buffer, exchange->kept, "\n\n", 2);
      size_t blank = 2;
      if (end == NULL) {
        end = memmem(exchange->buffer, exchange->kept, "\r\n\r\n", blank = 4);
        if (end == NULL) break;
      }
      size_t event = (size_t)(end - exchange->buffer) + blank;
      take_event(exchange, target, statistics, event);
      memmove(exchange->buffer, exchange->buffer + event, exchange->kept - event);
      exchange->kept -= event;
    }
  }
}

// Understands the head, which is complete and ends with a zero byte in the place of its empty line.
static void take_head(struct exchange *exchange, const struct target *target) {
  const char *head = exchange->buffer, *field;
  exchange->status = head[0] == 'H' ? atoi(head + 9) : 0;
  exchange->is_stream = exchange->status == 200 && strcasestr(head, "text/event-stream") != NULL;
  exchange->keeps_alive = strcasestr(head, "\r\nconnection: close") == NULL;
  if (target->mortal != NULL && (field = strcasestr(head, "\r\nx-litellm-model-id: ")) != NULL) {
    size_t length = strlen(target->mortal);
    exchange->is_mortal = strncmp(field + 22, target->mortal, length) == 0 && field[22 + length] < ' ';
  }
  if (strcasestr(head, "\r\ntransfer-encoding: chunked") != NULL) {
    exchange->state = READ_SIZE;
    exchange->remaining = 0;
  } else if ((field = strcasestr(head, "\r\ncontent-length:")) != NULL) {
    exchange->remaining = strtoul(field + 17, NULL, 10);
    exchange->state = exchange->remaining == 0 ? READ_DONE : READ_LENGTH;
  } else {
    exchange->state = READ_TO_END;
  }
  exchange->kept = 0;
}

// --- the framing

static size_t feed_head(struct exchange *exchange, const struct target *target, const char *bytes, size_t length) {
  size_t before = exchange->kept, room = sizeof exchange->buffer - 1 - before, part = length < room ? length : room;
  memcpy(exchange->buffer + before, bytes, part);
  char *end = memmem(exchange->buffer, before + part, "\r\n\r\n", 4);
  if (end == NULL) {
    exchange->kept += part;
    if (part < length) exchange->is_altered = true;
    return length;
  }
  end[2] = 0;
  size_t head = (size_t)(end - exchange->buffer) + 4;
  take_head(exchange, target);
  return head - before;
}

// Reads one byte of the framing of chunks.
static void feed_framing(struct exchange *exchange, char byte) {
  switch (exchange->state) {
  case READ_SIZE:
    if (byte == '\n') {
      exchange->line = 0;
      exchange->state = exchange->remaining == 0 ? READ_TRAILER : READ_CHUNK;
    } else if (byte != '\r') {
      char digit[2] = {byte, 0};
      exchange->remaining = exchange->remaining << 4 | strtoul(digit, NULL, 16);
    }
    break;
  case READ_CHUNK_END:
    if (byte == '\n') exchange->state = READ_SIZE;
    break;
  default:  // the trailer: its empty line is the end
    if (byte == '\n') {
      if (exchange->line == 0) exchange->state = READ_DONE;
      exchange->line = 0;
    } else if (byte != '\r') {
      exchange->line++;
    }
  }
}

static void feed(struct exchange *exchange, const struct target *target, struct statistics *statistics,
                 const char *bytes, size_t length) {
  for (size_t used; length > 0; bytes += used, length -= used) {
    switch (exchange->state) {
    case READ_HEAD: used = feed_head(exchange, target, bytes, length); break;
    case READ_LENGTH:
    case READ_CHUNK:
      used = length < exchange->remaining ? length : exchange->remaining;
      take_payload(exchange, target, statistics, bytes, used);
      exchange->remaining -= used;
      if (exchange->remaining == 0) exchange->state = exchange->state == READ_CHUNK ? READ_CHUNK_END : READ_DONE;
      break;
    case READ_TO_END: take_payload(exchange, target, statistics, bytes, used = length); break;
    case READ_DONE:  // nobody asked for more
      exchange->is_altered = true;
      return;
    default:
      used = 1;
      feed_framing(exchange, *bytes);
    }
  }
}

// --- what came of it

static enum outcome judge_whole(struct exchange *exchange, const struct target *target) {
  if (exchange->is_altered) return OUTCOME_ALTERED;
  if (exchange->status != 200) return OUTCOME_STATUS;
  if (exchange->saw_error) return OUTCOME_ERROR_EVENT;
  bool is_whole;
  if (exchange->order.events > 0) {
    is_whole = exchange->is_stream && exchange->saw_end && exchange->next == exchange->order.events;
  } else if (target->exact) {
    char expected[ANSWER_SIZE];
    size_t length = answer_write(exchange->request, exchange->request_length, expected);
    is_whole = exchange->kept == length && memcmp(exchange->buffer, expected, length) == 0;
  } else {
    is_whole = answer_is_whole(exchange->buffer, exchange->kept);
  }
  return is_whole ? OUTCOME_COMPLETE : OUTCOME_ALTERED;
}

static enum outcome judge_ended(struct exchange *exchange, const struct target *target) {
  exchange->keeps_alive = false;
  if (exchange->state == READ_TO_END) return judge_whole(exchange, target);
  if (exchange->state == READ_HEAD && exchange->kept == 0) return OUTCOME_NO_ANSWER;
  if (exchange->is_altered) return OUTCOME_ALTERED;
  return exchange->saw_error ? OUTCOME_ERROR_EVENT : OUTCOME_CUT;
}

enum outcome exchange_read(struct exchange *exchange, const struct target *target, struct statistics *statistics) {
  static char bytes[64 << 10];
  while (true) {
    ssize_t count = read(exchange->fd, bytes, sizeof bytes);
    if (count < 0 && errno == EAGAIN) return OUTCOME_PENDING;
    if (count <= 0) return judge_ended(exchange, target);
    feed(exchange, target, statistics, bytes, (size_t)count);
    // Even where the rest has come already: it is not looked at.
    if (exchange->leave_after > 0 && exchange->next >= exchange->leave_after) return OUTCOME_LEFT;
    if (exchange->state == READ_DONE) return judge_whole(exchange, target);
    if ((size_t)count < sizeof bytes) return OUTCOME_PENDING;
  }
}
