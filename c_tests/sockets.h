/* Sockets of a test's own, on loopback, under the names that they have in POSIX. */
#ifndef C_TESTS_SOCKETS_H
#define C_TESTS_SOCKETS_H

#ifdef _WIN32
#include <winsock2.h>
#include <windows.h>
#include "windows/threads.h"
typedef int socklen_t;
#define SHUT_RDWR SD_BOTH
#define MSG_NOSIGNAL 0
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#endif
#include "close.h"

static inline void sockets_begin(void) {
#ifdef _WIN32
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0) exit(2);
#endif
}

static inline void close_socket(int made) {
#ifdef _WIN32
    closesocket((SOCKET)made);
#else
    close(made);
#endif
}

static inline struct sockaddr_in loopback(int port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* A listener at a port of the system's choosing. */
static inline int listen_on_loopback(unsigned short *port) {
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int made = (int)socket(AF_INET, SOCK_STREAM, 0);
    if (bind(made, (struct sockaddr *)&address, size) != 0 || listen(made, 8) != 0) exit(2);
    getsockname(made, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return made;
}

/* Negative where nobody listens. */
static inline int connect_to(int port) {
    struct sockaddr_in address = loopback(port);
    int peer = (int)socket(AF_INET, SOCK_STREAM, 0);
    if (connect(peer, (struct sockaddr *)&address, sizeof address) == 0) return peer;
    close_socket(peer);
    return -1;
}

/* accept ends, on whatever thread it waits. */
static inline void stop_listening(int listener) {
#ifdef _WIN32
    closesocket((SOCKET)listener);
#else
    shutdown(listener, SHUT_RDWR);
#endif
}

#ifndef _WIN32
/* All of the process's threads. */
static inline int count_threads(void) {
    return count_entries("/proc/self/task");
}
#endif

#endif
