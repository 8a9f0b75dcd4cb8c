/* A KDC that takes the question and never answers, and the settings that lead to it. */
#ifndef C_TESTS_SILENT_KDC_H
#define C_TESTS_SILENT_KDC_H

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct SilentKdc {
    int listener;
    unsigned short port;
    pthread_t thread;
    /* Called for each question. */
    void (*asked)(void);
    int askers[64];
    int asker_count;
} SilentKdc;

/* Takes no connection before somebody listens. */
static inline int bind_on_loopback(unsigned short *port) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(made, (struct sockaddr *)&address, size) != 0) exit(2);
    getsockname(made, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return made;
}

static inline int listen_on_loopback(unsigned short *port) {
    int made = bind_on_loopback(port);
    if (listen(made, 8) != 0) exit(2);
    return made;
}

/* Takes every question, until the listener is shut down. */
static inline void *stay_silent(void *context) {
    SilentKdc *kdc = (SilentKdc *)context;
    for (;;) {
        char byte;
        int peer = accept(kdc->listener, NULL, NULL);
        if (peer < 0) return NULL;
        if (kdc->asker_count < 64) kdc->askers[kdc->asker_count++] = peer;
        if (recv(peer, &byte, 1, 0) == 1) kdc->asked();
    }
}

/* Both the system's library and ours find the KDC in this file. */
static inline void write_settings(unsigned short port) {
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

static inline void silent_kdc_start(SilentKdc *kdc, void (*asked)(void)) {
    memset(kdc, 0, sizeof *kdc);
    kdc->asked = asked;
    kdc->listener = listen_on_loopback(&kdc->port);
    pthread_create(&kdc->thread, NULL, stay_silent, kdc);
    write_settings(kdc->port);
}

/* Whoever asked is let go. */
static inline void silent_kdc_end(SilentKdc *kdc) {
    int i;
    shutdown(kdc->listener, SHUT_RDWR);
    pthread_join(kdc->thread, NULL);
    close(kdc->listener);
    for (i = 0; i < kdc->asker_count; i++) close(kdc->askers[i]);
}

/* How many threads of the process are the library's: those that log on, or all others. */
static inline int library_threads(int logging_on) {
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

#endif
