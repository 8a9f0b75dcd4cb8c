/*
 * A program's own thread has sent and read on connections of the library's, and lives on: the library can be unloaded
 * all the same. argv[1]: the library.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "../identify.h"
#include "../remote.h"
#include "life.h"

static void *serve(void *listener) {
    int peer;
    while ((peer = accept(*(int *)listener, NULL, NULL)) >= 0) {
        while (take_request(peer)) answer(peer);
        close(peer);
    }
    return NULL;
}

/* Several requests on one connection, this thread waiting for each. How many were answered. */
static int requests(Initialize initialize, unsigned short port) {
    MI_Application application;
    MI_Session session;
    int round, good = 0;
    NEED(initialize(0, NULL, NULL, &application));
    open_remote(&application, &session, port, MI_AUTH_TYPE_BASIC, "", NULL);
    for (round = 0; round < 10; round++) {
        MI_Operation operation;
        const MI_Instance *instance;
        MI_Boolean more;
        MI_Result result = MI_RESULT_FAILED;
        session.ft->TestConnection(&session, 0, NULL, &operation);
        operation.ft->GetInstance(&operation, &instance, &more, &result, NULL, NULL);
        good += result == MI_RESULT_OK && !more;
        operation.ft->Close(&operation);
    }
    NEED(session.ft->Close(&session, NULL, NULL));
    NEED(application.ft->Close(&application));
    return good;
}

int main(int argc, char **argv) {
    unsigned short port;
    int listener, round;
    pthread_t server;
    if (argc < 2) return 1;
    listener = listen_on_loopback(&port);
    pthread_create(&server, NULL, serve, &listener);
    for (round = 0; round < 3; round++) {
        void *library = load(argv[1]);
        printf("answered: %d", requests(find_initialize(library), port));
        dlclose(library);
        printf(", still mapped: %d\n", mapped("libmi.so"));
    }
    stop_listening(listener);
    pthread_join(server, NULL);
    return 0;
}
