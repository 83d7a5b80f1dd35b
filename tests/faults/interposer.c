/* Stands between a program and the C library: counts, delays, fails and records what is done to files of one folder.
 *
 * Loaded by LD_PRELOAD. FAULTS_UNDER is the folder, FAULTS_CONTROL a file of 8-byte numbers that is mapped by the test
 * too, so that faults are set and lifted while the program runs; interposing.py has the places. FAULTS_RECORD, if set,
 * is a file to which every change is appended in the order in which it was made. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN, READ, WRITE, SYNC, TRUNCATE, RENAME, LINK, UNLINK, LOCK, CALLS };
enum { FAIL = CALLS, AT, SEEN, ERROR, EVER, FIRED, DELAY, HALF, MAIN_THREAD, FIELDS };
enum { MOST = 4096 };

static volatile int64_t *control;
static char under[PATH_MAX];
static size_t under_length;
static int record = -1;
static char *paths[MOST]; /* by file descriptor, of files in the folder */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("FAULTS_UNDER"), *block = getenv("FAULTS_CONTROL"), *log = getenv("FAULTS_RECORD");
    if (!folder || !block) return;
    int held = syscall(SYS_openat, AT_FDCWD, block, O_RDWR | O_CLOEXEC);
    if (held < 0) return;
    void *mapped = mmap(NULL, FIELDS * 8, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
    syscall(SYS_close, held);
    if (mapped == MAP_FAILED) return;
    snprintf(under, sizeof under, "%s", folder);
    under_length = strlen(under);
    if (log) record = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    control = mapped;
}

static int ours(const char *path) {
    return control && path && strncmp(path, under, under_length) == 0 && (path[under_length] == '/' || !path[under_length]);
}

static const char *path_of(int fd) { return control && fd >= 0 && fd < MOST ? paths[fd] : NULL; }

/* Return whether this call is to fail; the caller returns -1 then. */
static int fails(int call) {
    __atomic_add_fetch(&control[call], 1, __ATOMIC_SEQ_CST);
    if ((call == WRITE || call == SYNC) && control[DELAY] > 0) {
        if (syscall(SYS_gettid) == getpid()) __atomic_add_fetch(&control[MAIN_THREAD], 1, __ATOMIC_SEQ_CST);
        usleep(control[DELAY]);
    }
    if (!(control[FAIL] >> call & 1)) return 0;
    int64_t seen = __atomic_add_fetch(&control[SEEN], 1, __ATOMIC_SEQ_CST);
    if (seen != control[AT] && !(control[EVER] && seen > control[AT])) return 0;
    __atomic_add_fetch(&control[FIRED], 1, __ATOMIC_SEQ_CST);
    errno = control[ERROR];
    return 1;
}

/* One record: call, offset, lengths of two names and of the data, then those. */
static void keep(char call, const char *path, const char *second, int64_t offset, const void *data, int64_t length) {
    if (record < 0) return;
    struct { int64_t call, offset, path, second, length; } head = {
        call, offset, strlen(path), second ? strlen(second) : 0, data ? length : 0 };
    syscall(SYS_write, record, &head, sizeof head);
    syscall(SYS_write, record, path, head.path);
    if (head.second) syscall(SYS_write, record, second, head.second);
    if (head.length) syscall(SYS_write, record, data, head.length);
}

static int opened(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
    if (!ours(path)) return real(path, flags, mode);
    if (fails(OPEN)) return -1;
    pthread_mutex_lock(&order);
    struct stat there;
    int fresh = (flags & O_CREAT) && stat(path, &there) != 0;
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < MOST) {
        free(paths[fd]);
        paths[fd] = strdup(path);
        if (fresh) keep('c', path, NULL, 0, NULL, 0);
        else keep(flags & O_TRUNC ? 't' : 'o', path, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&order);
    return fd;
}

#define OPENER(name)                                              \
    int name(const char *path, int flags, ...) {                  \
        va_list more;                                             \
        va_start(more, flags);                                    \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                             \
        return opened(path, flags, mode, REAL(name));             \
    }
OPENER(open)
OPENER(open64)

int close(int fd) {
    if (control && fd >= 0 && fd < MOST && paths[fd]) {
        pthread_mutex_lock(&order);
        free(paths[fd]);
        paths[fd] = NULL;
        pthread_mutex_unlock(&order);
    }
    return REAL(close)(fd);
}

/* A write that fails for want of room may have written a part. */
static ssize_t written(int fd, const void *data, size_t length, int64_t offset) {
    const char *path = path_of(fd);
    int bad = fails(WRITE), error = errno;
    if (bad && !control[HALF]) return -1;
    size_t part = bad ? length / 2 : length;
    pthread_mutex_lock(&order);
    int64_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
    struct stat there;
    if (offset < 0 && (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &there) == 0) at = there.st_size;
    ssize_t done = offset >= 0 ? syscall(SYS_pwrite64, fd, data, part, offset) : syscall(SYS_write, fd, data, part);
    if (done > 0) keep('w', path, NULL, at, data, done);
    pthread_mutex_unlock(&order);
    if (bad) {
        errno = error;
        return -1;
    }
    return done;
}

ssize_t write(int fd, const void *data, size_t length) {
    return path_of(fd) ? written(fd, data, length, -1) : REAL(write)(fd, data, length);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    return path_of(fd) ? written(fd, data, length, offset) : REAL(pwrite)(fd, data, length, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    return path_of(fd) ? written(fd, data, length, offset) : REAL(pwrite64)(fd, data, length, offset);
}

#define READER(name, offset_type)                                              \
    ssize_t name(int fd, void *data, size_t length, offset_type offset) {      \
        return path_of(fd) && fails(READ) ? -1 : REAL(name)(fd, data, length, offset); \
    }
READER(pread, off_t)
READER(pread64, off64_t)
ssize_t read(int fd, void *data, size_t length) {
    return path_of(fd) && fails(READ) ? -1 : REAL(read)(fd, data, length);
}

#define SYNCER(name)                                       \
    int name(int fd) {                                     \
        const char *path = path_of(fd);                    \
        if (!path) return REAL(name)(fd);                  \
        int bad = fails(SYNC), error = errno;              \
        pthread_mutex_lock(&order);                        \
        keep(bad ? 'x' : 's', path, NULL, 0, NULL, 0);     \
        pthread_mutex_unlock(&order);                      \
        errno = error;                                     \
        return -bad; /* what is not on the disk is decided when the record is played again */ \
    }
SYNCER(fsync)
SYNCER(fdatasync)

#define TRUNCATER(name, offset_type)                            \
    int name(int fd, offset_type length) {                      \
        const char *path = path_of(fd);                         \
        if (!path) return REAL(name)(fd, length);               \
        if (fails(TRUNCATE)) return -1;                         \
        pthread_mutex_lock(&order);                             \
        int done = REAL(name)(fd, length);                      \
        if (done == 0) keep('t', path, NULL, length, NULL, 0);  \
        pthread_mutex_unlock(&order);                           \
        return done;                                            \
    }
TRUNCATER(ftruncate, off_t)
TRUNCATER(ftruncate64, off64_t)

#define LOCKER(name)                                              \
    int name(int fd, int command, ...) {                          \
        va_list more;                                             \
        va_start(more, command);                                  \
        void *given = va_arg(more, void *);                       \
        va_end(more);                                             \
        if (command == F_SETLK && ((struct flock *)given)->l_type != F_UNLCK && path_of(fd) && fails(LOCK)) return -1; \
        return REAL(name)(fd, command, given);                    \
    }
LOCKER(fcntl)
LOCKER(fcntl64)

static int removed(const char *path, int (*real)(const char *)) {
    if (fails(UNLINK)) return -1;
    pthread_mutex_lock(&order);
    int done = real(path);
    if (done == 0) keep('u', path, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return done;
}
int unlink(const char *path) { return ours(path) ? removed(path, REAL(unlink)) : REAL(unlink)(path); }

#define NAMER(name, call, letter)                               \
    int name(const char *from, const char *to) {                \
        if (!ours(from) && !ours(to)) return REAL(name)(from, to); \
        if (fails(call)) return -1;                             \
        pthread_mutex_lock(&order);                             \
        int done = REAL(name)(from, to);                        \
        if (done == 0) keep(letter, from, to, 0, NULL, 0);      \
        pthread_mutex_unlock(&order);                           \
        return done;                                            \
    }
NAMER(rename, RENAME, 'r')
NAMER(link, LINK, 'l')
