/* What the benchmark programs need: an end with a line where a call fails. */
#ifndef LIBMI_BENCH_CHECK_H
#define LIBMI_BENCH_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        MI_Result result_ = (call);                                                                                    \
        if (result_ != MI_RESULT_OK) {                                                                                 \
            fprintf(stderr, "line %d: %s: %u\n", __LINE__, #call, (unsigned)result_);                                  \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
