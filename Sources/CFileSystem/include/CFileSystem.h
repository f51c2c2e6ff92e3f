// The calls about files that Swift's module of the C library leaves out, in one form for Linux and macOS. Elsewhere
// each says that it is not supported.

#ifndef C_FILE_SYSTEM_H
#define C_FILE_SYSTEM_H

/// Renames one entry of the folder `folder` to another, only if nothing has that name yet.
///
/// Returns 0, or the error number; `EINVAL`, `ENOSYS` or `ENOTSUP` where the file system cannot do it.
int cfs_rename_new(int folder, const char *from, const char *to);

/// Exchanges two entries of the folder `folder` in one step.
///
/// Returns as `cfs_rename_new` does.
int cfs_exchange(int folder, const char *one, const char *other);

/// Gives the file `to` the access control list and the extended attributes of the file `from`.
///
/// Labels that belong to the system and not to the user are copied if the system allows it. Returns 0, or the error
/// number of what could not be copied.
int cfs_copy_attributes(int from, int to);

/// Makes every program that opens the file `file` wait until `cfs_release`, or until this process has ended.
///
/// `file` must be open for reading and writing, and nowhere else. Returns 0, or the error number where that is not
/// possible; only Linux can do it.
int cfs_hold(int file);

/// Lets those that wait go on.
void cfs_release(int file);

/// Makes a file in memory that is in no folder, and that a program started in the place of this one keeps open.
///
/// `name` is for debuggers alone. Returns the file, or the negative error number; only Linux can do it.
int cfs_nameless_file(const char *name);

#endif
