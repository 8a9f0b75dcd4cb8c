/*
 * After the last close the library can be unloaded, and is gone from the memory map; 1,000 rounds of loading, using,
 * closing and unloading leave memory where it was. argv[1]: the library; argv[2]: how many rounds.
 */
#include "life.h"
#include <dirent.h>
#include <sched.h>
#include <unistd.h>

static int threads(void) {
    int count = 0;
    struct dirent *entry;
    DIR *all = opendir("/proc/self/task");
    while ((entry = readdir(all)) != NULL) count += entry->d_name[0] != '.';
    closedir(all);
    return count;
}

static long resident(void) {
    long total = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &total, &pages) != 2) exit(1);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static void *on_thread(void *argument) {
    int *answer = (int *)argument;
    Initialize initialize;
    *(void **)&initialize = *(void **)(void *)(answer + 2);
    *answer = life(initialize);
    return NULL;
}

typedef MI_Result(MI_CALL *CloseAsync)(MI_Application *, void *, MIX_Application_CloseCompleted);

static void MI_CALL completed(void *context, MI_Result result) {
    if (result == MI_RESULT_OK) finals_add((Finals *)context);
}

/* An asynchronous close, and the unloading as soon as its completion was called: the thread may still be there. */
static void closed_asynchronously(const char *path) {
    Finals finals = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
    int round, before = threads();
    for (round = 0; round < 20; round++) {
        MI_Application application;
        CloseAsync close_async;
        void *library = load(path);
        *(void **)&close_async = dlsym(library, "MIX_Application_CloseAsync");
        find_initialize(library)(0, NULL, NULL, &application);
        close_async(&application, &finals, completed);
        finals_wait(&finals, round + 1);
        dlclose(library);
    }
    while (threads() != before) sched_yield();
    /* What a living thread held back goes with the next unloading. */
    dlclose(load(path));
    printf("closed asynchronously, completions: %d, still mapped: %d\n", finals.count, mapped("libmi.so"));
}

int main(int argc, char **argv) {
    int rounds = argc > 2 ? atoi(argv[2]) : 100, round, bad = 0, answer[4] = {0, 0, 0, 0};
    int lines = 0;
    long memory = 0;
    void *library = load(argv[1]);
    if (argc < 2) return 1;
    printf("mapped: %d\n", mapped("libmi.so") > 0);
    printf("used: %d\n", life(find_initialize(library)));
    printf("threads: %d\n", threads());
    dlclose(library);
    printf("still mapped: %d\n", mapped("libmi.so"));

    /* Used on a thread that lives on, and on one that is gone. */
    library = load(argv[1]);
    {
        pthread_t thread;
        Initialize initialize = find_initialize(library);
        memcpy(answer + 2, (void *)&initialize, sizeof initialize);
        pthread_create(&thread, NULL, on_thread, answer);
        pthread_join(thread, NULL);
    }
    printf("used on another thread: %d\n", answer[0]);
    dlclose(library);
    printf("still mapped: %d\n", mapped("libmi.so"));
    closed_asynchronously(argv[1]);

    for (round = 0; round < rounds; round++) {
        int line, left;
        library = load(argv[1]);
        line = life(find_initialize(library));
        dlclose(library);
        left = mapped("libmi.so");
        bad += line != 0 || left != 0;
        if (line != 0 || left != 0) printf("round %d: line %d, lines mapped: %d, threads: %d\n", round, line, left, threads());
        if (round == rounds / 5) {
            lines = mapped(NULL);
            memory = resident();
        }
    }
    printf("rounds that failed: %d\n", bad);
    lines = mapped(NULL) - lines;
    memory = resident() - memory;
    printf("the memory map has grown: %s\n", lines > 2 ? "YES" : "no");
    printf("memory has grown: %s\n", memory > 1024 ? "YES" : "no");
    if (lines > 2 || memory > 1024) printf("by %d lines and %ld KiB\n", lines, memory);
    return 0;
}
