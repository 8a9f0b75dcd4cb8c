/*
 * Row 12: while the process exits, and under the dynamic loader's lock. exit() with everything open neither hangs nor
 * crashes, from the main thread, from another one, from a callback, with a close waiting; and a whole life under the
 * loader's lock needs it on no thread of the library.
 */
/* Not on Windows: it is about the loader of ELF; c_tests/windows has the loader lock. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "close.h"
#include <link.h>

static MI_Application application;
static MI_Session session;
static MI_Operation operation, waiting, stalled;
static Async running, subscribed, unacknowledged;

static void everything(void (*inside)(Async *, MI_Operation *, MI_Boolean)) {
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    async_init(&subscribed);
    subscribe(&session, &subscribed, 0, &waiting);
    async_init(&unacknowledged);
    enumerate(&session, &unacknowledged, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &stalled);
    async_init(&running);
    running.inside = inside;
    enumerate(&session, &running, 0, &operation);
}

static int from_main(void *nothing) {
    (void)nothing;
    everything(NULL);
    exit(7);
}

static void *exits(void *nothing) {
    (void)nothing;
    exit(7);
}

static int from_thread(void *nothing) {
    pthread_t thread;
    (void)nothing;
    everything(NULL);
    pthread_create(&thread, NULL, exits, NULL);
    pthread_join(thread, NULL);
    return 1;
}

static void exits_inside(Async *self, MI_Operation *lent, MI_Boolean more) {
    (void)self, (void)lent, (void)more;
    exit(7);
}

static int from_callback(void *nothing) {
    (void)nothing;
    everything(exits_inside);
    gate_wait(&running.left, 1);
    return 1;
}

static void *closes(void *nothing) {
    (void)nothing;
    MI_Application_Close(&application);
    return NULL;
}

static void exits_at_end(Async *self, MI_Operation *lent, MI_Boolean more) {
    (void)self, (void)lent;
    if (!more) exit(7);
}

/* The close's own cancel brings the final result, whose callback exits. */
static int while_closing(void *nothing) {
    pthread_t thread;
    (void)nothing;
    everything(NULL);
    subscribed.inside = exits_at_end;
    pthread_create(&thread, NULL, closes, NULL);
    pthread_join(thread, NULL);
    return 1;
}

static void at_exit(void) {
    MI_Operation_Close(&operation);
    MI_Operation_Close(&waiting);
    MI_Operation_Close(&stalled);
    /* The result that came, and the final one that is still due. */
    unacknowledged.acknowledge(&unacknowledged.copy);
    gate_wait(&unacknowledged.finals, 1);
    unacknowledged.acknowledge(&unacknowledged.copy);
    if (close_session(&session) != MI_RESULT_OK || MI_Application_Close(&application) != MI_RESULT_OK) _exit(1);
}

/* An orderly end inside an exit handler. */
static int in_exit_handler(void *nothing) {
    (void)nothing;
    everything(NULL);
    gate_wait(&unacknowledged.left, 1);
    atexit(at_exit);
    exit(7);
}

static int whole_life(void) {
    MI_Application own;
    MI_Session fresh;
    MI_Operation work;
    Async async;
    if (MI_Application_InitializeV1(0, NULL, NULL, &own) != MI_RESULT_OK) return 1;
    if (MI_Application_NewSession(&own, NULL, NULL, NULL, NULL, NULL, &fresh) != MI_RESULT_OK) return 2;
    async_init(&async);
    enumerate(&fresh, &async, 0, &work);
    gate_wait(&async.finals, 1);
    if (MI_Operation_Close(&work) != MI_RESULT_OK) return 3;
    enumerate_few(&fresh, NULL, 0, &work);
    if (drain(&work) != MI_RESULT_OK) return 4;
    if (MI_Operation_Close(&work) != MI_RESULT_OK) return 5;
    async_init(&async);
    subscribe(&fresh, &async, 0, &work);
    if (MI_Operation_Close(&work) != MI_RESULT_OK) return 6;
    if (close_session(&fresh) != MI_RESULT_OK) return 7;
    return MI_Application_Close(&own) == MI_RESULT_OK ? 0 : 8;
}

static int once;

static int under_lock(struct dl_phdr_info *info, size_t size, void *answer) {
    (void)info, (void)size;
    if (once++ == 0) *(int *)answer = whole_life();
    return 0;
}

int main(void) {
    int answer = -1;
    SHOW_NUMBER(in_child(from_main, NULL));
    SHOW_NUMBER(in_child(from_thread, NULL));
    SHOW_NUMBER(in_child(from_callback, NULL));
    SHOW_NUMBER(in_child(while_closing, NULL));
    SHOW_NUMBER(in_child(in_exit_handler, NULL));
    dl_iterate_phdr(under_lock, &answer);
    printf("under the loader's lock: %d\n", answer);
    return 0;
}
