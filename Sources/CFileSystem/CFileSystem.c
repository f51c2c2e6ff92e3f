#define _GNU_SOURCE
#include "CFileSystem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

// Of <linux/fs.h>, which not every C library's own headers repeat.
static const unsigned no_replace = 1;
static const unsigned exchange = 2;

static int rename_with(int folder, const char *from, const char *to, unsigned flags) {
  return syscall(SYS_renameat2, folder, from, folder, to, flags) == 0 ? 0 : errno;
}

int cfs_rename_new(int folder, const char *from, const char *to) {
  return rename_with(folder, from, to, no_replace);
}

int cfs_exchange(int folder, const char *one, const char *other) {
  return rename_with(folder, one, other, exchange);
}

/// What the user set: it must not be lost. The rest, such as an SELinux label, the system gives the new file itself.
static int is_users(const char *name) {
  return strncmp(name, "user.", 5) == 0 || strcmp(name, "system.posix_acl_access") == 0;
}

static int copy_attribute(int from, int to, const char *name) {
  ssize_t size = fgetxattr(from, name, NULL, 0);
  if (size < 0) return errno;
  char *value = malloc(size == 0 ? 1 : (size_t)size);
  if (value == NULL) return ENOMEM;
  size = fgetxattr(from, name, value, (size_t)size);
  int error = size < 0 || fsetxattr(to, name, value, (size_t)size, 0) != 0 ? errno : 0;
  free(value);
  return error;
}

int cfs_copy_attributes(int from, int to) {
  ssize_t size = flistxattr(from, NULL, 0);
  // A file system without attributes has none to lose.
  if (size < 0) return errno == ENOTSUP ? 0 : errno;
  if (size == 0) return 0;
  char *names = malloc((size_t)size);
  if (names == NULL) return ENOMEM;
  size = flistxattr(from, names, (size_t)size);
  int error = size < 0 ? errno : 0;
  for (const char *name = names; error == 0 && name < names + size; name += strlen(name) + 1) {
    int failed = copy_attribute(from, to, name);
    if (is_users(name)) error = failed;
  }
  free(names);
  return error;
}

int cfs_hold(int file) {
  // A lease. Somebody who waits is announced by a signal, which ends the process unless it is one that nobody heeds.
  if (fcntl(file, F_SETSIG, SIGURG) != 0) return errno;
  return fcntl(file, F_SETLEASE, F_WRLCK) == 0 ? 0 : errno;
}

void cfs_release(int file) {
  fcntl(file, F_SETLEASE, F_UNLCK);
}

int cfs_nameless_file(const char *name) {
  int file = memfd_create(name, 0);
  return file >= 0 ? file : -errno;
}

#elif defined(__APPLE__)

#include <copyfile.h>
#include <stdio.h>

int cfs_rename_new(int folder, const char *from, const char *to) {
  return renameatx_np(folder, from, folder, to, RENAME_EXCL) == 0 ? 0 : errno;
}

int cfs_exchange(int folder, const char *one, const char *other) {
  return renameatx_np(folder, one, folder, other, RENAME_SWAP) == 0 ? 0 : errno;
}

int cfs_copy_attributes(int from, int to) {
  return fcopyfile(from, to, NULL, COPYFILE_ACL | COPYFILE_XATTR) == 0 ? 0 : errno;
}

#else

int cfs_rename_new(int folder, const char *from, const char *to) {
  return ENOSYS;
}

int cfs_exchange(int folder, const char *one, const char *other) {
  return ENOSYS;
}

int cfs_copy_attributes(int from, int to) {
  return 0;
}

#endif

#if !defined(__linux__)

int cfs_hold(int file) {
  return ENOSYS;
}

void cfs_release(int file) {}

int cfs_nameless_file(const char *name) {
  return -ENOSYS;
}

#endif
