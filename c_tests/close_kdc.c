/*
 * Row 11: a KDC that takes the question and never answers. The log-on cannot be interrupted, and delays neither another
 * operation nor any close; its thread is left to itself, and goes when the KDC does.
 */
/* Not on Windows: it is about sockets and the GSS-API of POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "close.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static Gate asked;
static int kdc;
static int askers[64];
static int asker_count;

static int listen_on_loopback(unsigned short *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(made, (struct sockaddr *)&address, size) != 0 || listen(made, 8) != 0) exit(2);
    getsockname(made, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return made;
}

/* Takes every question, until the listener is shut down. */
static void *stay_silent(void *nothing) {
    (void)nothing;
    for (;;) {
        char byte;
        int peer = accept(kdc, NULL, NULL);
        if (peer < 0) return NULL;
        if (asker_count < 64) askers[asker_count++] = peer;
        if (recv(peer, &byte, 1, 0) == 1) gate_add(&asked);
    }
}

/* Both the system's library and ours find the KDC in this file. */
static void write_settings(unsigned short port) {
    char path[4096];
    FILE *file;
    if (getcwd(path, sizeof path - 16) == NULL) exit(2);
    strcat(path, "/krb5.conf");
    file = fopen(path, "w");
    if (file == NULL) exit(2);
    fprintf(file,
            "[libdefaults]\n default_realm = SILENT.TEST\n dns_lookup_kdc = false\n dns_canonicalize_hostname = false\n"
            " rdns = false\n udp_preference_limit = 1\n[realms]\n SILENT.TEST = {\n  kdc = 127.0.0.1:%u\n }\n",
            port);
    fclose(file);
    setenv("KRB5_CONFIG", path, 1);
}

static void open_remote(MI_Application *application, MI_Session *session, unsigned short port) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    MI_UserCredentials user;
    memset(&user, 0, sizeof user);
    user.authenticationType = MI_AUTH_TYPE_KERBEROS;
    user.credentials.usernamePassword.domain = "SILENT.TEST";
    user.credentials.usernamePassword.username = "user";
    user.credentials.usernamePassword.password = "password";
    NEED(MI_Application_NewDestinationOptions(application, &options));
    NEED(MI_DestinationOptions_SetDestinationPort(&options, port));
    NEED(MI_DestinationOptions_AddDestinationCredentials(&options, &user));
    NEED(MI_Application_NewSession(application, "WINRM", "127.0.0.1", &options, NULL, NULL, session));
    MI_DestinationOptions_Delete(&options);
}

/* How many threads of the process are the library's: those that log on, or all others. */
static int threads(int logging_on) {
    int count = 0;
    struct dirent *entry;
    DIR *all = opendir("/proc/self/task");
    while (all != NULL && (entry = readdir(all)) != NULL) {
        char path[300], name[32] = "";
        FILE *file;
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
        file = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (file == NULL) continue;
        if (fgets(name, sizeof name, file) == NULL) name[0] = '\0';
        fclose(file);
        if (strncmp(name, "mi-", 3) == 0) count += (strcmp(name, "mi-log-on\n") == 0) == logging_on;
    }
    if (all != NULL) closedir(all);
    return count;
}

static void get(MI_Session *session, Async *async, MI_Operation *operation) {
    MI_OperationCallbacks callbacks = callbacks_of(async);
    MI_Session_TestConnection(session, 0, &callbacks, operation);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session remote = MI_SESSION_NULL, local = MI_SESSION_NULL;
    MI_Operation first = MI_OPERATION_NULL, second = MI_OPERATION_NULL;
    Async one, other;
    pthread_t server;
    unsigned short kdc_port, port;
    int i, destination;
    quiet_log();
    gate_init(&asked);
    kdc = listen_on_loopback(&kdc_port);
    destination = listen_on_loopback(&port);
    pthread_create(&server, NULL, stay_silent, NULL);
    write_settings(kdc_port);

    open_application(&application);
    open_remote(&application, &remote, port);
    async_init(&one);
    get(&remote, &one, &first);
    gate_wait(&asked, 1);
    printf("-- the KDC was asked and is silent\n");
    SHOW_NUMBER(threads(1));
    open_session(&application, &local);
    async_init(&other);
    enumerate_few(&local, &other, 0, &second);
    gate_wait(&other.finals, 1);
    printf("another operation: %s\n", result_name(other.final_result));
    REPORT(MI_Operation_Close(&second));
    REPORT(MI_Operation_Cancel(&first, MI_REASON_NONE));
    gate_wait(&one.finals, 1);
    printf("the cancelled operation ends: %d\n", one.final_result != MI_RESULT_OK);
    REPORT(MI_Operation_Close(&first));
    REPORT(close_session(&local));
    REPORT(close_session(&remote));
    REPORT(MI_Application_Close(&application));
    printf("-- everything is closed, and the KDC is still silent\n");
    SHOW_NUMBER(threads(1));
    SHOW_NUMBER(threads(0));

    printf("-- a close that cancels the operation itself\n");
    open_application(&application);
    open_remote(&application, &remote, port);
    async_init(&one);
    get(&remote, &one, &first);
    gate_wait(&asked, 2);
    REPORT(MI_Operation_Close(&first));
    REPORT(close_session(&remote));
    REPORT(MI_Application_Close(&application));
    SHOW_NUMBER(gate_count(&one.finals));
    SHOW_NUMBER(threads(1));

    printf("-- the KDC goes\n");
    shutdown(kdc, SHUT_RDWR);
    pthread_join(server, NULL);
    close(kdc);
    for (i = 0; i < asker_count; i++) close(askers[i]);
    while (threads(1) > 0) sched_yield();
    SHOW_NUMBER(threads(1));
    close(destination);
    return 0;
}
