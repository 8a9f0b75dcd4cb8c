/* What a program of this folder finds out about its own process. */
#ifndef FIGURES_H
#define FIGURES_H

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mi.h"

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        MI_Result result_ = (call);                                                                                    \
        if (result_ != MI_RESULT_OK) {                                                                                 \
            printf("line %d: %s: %u\n", __LINE__, #call, (unsigned)result_);                                           \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Bytes that are allocated and not freed, in all arenas. */
static inline long bytes_in_use(void) {
    struct mallinfo2 all = mallinfo2();
    return (long)(all.uordblks + all.hblkhd);
}

static inline long entries(const char *folder) {
    long count = -2; /* for . and .. */
    DIR *open = opendir(folder);
    if (open == NULL) exit(1);
    while (readdir(open) != NULL) count++;
    closedir(open);
    return count;
}

static inline long threads(void) {
    return entries("/proc/self/task");
}

static inline long descriptors(void) {
    return entries("/proc/self/fd");
}

static inline long resident_bytes(void) {
    long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &total, &resident) != 2) exit(1);
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static inline void figure(const char *name, long value) {
    printf("%s %ld\n", name, value);
}

#endif
