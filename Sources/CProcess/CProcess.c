#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)

#include <sys/syscall.h>

#if !defined(SYS_pidfd_send_signal)
#define SYS_pidfd_send_signal 424
#endif
#if !defined(SYS_pidfd_open)
#define SYS_pidfd_open 434
#endif

/// The beginning of a file, without the end of its line; empty if there is none.
static void read_line(const char *path, char *text, size_t size) {
  text[0] = '\0';
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t count = read(file, text, size - 1);
  close(file);
  text[count > 0 ? count : 0] = '\0';
  text[strcspn(text, "\n")] = '\0';
}

int cps_identity(pid_t process, char *text, size_t size) {
  char path[64], line[1024], boot[64], names[64];
  if (process <= 0) return ESRCH;
  snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
  read_line(path, line, sizeof line);
  // The name in parentheses may hold anything, parentheses and spaces too: the last one ends it.
  const char *rest = strrchr(line, ')');
  if (rest == NULL) return ESRCH;
  char state = '\0';
  unsigned long long start = 0;
  // State and start time are the fields 3 and 22 of proc_pid_stat(5).
  if (sscanf(rest + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state,
             &start) != 2)
    return ESRCH;
  if (state == 'Z' || state == 'X') return ESRCH;
  read_line("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
  // A container that has the same folder has other processes.
  ssize_t length = readlink("/proc/self/ns/pid", names, sizeof names - 1);
  names[length > 0 ? length : 0] = '\0';
  snprintf(text, size, "%s %s %llu", boot, names, start);
  return 0;
}

static int is(pid_t process, const char *identity) {
  char present[256];
  return cps_identity(process, present, sizeof present) == 0 && strcmp(present, identity) == 0;
}

int cps_signal(pid_t process, const char *identity, int number) {
  // The descriptor stands for this process, also once its number belongs to another one.
  int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
  if (descriptor < 0 && errno == ESRCH) return ESRCH;
  int error = 0;
  if (!is(process, identity)) {
    error = ESRCH;
  } else if (descriptor >= 0) {
    error = syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0) == 0 ? 0 : errno;
  } else {
    // An old kernel, or a container that does not allow the call.
    error = kill(process, number) == 0 ? 0 : errno;
  }
  if (descriptor >= 0) close(descriptor);
  return error;
}

#elif defined(__APPLE__)

#include <libproc.h>

int cps_identity(pid_t process, char *text, size_t size) {
  struct proc_bsdinfo info;
  if (process <= 0 || proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &info, sizeof info) != sizeof info) return ESRCH;
  if (info.pbi_status == SZOMB) return ESRCH;
  snprintf(text, size, "%llu.%06llu", (unsigned long long)info.pbi_start_tvsec,
           (unsigned long long)info.pbi_start_tvusec);
  return 0;
}

int cps_signal(pid_t process, const char *identity, int number) {
  char present[256];
  if (cps_identity(process, present, sizeof present) != 0 || strcmp(present, identity) != 0) return ESRCH;
  return kill(process, number) == 0 ? 0 : errno;
}

#else

int cps_identity(pid_t process, char *text, size_t size) {
  return ENOSYS;
}

int cps_signal(pid_t process, const char *identity, int number) {
  return ENOSYS;
}

#endif

int cps_spawn(pid_t *child, const char *program, char *const arguments[], char *const environment[], int output,
              int has_session) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
#if defined(POSIX_SPAWN_SETSID)
  if (has_session) flags |= POSIX_SPAWN_SETSID;
#endif
#if defined(POSIX_SPAWN_CLOEXEC_DEFAULT)
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
  if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (error == 0) error = posix_spawnattr_setflags(&attributes, flags);
  if (error == 0) error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, output, 2);
#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 34)
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
#endif
  if (error == 0) error = posix_spawn(child, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

static volatile sig_atomic_t inputs[NSIG];

static void report_signal(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  // Where it does not fit, so many are waiting already that one more makes no difference.
  ssize_t count = write(inputs[number], &byte, 1);
  (void)count;
  errno = error;
}

int cps_catch_signals(const int numbers[], size_t count, int *output) {
  int ends[2];
  if (pipe(ends) != 0) return errno;
  for (int end = 0; end < 2; end++) {
    fcntl(ends[end], F_SETFD, FD_CLOEXEC);
    fcntl(ends[end], F_SETFL, fcntl(ends[end], F_GETFL) | O_NONBLOCK);
  }
  *output = ends[0];
  struct sigaction action = {.sa_handler = report_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < count; i++) {
    if (numbers[i] <= 0 || numbers[i] >= NSIG) return EINVAL;
    inputs[numbers[i]] = ends[1];
    if (sigaction(numbers[i], &action, NULL) != 0) return errno;
  }
  return 0;
}
