/*
 * Row 10: of two racing closes one is accepted, and the other answers INVALID_PARAMETER at once. 1,000 times each.
 */
#include "close.h"

#define ROUNDS 1000

typedef struct Racer {
    pthread_barrier_t *start;
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    int what;
    MI_Result answer;
} Racer;

static void *race(void *argument) {
    Racer *racer = (Racer *)argument;
    int round;
    for (round = 0; round < ROUNDS; round++) {
        pthread_barrier_wait(racer->start);
        switch (racer->what) {
        case 0: racer->answer = MI_Application_Close(&racer->application); break;
        case 1: racer->answer = close_session(&racer->session); break;
        default: racer->answer = MI_Operation_Close(&racer->operation); break;
        }
        pthread_barrier_wait(racer->start);
    }
    return NULL;
}

static void races(const char *name, int what, int with_work) {
    pthread_barrier_t start;
    pthread_t threads[2];
    Racer racers[2];
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    Async async;
    int round, i, bad = 0, zeroed = 0;
    pthread_barrier_init(&start, NULL, 3);
    open_application(&application);
    open_session(&application, &session);
    for (i = 0; i < 2; i++) {
        racers[i].start = &start;
        racers[i].what = what;
        pthread_create(&threads[i], NULL, race, &racers[i]);
    }
    for (round = 0; round < ROUNDS; round++) {
        MI_Application mine = application;
        MI_Session sessions = session;
        if (what == 0) open_application(&mine);
        if (what == 1) open_session(&application, &sessions);
        async_init(&async);
        if (what == 2) enumerate_few(&sessions, with_work ? &async : NULL, 0, &operation);
        for (i = 0; i < 2; i++) {
            racers[i].application = mine;
            racers[i].session = sessions;
            racers[i].operation = operation;
            racers[i].answer = MI_RESULT_TYPE_MISMATCH;
        }
        pthread_barrier_wait(&start);
        pthread_barrier_wait(&start);
        i = racers[0].answer == MI_RESULT_OK ? 0 : 1;
        bad += racers[i].answer != MI_RESULT_OK || racers[1 - i].answer != MI_RESULT_INVALID_PARAMETER;
        zeroed += all_zero(&racers[1 - i].application, sizeof mine);
        if (what == 2 && with_work) gate_wait(&async.left, 1);
    }
    for (i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
    printf("%s: not one accepted and one INVALID_PARAMETER: %d of %d, losers zeroed: %d\n", name, bad, ROUNDS, zeroed);
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
}

/* Both at once: one waits for its operation, the other has lost; a completion is called for the one that was OK. */
static void with_and_without_completion(void) {
    MI_Application application;
    Gate completions;
    int round, accepted = 0, bad = 0;
    gate_init(&completions);
    open_application(&application);
    for (round = 0; round < 200; round++) {
        MI_Session session;
        MI_Operation operation;
        MI_Result first, second;
        open_session(&application, &session);
        enumerate_few(&session, NULL, 0, &operation);
        first = MI_Session_Close(&session, &completions, completion_counts);
        second = MI_Session_Close(&session, &completions, completion_counts);
        accepted += first == MI_RESULT_OK;
        bad += second != MI_RESULT_INVALID_PARAMETER;
        bad += close_session(&session) != MI_RESULT_INVALID_PARAMETER;
        MI_Operation_Close(&operation);
    }
    gate_wait(&completions, accepted);
    printf("accepted: %d, bad: %d\n", accepted, bad);
    REPORT(MI_Application_Close(&application));
    SHOW_HOLDS(gate_count(&completions) == accepted);
}

int main(void) {
    quiet_log();
    races("MI_Application_Close", 0, 0);
    races("MI_Session_Close", 1, 0);
    races("MI_Operation_Close, synchronous", 2, 0);
    races("MI_Operation_Close, asynchronous", 2, 1);
    with_and_without_completion();
    return 0;
}
