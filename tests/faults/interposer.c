/* Stands between a program and the C library: counts, delays, fails and records what is done to files of one folder,
 * and ends the program at a call, as kill -9 does.
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
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN, READ, WRITE, SYNC, TRUNCATE, RENAME, LINK, UNLINK, LOCK, FOLDER, RIGHTS, CALLS };
enum { FAIL = CALLS, AT, SEEN, ERROR, EVER, FIRED, DELAY, HALF, WINDOW, IN_WINDOW, PASSED, END, FIELDS };
enum { MOST = 4096, MOST_PASSED = 1 << 20, TORN = CALLS };

static volatile int64_t *control;
static volatile int8_t *passed; /* behind the numbers: which call each position was */
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
    void *mapped = mmap(NULL, FIELDS * 8 + MOST_PASSED, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
    syscall(SYS_close, held);
    if (mapped == MAP_FAILED) return;
    snprintf(under, sizeof under, "%s", folder);
    under_length = strlen(under);
    if (log) record = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    passed = (int8_t *)mapped + FIELDS * 8;
    control = mapped;
}

static int ours(const char *path) {
    return control && path && strncmp(path, under, under_length) == 0 && (path[under_length] == '/' || !path[under_length]);
}

static const char *path_of(int fd) { return control && fd >= 0 && fd < MOST ? paths[fd] : NULL; }

/* A file of a folder that is open, by its name there. */
static const char *path_at(int folder, const char *name, char *held) {
    if (!control || !name || name[0] == '/') return name;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return snprintf(held, PATH_MAX, "%s/%s", path, name) < PATH_MAX ? held : NULL;
}

/* Go over a position, or end at it: with no more cleared away or written out than kill -9 leaves time for. */
static void pass(int call) {
    int64_t position = __atomic_add_fetch(&control[PASSED], 1, __ATOMIC_SEQ_CST);
    if (position <= MOST_PASSED) passed[position - 1] = call;
    if (position != control[END]) return;
    for (;;) syscall(SYS_kill, getpid(), SIGKILL);
}

/* Return whether this call is to fail; the caller returns -1 then. */
static int fails(int call) {
    if (call != READ) pass(call); /* a program that ends at a read leaves what it leaves at the call before */
    __atomic_add_fetch(&control[call], 1, __ATOMIC_SEQ_CST);
    if ((call == WRITE || call == SYNC) && control[DELAY] > 0) {
        if (syscall(SYS_gettid) == control[WINDOW]) __atomic_add_fetch(&control[IN_WINDOW], 1, __ATOMIC_SEQ_CST);
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

/* A write that fails for want of room may have written a part; so may one in the midst of which the program ends. */
static ssize_t written(int fd, const void *data, size_t length, int64_t offset) {
    const char *path = path_of(fd);
    int bad = fails(WRITE), error = errno;
    if (bad && !control[HALF]) return -1;
    int torn = !bad && control[END] == control[PASSED] + 1;
    size_t part = bad || torn ? length / 2 : length;
    pthread_mutex_lock(&order);
    int64_t at = offset >= 0 ? offset : lseek(fd, 0, SEEK_CUR);
    struct stat there;
    if (offset < 0 && (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &there) == 0) at = there.st_size;
    ssize_t done = offset >= 0 ? syscall(SYS_pwrite64, fd, data, part, offset) : syscall(SYS_write, fd, data, part);
    if (done > 0) keep('w', path, NULL, at, data, done);
    pthread_mutex_unlock(&order);
    if (!bad) pass(TORN);
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

/* Without it a file is copied by reads and writes, each of which is seen. */
#define COPIER(name, offset_type)                                               \
    ssize_t name(int to, int from, offset_type *offset, size_t length) {        \
        if (!path_of(to)) return REAL(name)(to, from, offset, length);          \
        errno = ENOTSOCK;                                                       \
        return -1;                                                              \
    }
COPIER(sendfile, off_t)
COPIER(sendfile64, off64_t)

static int removed(const char *path, int flags) {
    if (fails(flags & AT_REMOVEDIR ? FOLDER : UNLINK)) return -1;
    pthread_mutex_lock(&order);
    int done = syscall(SYS_unlinkat, AT_FDCWD, path, flags);
    if (done == 0 && !(flags & AT_REMOVEDIR)) keep('u', path, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return done;
}
int unlink(const char *path) { return ours(path) ? removed(path, 0) : REAL(unlink)(path); }
int rmdir(const char *path) { return ours(path) ? removed(path, AT_REMOVEDIR) : REAL(rmdir)(path); }
int unlinkat(int folder, const char *name, int flags) {
    char held[PATH_MAX];
    const char *path = path_at(folder, name, held);
    return ours(path) ? removed(path, flags) : REAL(unlinkat)(folder, name, flags);
}
int mkdir(const char *path, mode_t mode) { return ours(path) && fails(FOLDER) ? -1 : REAL(mkdir)(path, mode); }
int chmod(const char *path, mode_t mode) { return ours(path) && fails(RIGHTS) ? -1 : REAL(chmod)(path, mode); }

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

/* Two names that change places. */
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags) {
    char held[PATH_MAX];
    if (ours(path_at(to_folder, to, held)) && fails(RENAME)) return -1;
    return REAL(renameat2)(from_folder, from, to_folder, to, flags);
}
