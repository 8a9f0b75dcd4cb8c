/* A WS-Management server that knows Identify alone. _GNU_SOURCE is defined before. */
#ifndef C_TESTS_IDENTIFY_H
#define C_TESTS_IDENTIFY_H

#include "sockets.h"

static const char identity[] =
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
    "xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"><s:Header/><s:Body>"
    "<wsmid:IdentifyResponse><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
    "</wsmid:ProtocolVersion><wsmid:ProductVendor>a vendor</wsmid:ProductVendor>"
    "<wsmid:ProductVersion>1</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>";

/* Takes one small request whole: its head, then as many bytes as the head says. 0: the client went. */
static inline int take_request(int peer) {
    char bytes[65536];
    size_t filled = 0;
    while (filled < sizeof bytes - 1) {
        ssize_t got = recv(peer, bytes + filled, sizeof bytes - 1 - filled, 0);
        char *body, *length;
        if (got <= 0) return 0;
        filled += (size_t)got;
        bytes[filled] = '\0';
        body = strstr(bytes, "\r\n\r\n");
        length = strcasestr(bytes, "content-length:");
        if (body && length && filled >= (size_t)(body + 4 - bytes) + strtoul(length + 15, NULL, 10)) return 1;
    }
    return 0;
}

static inline void answer(int peer) {
    char bytes[sizeof identity + 200];
    int length = snprintf(bytes, sizeof bytes,
                          "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"
                          "Content-Length: %zu\r\n\r\n%s", sizeof identity - 1, identity);
    send(peer, bytes, (size_t)length, MSG_NOSIGNAL);
}

#endif
