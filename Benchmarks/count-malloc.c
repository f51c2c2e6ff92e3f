// Counts a process's allocations: for LD_PRELOAD. At SIGUSR2 it appends a line "ALLOCATIONS BYTES" to the file that
// COUNT_MALLOC names: both since the start, of all threads.
//
// It goes by the names under which glibc keeps its own functions, so it works with no other C library.
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static _Atomic(uint64_t) allocations, bytes;

static void count(size_t size) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
}

void *malloc(size_t size) {
  count(size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}

// Growing is an allocation, too: the old memory is rarely large enough.
void *realloc(void *memory, size_t size) {
  count(size);
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = memalign(alignment, size);
  return *memory == NULL ? 12 /* ENOMEM */ : 0;
}

// Within a signal handler there is no printf.
static char *write_number(char *end, uint64_t number) {
  do *--end = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  return end;
}

static char report[4096];

static void tell(int signal) {
  (void)signal;
  char line[64], *end = line + sizeof line, *start = end;
  *--start = '\n';
  start = write_number(start, atomic_load(&bytes));
  *--start = ' ';
  start = write_number(start, atomic_load(&allocations));
  int file = open(report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (write(file, start, (size_t)(end - start)) < 0) abort();
  close(file);
}

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("COUNT_MALLOC");
  if (name == NULL) return;
  strncpy(report, name, sizeof report - 1);
  struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART};
  sigaction(SIGUSR2, &action, NULL);
}
