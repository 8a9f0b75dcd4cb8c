/*
 * Row 11: work of ours that cannot be interrupted. A full pipe behind the log does not hold up a close, and a log
 * whose reader is gone does not end a program with the default SIGPIPE.
 */
/* Not on Windows: it is about signals and pipes of POSIX. */
#include "close.h"
#include <fcntl.h>
#include <signal.h>

static MI_Application application;

static void tries(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation;
    if (!more) self->seen[0] = MI_Application_Close(&application);
}

static int refused_in_callback(MI_Session *session) {
    MI_Operation operation;
    Async async;
    async_init(&async);
    async.inside = tries;
    enumerate_few(session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    MI_Operation_Close(&operation);
    return async.seen[0] == MI_RESULT_FAILED;
}

static int full_pipe(void *nothing) {
    MI_Session session;
    int ends[2], flags, i, refused = 0;
    char block[4096];
    (void)nothing;
    if (pipe(ends) != 0) return 1;
    flags = fcntl(ends[1], F_GETFL);
    fcntl(ends[1], F_SETFL, flags | O_NONBLOCK);
    memset(block, 'x', sizeof block);
    while (write(ends[1], block, sizeof block) > 0) {}
    while (write(ends[1], block, 1) > 0) {}
    fcntl(ends[1], F_SETFL, flags);
    if (dup2(ends[1], 2) != 2) return 2;
    open_application(&application);
    open_session(&application, &session);
    for (i = 0; i < 20; i++) refused += refused_in_callback(&session);
    /* Refused outside of a callback, too: nobody is left. */
    refused += MI_Application_Close(&application) == MI_RESULT_FAILED;
    printf("refused: %d\n", refused);
    printf("the session: %s\n", result_name(close_session(&session)));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

static int reader_gone(void *nothing) {
    MI_Session session;
    sigset_t pending;
    struct sigaction action;
    int ends[2];
    (void)nothing;
    if (pipe(ends) != 0 || dup2(ends[1], 2) != 2) return 1;
    close(ends[0]);
    close(ends[1]);
    open_application(&application);
    open_session(&application, &session);
    printf("refused in a callback: %d\n", refused_in_callback(&session));
    printf("refused: %s\n", result_name(MI_Application_Close(&application)));
    sigpending(&pending);
    printf("SIGPIPE pending: %d\n", sigismember(&pending, SIGPIPE));
    sigaction(SIGPIPE, NULL, &action);
    printf("SIGPIPE's default left alone: %d\n", action.sa_handler == SIG_DFL);
    printf("the session: %s\n", result_name(close_session(&session)));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

static int no_stderr(void *nothing) {
    MI_Session session;
    (void)nothing;
    close(2);
    open_application(&application);
    open_session(&application, &session);
    printf("refused in a callback: %d\n", refused_in_callback(&session));
    printf("the session: %s\n", result_name(close_session(&session)));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

int main(void) {
    /* The harness may have been started with SIGPIPE ignored. */
    signal(SIGPIPE, SIG_DFL);
    printf("-- a full pipe\n");
    SHOW_NUMBER(in_child(full_pipe, NULL));
    printf("-- a pipe without a reader\n");
    SHOW_NUMBER(in_child(reader_gone, NULL));
    printf("-- no standard error\n");
    SHOW_NUMBER(in_child(no_stderr, NULL));
    return 0;
}
