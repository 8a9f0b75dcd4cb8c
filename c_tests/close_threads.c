/*
 * The library's threads: all signals blocked but the synchronous ones, stacks of the process's default size, none left
 * after the last close; no descriptor left either. Two applications are independent.
 */
/* Not on Windows: it is about signals and descriptors. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "close.h"
#include <signal.h>

typedef struct Seen {
    unsigned long long blocked;
    size_t stack;
    pid_t thread;
} Seen;

static void looks(Async *self, MI_Operation *operation, MI_Boolean more) {
    Seen *seen = (Seen *)self->extra;
    sigset_t set;
    pthread_attr_t attributes;
    int signal;
    (void)operation;
    if (!more) return;
    pthread_sigmask(SIG_BLOCK, NULL, &set);
    seen->blocked = 0;
    for (signal = 1; signal < 32; signal++)
        if (sigismember(&set, signal) == 1) seen->blocked |= 1ull << signal;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstacksize(&attributes, &seen->stack);
    pthread_attr_destroy(&attributes);
    seen->thread = gettid();
}

/* What the system says of every thread but this one: how many there are, and whose mask is not `wanted`. */
static int check_masks(unsigned long long wanted) {
    struct dirent *entry;
    int wrong = 0, threads = 0;
    DIR *all = opendir("/proc/self/task");
    while ((entry = readdir(all)) != NULL) {
        char path[300], line[256];
        FILE *status;
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == (int)gettid()) continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        status = fopen(path, "r");
        while (status != NULL && fgets(line, sizeof line, status) != NULL) {
            unsigned long long mask;
            if (sscanf(line, "SigBlk: %llx", &mask) == 1) {
                threads++;
                /* Bit n - 1 is signal n. A thread that is just being born has all of them blocked. */
                wrong += ((mask << 1) & wanted) != wanted;
            }
        }
        if (status != NULL) fclose(status);
    }
    closedir(all);
    return threads == 0 ? -1 : wrong;
}

static unsigned long long wanted_mask(void) {
    int open[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGKILL, SIGSTOP};
    unsigned long long mask = 0xfffffffeull;
    size_t i;
    for (i = 0; i < sizeof open / sizeof open[0]; i++) mask &= ~(1ull << open[i]);
    return mask;
}

int main(void) {
    MI_Application application, other;
    MI_Session session, sessions_of_other;
    MI_Operation operation, waiting;
    Async async, subscribed;
    Seen seen;
    pthread_attr_t defaults;
    size_t size;
    sigset_t before, after;
    int threads = count_entries("/proc/self/task"), descriptors;
    memset(&before, 0, sizeof before);
    memset(&after, 0, sizeof after);
    quiet_log();
    descriptors = count_entries("/proc/self/fd");
    pthread_sigmask(SIG_BLOCK, NULL, &before);
    open_application(&application);
    open_session(&application, &session);
    printf("threads before the first operation: %d\n", count_entries("/proc/self/task") - threads);
    async_init(&async);
    async.extra = &seen;
    async.inside = looks;
    enumerate(&session, &async, 0, &operation);
    async_init(&subscribed);
    subscribe(&session, &subscribed, 0, &waiting);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    SHOW_HOLDS(seen.blocked == wanted_mask());
    printf("threads with another mask: %d\n", check_masks(wanted_mask()));
    pthread_attr_init(&defaults);
    pthread_attr_getstacksize(&defaults, &size);
    SHOW_HOLDS(seen.stack >= size && seen.stack <= size + 65536);
    pthread_sigmask(SIG_BLOCK, NULL, &after);
    SHOW_HOLDS(memcmp(&before, &after, sizeof before) == 0);
    SHOW_HOLDS(count_entries("/proc/self/task") - threads <= 8);

    /* Another application comes, works and goes; this one does not notice. */
    open_application(&other);
    open_session(&other, &sessions_of_other);
    {
        Async work;
        MI_Operation of_other;
        async_init(&work);
        enumerate_few(&sessions_of_other, &work, 0, &of_other);
        gate_wait(&work.finals, 1);
        REPORT(MI_Operation_Close(&of_other));
        REPORT(close_session(&sessions_of_other));
        REPORT(MI_Application_Close(&other));
    }
    SHOW_NUMBER(gate_count(&subscribed.results));
    REPORT(MI_Operation_Close(&operation));
    REPORT(MI_Operation_Close(&waiting));
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    printf("threads left: %d\n", count_entries("/proc/self/task") - threads);
    printf("descriptors left: %d\n", count_entries("/proc/self/fd") - descriptors);
    return 0;
}
