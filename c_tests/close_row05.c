/*
 * Row 5: where waiting would close a cycle of threads and callbacks, exactly one caller is refused; the others go on.
 */
#include "close.h"

#define MOST 3

typedef struct Ring Ring;
typedef struct Member {
    Ring *ring;
    Async async;
    MI_Application *application;
    MI_Session session;
    MI_Operation operation;
    MI_Session *next;
    MI_Result answer;
    const char *why;
} Member;

/* Each member's callback closes the next member's session; all of them are inside before any begins. */
struct Ring {
    Gate inside;
    int size;
    Member members[MOST];
};

static void close_next(Async *self, MI_Operation *operation, MI_Boolean more) {
    Member *member = (Member *)self->extra;
    (void)operation;
    if (more) return;
    gate_add(&member->ring->inside);
    gate_wait(&member->ring->inside, member->ring->size);
    member->answer = close_session(member->next);
    member->why = last_reason();
    MI_Operation_Close(&member->operation);
}

/* How many were refused, of `size` in a ring; -1 where something else happened. */
static int round_of(MI_Application **applications, int size) {
    static Ring ring;
    int i, refused = 0, closed = 0;
    gate_init(&ring.inside);
    ring.size = size;
    for (i = 0; i < size; i++) {
        Member *member = &ring.members[i];
        member->ring = &ring;
        member->application = applications[i];
        open_session(applications[i], &member->session);
        async_init(&member->async);
        member->async.extra = member;
        member->async.inside = close_next;
    }
    for (i = 0; i < size; i++) {
        Member *member = &ring.members[i];
        member->next = &ring.members[(i + 1) % size].session;
        enumerate_few(&member->session, &member->async, 0, &member->operation);
    }
    for (i = 0; i < size; i++) {
        Member *member = &ring.members[i];
        gate_wait(&member->async.finals, 1);
        gate_wait(&member->async.left, gate_count(&member->async.results));
    }
    for (i = 0; i < size; i++) {
        Member *member = &ring.members[i];
        if (member->answer == MI_RESULT_OK) {
            closed++;
        } else if (member->answer == MI_RESULT_FAILED && strcmp(member->why, "refused, cycle") == 0) {
            refused++;
            if (close_session(member->next) != MI_RESULT_OK) return -1;
        } else {
            printf("member %d: %s, %s\n", i, result_name(member->answer), member->why);
            return -1;
        }
    }
    return closed + refused == size ? refused : -1;
}

#ifndef _WIN32 /* Methods of WMI send nothing on their way. */
/* A getter on an operation whose own side callback holds the session that the getter's callback is in. */
typedef struct Crossed {
    MI_Session *asks, *waits;
    MI_Operation asking, outer;
    Gate in_side, in_result;
    MI_Result close_answer, get_answer;
    const char *close_why, *get_why;
} Crossed;

static void MI_CALL side_closes(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    Crossed *crossed = (Crossed *)context;
    (void)operation, (void)channel, (void)text;
    gate_add(&crossed->in_side);
    gate_wait(&crossed->in_result, 1);
    crossed->close_answer = close_session(crossed->waits);
    crossed->close_why = last_reason();
}

static void result_gets(Async *self, MI_Operation *operation, MI_Boolean more) {
    Crossed *crossed = (Crossed *)self->extra;
    (void)operation;
    if (more) return;
    gate_wait(&crossed->in_side, 1);
    gate_add(&crossed->in_result);
    crossed->get_answer = drain(&crossed->asking);
    crossed->get_why = last_reason();
    MI_Operation_Close(&crossed->outer);
}

static void getter_and_close(MI_Application *application) {
    MI_Session asks, waits;
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    Crossed crossed;
    Async async;
    int refused;
    memset(&crossed, 0, sizeof crossed);
    gate_init(&crossed.in_side);
    gate_init(&crossed.in_result);
    open_session(application, &asks);
    open_session(application, &waits);
    crossed.asks = &asks;
    crossed.waits = &waits;
    callbacks.callbackContext = &crossed;
    callbacks.writeMessage = side_closes;
    invoke_load(&asks, NULL, &callbacks, &crossed.asking);
    gate_wait(&crossed.in_side, 1);
    async_init(&async);
    async.extra = &crossed;
    async.inside = result_gets;
    enumerate_few(&waits, &async, 0, &crossed.outer);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    /* The refused one may be either. The getter's own refusal consumes nothing. */
    refused = (crossed.get_answer == MI_RESULT_FAILED) + (crossed.close_answer == MI_RESULT_FAILED);
    printf("a getter and a close wait for each other, refused: %d\n", refused);
    if (crossed.get_answer == MI_RESULT_FAILED) {
        printf("because: %s\n", crossed.get_why);
        printf("the results: %s\n", result_name(drain(&crossed.asking)));
    } else {
        printf("because: %s\n", crossed.close_why);
        printf("the results: %s\n", result_name(crossed.get_answer));
    }
    REPORT(MI_Operation_Close(&crossed.asking));
    if (crossed.close_answer == MI_RESULT_FAILED) close_session(&waits);
    REPORT(close_session(&asks));
}
#endif

int main(void) {
    MI_Application first, second, third;
    MI_Application *same[MOST], *several[MOST];
    int round, bad;
    quiet_log();
    open_application(&first);
    open_application(&second);
    open_application(&third);
    same[0] = same[1] = same[2] = &first;
    several[0] = &first;
    several[1] = &second;
    several[2] = &third;
    for (bad = 0, round = 0; round < 30; round++) bad += round_of(same, 2) != 1;
    printf("two sessions close each other, not exactly one refused: %d of 30\n", bad);
    for (bad = 0, round = 0; round < 30; round++) bad += round_of(same, 3) != 1;
    printf("three sessions in a ring, not exactly one refused: %d of 30\n", bad);
    for (bad = 0, round = 0; round < 30; round++) bad += round_of(several, 3) != 1;
    printf("three applications in a ring, not exactly one refused: %d of 30\n", bad);
#ifndef _WIN32
    getter_and_close(&first);
#endif
    REPORT(MI_Application_Close(&third));
    REPORT(MI_Application_Close(&second));
    REPORT(MI_Application_Close(&first));
    return 0;
}
