// The calls about processes that Swift's module of the C library leaves out, in one form for Linux and macOS.

#ifndef C_PROCESS_H
#define C_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/// Writes what tells a running process from every other one that had or will have its number: when it began, in which
/// run of the system, and among which processes.
///
/// Returns 0, or `ESRCH` if there is no such process, or it has ended and nobody has asked yet how.
int cps_identity(pid_t process, char *text, size_t size);

/// Sends a signal to a process, if its identity is still `identity`. On Linux no other process can get it, whatever
/// happens meanwhile.
///
/// Returns 0, or the error number: `ESRCH` if there is no such process any more.
int cps_signal(pid_t process, const char *identity, int number);

/// Starts a program with every signal as by default, without a standard input, and with nothing else open but `output`
/// for its standard output and error.
///
/// `has_session` makes it the first of a session of its own, which no terminal's end reaches. Returns 0, or the error
/// number.
int cps_spawn(pid_t *child, const char *program, char *const arguments[], char *const environment[], int output,
              int has_session);

/// From now on these signals do nothing but write their number into a pipe, as one byte each.
///
/// `output` becomes where they can be read, without waiting; it is never to be closed. Returns 0, or the error number.
int cps_catch_signals(const int numbers[], size_t count, int *output);

#endif
