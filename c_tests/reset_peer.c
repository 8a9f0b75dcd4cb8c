/*
 * A host with the default SIGPIPE and a server that resets: the process lives on, and each operation ends with one
 * final result and an error text. The reset comes where the client writes: in a large request, and on a kept-alive
 * connection.
 */
/* Not on Windows: there is no SIGPIPE. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "identify.h"
#include "remote.h"
#include <signal.h>

#define LARGE (8u << 20)

static int listener;
static int resets;

/* Closing with nothing to linger for sends RST. */
static void reset(int peer) {
    struct linger none = {1, 0};
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close(peer);
    resets++;
}

/* First connection: one good answer, then a reset behind the first bytes of the next request. After that: a reset
   behind the first bytes of every connection, until the listener is shut down. */
static void *serve(void *nothing) {
    int first = 1;
    (void)nothing;
    for (;;) {
        char byte;
        int peer = accept(listener, NULL, NULL);
        if (peer < 0) return NULL;
        if (first && take_request(peer)) answer(peer);
        first = 0;
        if (recv(peer, &byte, 1, 0) == 1) reset(peer);
        else close(peer);
    }
}

/* Takes all results of an operation. What it ended with; `text` and `finals` say the rest. */
static MI_Result drained(MI_Operation *operation, int *finals, int *text) {
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    *finals = *text = 0;
    while (more) {
        const MI_Instance *instance = NULL, *details = NULL;
        const MI_Char *message = NULL;
        if (MI_Operation_GetInstance(operation, &instance, &more, &result, &message, &details) != MI_RESULT_OK) break;
        if (!more) {
            ++*finals;
            *text = message != NULL && details != NULL;
        }
    }
    MI_Operation_Close(operation);
    return result;
}

static void show(const char *what, MI_Operation *operation) {
    int finals, text;
    MI_Result result = drained(operation, &finals, &text);
    printf("%s: %s, finals %d, error text and details %s\n", what, result_name(result), finals, text ? "yes" : "no");
}

static void create_large(MI_Application *application, MI_Session *session) {
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Instance *instance = NULL;
    MI_Value value;
    char *bytes = (char *)malloc(LARGE + 1);
    memset(bytes, 'x', LARGE);
    bytes[LARGE] = '\0';
    NEED(MI_Application_NewInstance(application, "Test_Large", NULL, &instance));
    value.string = bytes;
    NEED(MI_Instance_AddElement(instance, "Text", &value, MI_STRING, 0));
    MI_Session_CreateInstance(session, 0, NULL, "root/test", instance, NULL, &operation);
    show("a large request", &operation);
    MI_Instance_Delete(instance);
    free(bytes);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    struct sigaction action;
    pthread_t server;
    int round;
    unsigned short port;
    signal(SIGPIPE, SIG_DFL);
    listener = listen_on_loopback(&port);
    pthread_create(&server, NULL, serve, NULL);
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    open_remote(&application, &session, port, MI_AUTH_TYPE_BASIC, "", NULL);
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    show("a good answer", &operation);
    /* On the kept-alive connection first, on fresh ones then. */
    for (round = 0; round < 20; round++) create_large(&application, &session);
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));
    shutdown(listener, SHUT_RDWR);
    pthread_join(server, NULL);
    close(listener);
    SHOW_NUMBER(resets);
    sigaction(SIGPIPE, NULL, &action);
    SHOW_HOLDS(action.sa_handler == SIG_DFL);
    return 0;
}
