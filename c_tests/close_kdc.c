/*
 * Row 11: a KDC that takes the question and never answers. The log-on cannot be interrupted, and delays neither another
 * operation nor any close; its thread is left to itself, and goes when the KDC does.
 */
/* Not on Windows: it is about sockets and the GSS-API of POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "close.h"
#include "remote.h"
#include "silent_kdc.h"

static Gate asked;

static void count_question(void) {
    gate_add(&asked);
}

/* A session with nobody, without a log-on. */
static void open_refused(MI_Application *application, MI_Session *session, unsigned short port) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    NEED(MI_Application_NewDestinationOptions(application, &options));
    NEED(MI_DestinationOptions_SetDestinationPort(&options, port));
    NEED(MI_DestinationOptions_SetPacketPrivacy(&options, MI_FALSE));
    NEED(MI_Application_NewSession(application, "WINRM", "127.0.0.1", &options, NULL, NULL, session));
    MI_DestinationOptions_Delete(&options);
}

static void get(MI_Session *session, Async *async, MI_Operation *operation) {
    MI_OperationCallbacks callbacks = callbacks_of(async);
    MI_Session_TestConnection(session, 0, &callbacks, operation);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session remote = MI_SESSION_NULL, local = MI_SESSION_NULL, refused = MI_SESSION_NULL;
    MI_Operation first = MI_OPERATION_NULL, second = MI_OPERATION_NULL;
    Async one, other;
    SilentKdc kdc;
    unsigned short port, closed_port;
    int destination, nobody;
    quiet_log();
    gate_init(&asked);
    silent_kdc_start(&kdc, count_question);
    destination = listen_on_loopback(&port);
    nobody = bind_on_loopback(&closed_port);

    open_application(&application);
    /* For whose log-on a ticket is needed. */
    open_remote(&application, &remote, port, MI_AUTH_TYPE_KERBEROS, "SILENT.TEST", NULL);
    async_init(&one);
    get(&remote, &one, &first);
    gate_wait(&asked, 1);
    printf("-- the KDC was asked and is silent\n");
    SHOW_NUMBER(library_threads(1));
    open_session(&application, &local);
    async_init(&other);
    enumerate_few(&local, &other, 0, &second);
    gate_wait(&other.finals, 1);
    printf("another operation: %s\n", result_name(other.final_result));
    REPORT(MI_Operation_Close(&second));
    open_refused(&application, &refused, closed_port);
    async_init(&other);
    get(&refused, &other, &second);
    gate_wait(&other.finals, 1);
    printf("another one on the network: %s\n", result_name(other.final_result));
    REPORT(MI_Operation_Close(&second));
    REPORT(close_session(&refused));
    REPORT(MI_Operation_Cancel(&first, MI_REASON_NONE));
    gate_wait(&one.finals, 1);
    printf("the cancelled operation ends: %d\n", one.final_result != MI_RESULT_OK);
    REPORT(MI_Operation_Close(&first));
    REPORT(close_session(&local));
    REPORT(close_session(&remote));
    REPORT(MI_Application_Close(&application));
    printf("-- everything is closed, and the KDC is still silent\n");
    SHOW_NUMBER(library_threads(1));
    SHOW_NUMBER(library_threads(0));

    printf("-- a close that cancels the operation itself\n");
    open_application(&application);
    open_remote(&application, &remote, port, MI_AUTH_TYPE_KERBEROS, "SILENT.TEST", NULL);
    async_init(&one);
    get(&remote, &one, &first);
    gate_wait(&asked, 2);
    REPORT(MI_Operation_Close(&first));
    REPORT(close_session(&remote));
    REPORT(MI_Application_Close(&application));
    SHOW_NUMBER(gate_count(&one.finals));
    SHOW_NUMBER(library_threads(1));

    printf("-- the KDC goes\n");
    silent_kdc_end(&kdc);
    while (library_threads(1) > 0) sched_yield();
    SHOW_NUMBER(library_threads(1));
    close(destination);
    close(nobody);
    return 0;
}
