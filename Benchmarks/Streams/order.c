// What the client asks of the provider, and what both know the answer to be.
#include "streams.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char fault_names[FAULT_COUNT][8] = {"none", "status", "reset", "stall", "cut", "pause"};

enum { FILLING = 800 };

// About as much text as makes a message of 1 KiB.
static const char *filling(void) {
  static char text[FILLING + 1];
  static const char words[] = "lorem ipsum ";
  for (size_t index = 0; index < FILLING; index++) text[index] = words[index % (sizeof words - 1)];
  return text;
}

size_t request_write(const struct order *order, const char *model, bool is_messages, char *out) {
  int length = snprintf(out, REQUEST_SIZE,
                        "{\"model\":\"%s\",%s\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":"
                        "\"do events=%u interval=%u fault=%s. %s\"}]}",
                        model, is_messages ? "\"max_tokens\":1000," : "", order->events > 0 ? "true" : "false", order->events, order->interval_ms,
                        fault_names[order->fault], filling());
  return (size_t)length;
}

bool order_read(const char *body, size_t length, struct order *order) {
  const char *place = memmem(body, length, "do events=", 10);
  if (place == NULL) return false;
  char text[80] = "", fault[8];
  size_t rest = length - (size_t)(place - body);
  memcpy(text, place, rest < sizeof text - 1 ? rest : sizeof text - 1);
  if (sscanf(text, "do events=%u interval=%u fault=%7[a-z]", &order->events, &order->interval_ms, fault) != 3) {
    return false;
  }
  for (int index = 0; index < FAULT_COUNT; index++) {
    if (strcmp(fault, fault_names[index]) != 0) continue;
    order->fault = (enum fault)index;
    return true;
  }
  return false;
}

// FNV-1a: enough to tell that something was altered.
static uint64_t digest(const char *bytes, size_t length) {
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t index = 0; index < length; index++) hash = (hash ^ (unsigned char)bytes[index]) * 0x100000001b3;
  return hash;
}

size_t answer_write(const char *request, size_t length, char *out) {
  int written = snprintf(out, ANSWER_SIZE,
                         "{\"id\":\"chatcmpl-0\",\"object\":\"chat.completion\",\"created\":1700000000,"
                         "\"model\":\"streams\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                         "\"content\":\"@%016" PRIx64 "@ %s\"},\"finish_reason\":\"stop\"}],"
                         "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":7,\"total_tokens\":19}}",
                         digest(request, length), filling());
  return (size_t)written;
}

bool answer_is_whole(const char *answer, size_t length) {
  return memmem(answer, length, filling(), FILLING) != NULL;
}

#define CHUNK_START                                                                                   \
  "data: {\"id\":\"chatcmpl-0\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"           \
  "\"model\":\"streams\",\"choices\":[{\"index\":0,\"delta\":"

size_t event_write(const struct event *event, char *out) {
  int length = snprintf(out, EVENT_SIZE,
                        CHUNK_START "{\"content\":\"@%u/%u %" PRIu64 " %u@ \"},\"finish_reason\":null}]}\n\n",
                        event->number, event->total, event->sent, event->late);
  return (size_t)length;
}

const char *const stream_end = CHUNK_START "{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

bool event_read(const char *text, size_t length, struct event *event) {
  const char *place = memchr(text, '@', length);
  if (place == NULL) return false;
  char copy[80] = "";
  size_t rest = length - (size_t)(place - text);
  memcpy(copy, place, rest < sizeof copy - 1 ? rest : sizeof copy - 1);
  int end = 0;
  int found = sscanf(copy, "@%u/%u %" SCNu64 " %u@ %n", &event->number, &event->total, &event->sent, &event->late, &end);
  return found == 4 && end > 0;
}
