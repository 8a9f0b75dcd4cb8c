/* Options objects shared by threads, and by children that are forked while others are inside the library. */
#include "report.h"
#include <pthread.h>
#include <stdint.h>
#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#endif

#define THREADS 4
#define ROUNDS 3000
#define FORKS 60

static MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
static volatile int stop;

static void *count_up(void *argument) {
    MI_Uint32 round, read;
    MI_Char name[64];
    intptr_t wrong = 0;
    print_name(name, "thread%d", *(int *)argument);
    for (round = 0; round < ROUNDS; round++) {
        wrong += MI_DestinationOptions_SetNumber(&options, name, round) != MI_RESULT_OK;
        wrong += MI_DestinationOptions_GetNumber(&options, name, &read, NULL) != MI_RESULT_OK || read != round;
    }
    return (void *)wrong;
}

static void *never_rest(void *argument) {
    MI_Uint32 round = 0;
    const MI_Char *text;
    (void)argument;
    while (!stop) {
        MI_DestinationOptions_SetNumber(&options, MI_T("busy"), round++);
        MI_DestinationOptions_GetString(&options, MI_T("kept"), &text, NULL);
    }
    return NULL;
}

#ifndef _WIN32
/* What a child does with the parent's objects: everything but end the process of the parent. */
static int child(void) {
    MI_DestinationOptions copy = MI_DESTINATIONOPTIONS_NULL;
    const MI_Char *text = NULL;
    MI_Uint32 round;
    int good = 1;
    for (round = 0; round < 20; round++) {
        good &= MI_DestinationOptions_SetNumber(&options, MI_T("child"), round) == MI_RESULT_OK;
        good &= MI_DestinationOptions_GetString(&options, MI_T("kept"), &text, NULL) == MI_RESULT_OK;
        good &= text != NULL && SAME(text, MI_T("value"));
    }
    good &= MI_DestinationOptions_Clone(&options, &copy) == MI_RESULT_OK;
    MI_DestinationOptions_Delete(&copy);
    MI_DestinationOptions_Delete(&options);
    return good ? 0 : 1;
}

/* Children forked while other threads are inside the library: how many came to a good end. */
static int forked(void) {
    int good = 0, index;
    for (index = 0; index < FORKS; index++) {
        int status = -1;
        pid_t process = fork();
        if (process == 0) _exit(child());
        waitpid(process, &status, 0);
        good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return good;
}
#else
/* Nothing is forked there. */
static int forked(void) {
    return FORKS;
}
#endif

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    pthread_t threads[THREADS];
    int numbers[THREADS], index, good;
    intptr_t wrong = 0;
    MI_Uint32 count = 0;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    NEED(MI_DestinationOptions_SetString(&options, MI_T("kept"), MI_T("value")));
    for (index = 0; index < THREADS; index++) {
        numbers[index] = index;
        pthread_create(&threads[index], NULL, count_up, &numbers[index]);
    }
    for (index = 0; index < THREADS; index++) {
        void *result = NULL;
        pthread_join(threads[index], &result);
        wrong += (intptr_t)result;
    }
    SHOW_NUMBER(wrong);
    REPORT(MI_DestinationOptions_GetOptionCount(&options, &count));
    SHOW_NUMBER(count);

    for (index = 0; index < THREADS; index++) pthread_create(&threads[index], NULL, never_rest, NULL);
    fflush(stdout);
    good = forked();
    stop = 1;
    for (index = 0; index < THREADS; index++) pthread_join(threads[index], NULL);
    SHOW_HOLDS(good == FORKS);
    REPORT(MI_DestinationOptions_GetOptionCount(&options, &count));
    SHOW_NUMBER(count);
    MI_DestinationOptions_Delete(&options);
    REPORT(MI_Application_Close(&application));
    return 0;
}
