// The provider: answers as each request's order says, until it is stopped by a signal.
#include "streams.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAXIMUM_CLIENTS = 1 << 16, INPUT_SIZE = 16 << 10, OUTPUT_SIZE = 4 << 10 };

struct client {
  int fd;
  bool is_answering;
  struct order order;
  unsigned next;       // the event that comes next
  uint64_t due;        // when, in nanoseconds
  size_t heap_place;   // among those that wait for their time, from 1; 0 if it does not
  uint32_t watched;    // what epoll looks for
  size_t request_start, request_length;
  size_t in_length, out_start, out_end;
  char out[OUTPUT_SIZE];
  char in[INPUT_SIZE];
};

static int poller;

// --- those that wait for their time: a binary heap, the earliest at place 1

static struct client *heap[MAXIMUM_CLIENTS + 1];
static size_t heap_count;

static void heap_put(struct client *client, size_t place) {
  heap[place] = client;
  client->heap_place = place;
}

static void heap_settle(size_t place) {
  struct client *client = heap[place];
  for (; place > 1 && heap[place / 2]->due > client->due; place /= 2) heap_put(heap[place / 2], place);
  for (size_t child; (child = place * 2) <= heap_count; place = child) {
    if (child < heap_count && heap[child + 1]->due < heap[child]->due) child++;
    if (heap[child]->due >= client->due) break;
    heap_put(heap[child], place);
  }
  heap_put(client, place);
}

static void heap_add(struct client *client) {
  if (client->heap_place != 0) return;
  heap_put(client, ++heap_count);
  heap_settle(heap_count);
}

static void heap_remove(struct client *client) {
  size_t place = client->heap_place;
  if (place == 0) return;
  client->heap_place = 0;
  struct client *last = heap[heap_count--];
  if (last == client) return;
  heap_put(last, place);
  heap_settle(place);
}

// --- one client

static void drop(struct client *client, bool resets) {
  if (resets) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  heap_remove(client);
  close(client->fd);
  free(client);
}

static void watch(struct client *client, uint32_t events) {
  if (client->watched == events) return;
  client->watched = events;
  struct epoll_event event = {.events = events, .data.ptr = client};
  epoll_ctl(poller, EPOLL_CTL_MOD, client->fd, &event);
}

static void put(struct client *client, const char *text, size_t length) {
  memcpy(client->out + client->out_end, text, length);
  client->out_end += length;
}

static void put_text(struct client *client, const char *text) { put(client, text, strlen(text)); }

static void put_chunk(struct client *client, const char *text, size_t length) {
  char size[20];
  put(client, size, (size_t)snprintf(size, sizeof size, "%zx\r\n", length));
  put(client, text, length);
  put_text(client, "\r\n");
}

static void put_whole(struct client *client, const char *status, const char *body, size_t length) {
  char head[160];
  put(client, head,
      (size_t)snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                       status, length));
  put(client, body, length);
  client->is_answering = false;
}

// Puts the next piece of the answer into `out`, if its time has come.
//
// Returns false if the client is gone now.
static bool produce(struct client *client, uint64_t now) {
  const struct order *order = &client->order;
  if (order->fault == FAULT_STALL || (order->fault == FAULT_PAUSE && client->next >= order->events / 2)) return true;
  if (now < client->due) {
    heap_add(client);
    return true;
  }
  if (order->fault == FAULT_RESET || (order->fault == FAULT_CUT && client->next >= order->events / 2)) {
    drop(client, order->fault == FAULT_RESET);
    return false;
  }
  char text[ANSWER_SIZE];
  if (order->fault == FAULT_STATUS) {
    static const char error[] = "{\"error\":{\"message\":\"as ordered\",\"type\":\"server_error\",\"code\":500}}";
    put_whole(client, "500 Internal Server Error", error, sizeof error - 1);
  } else if (order->events == 0) {
    size_t length = answer_write(client->in + client->request_start, client->request_length, text);
    put_whole(client, "200 OK", text, length);
  } else {
    if (client->next == 0) {
      put_text(client, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n");
    }
    struct event event = {client->next, order->events, (unsigned)((now - client->due) / 1000), now_ns()};
    put_chunk(client, text, event_write(&event, text));
    client->next++;
    client->due += order->interval_ms * 1000000ull;
    if (client->next == order->events) {
      put_chunk(client, stream_end, strlen(stream_end));
      put_text(client, "0\r\n\r\n");
      client->is_answering = false;
    }
  }
  return true;
}

// Takes a whole request off what has come, if there is one.
//
// Returns false if the client is gone now.
static bool take_request(struct client *client) {
  char *end = memmem(client->in, client->in_length, "\r\n\r\n", 4);
  if (end == NULL) return true;
  *end = 0;
  size_t head = (size_t)(end - client->in) + 4, body = 0;
  const char *length = strcasestr(client->in, "\r\ncontent-length:");
  if (length != NULL) body = strtoul(length + 17, NULL, 10);
  *end = '\r';
  if (head + body > INPUT_SIZE) {
    drop(client, false);
    return false;
  }
  if (client->in_length < head + body) return true;
  client->next = 0;
  client->due = now_ns();
  client->is_answering = true;
  client->request_start = head;
  client->request_length = body;
  // What gives no order, such as a health check, gets an answer in one piece.
  if (!order_read(client->in + head, body, &client->order)) client->order = (struct order){0};
  if (client->order.events == 0) client->due += client->order.interval_ms * 1000000ull;
  return true;
}

static void forget_request(struct client *client) {
  size_t end = client->request_start + client->request_length;
  memmove(client->in, client->in + end, client->in_length - end);
  client->in_length -= end;
  client->request_start = client->request_length = 0;
}

// Goes as far as time and the socket let it.
static void go_on(struct client *client) {
  while (true) {
    while (client->out_start < client->out_end) {
      ssize_t sent = send(client->fd, client->out + client->out_start, client->out_end - client->out_start, MSG_NOSIGNAL);
      if (sent < 0) {
        if (errno == EAGAIN) watch(client, EPOLLIN | EPOLLOUT);
        else drop(client, false);
        return;
      }
      client->out_start += (size_t)sent;
    }
    client->out_start = client->out_end = 0;
    watch(client, EPOLLIN);
    if (!client->is_answering) {
      if (client->request_start > 0) forget_request(client);
      if (!take_request(client) || !client->is_answering) return;
    }
    if (!produce(client, now_ns()) || client->out_end == 0) return;
  }
}

static void receive(struct client *client) {
  if (client->in_length == INPUT_SIZE) {
    drop(client, false);
    return;
  }
  ssize_t count = read(client->fd, client->in + client->in_length, INPUT_SIZE - client->in_length);
  if (count > 0) {
    client->in_length += (size_t)count;
    if (!client->is_answering) go_on(client);
  } else if (count == 0 || errno != EAGAIN) {
    drop(client, false);
  }
}

static void take_clients(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct client *client = fd < MAXIMUM_CLIENTS ? calloc(1, sizeof *client) : NULL;
    if (client == NULL) {
      close(fd);
      continue;
    }
    client->fd = fd;
    client->watched = EPOLLIN;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  }
}

// Waits until something comes or is due.
static int wait_for_events(struct epoll_event *events, int maximum) {
  if (heap_count == 0) return epoll_wait(poller, events, maximum, -1);
  uint64_t now = now_ns(), rest = heap[1]->due > now ? heap[1]->due - now : 0;
  struct timespec time = {.tv_sec = (time_t)(rest / 1000000000), .tv_nsec = (long)(rest % 1000000000)};
  return epoll_pwait2(poller, events, maximum, &time, NULL);
}

int serve(unsigned port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) {
    die("cannot listen on port %u: %s", port, strerror(errno));
  }
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  while (true) {
    struct epoll_event events[256];
    int count = wait_for_events(events, 256);
    for (int index = 0; index < count; index++) {
      struct client *client = events[index].data.ptr;
      if (client == NULL) take_clients(listener);
      else if (events[index].events & EPOLLOUT) go_on(client);
      else receive(client);
    }
    for (uint64_t now = now_ns(); heap_count > 0 && heap[1]->due <= now;) {
      struct client *client = heap[1];
      heap_remove(client);
      go_on(client);
    }
  }
}
