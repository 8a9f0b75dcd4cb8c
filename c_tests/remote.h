/* A session with a server on loopback, through the tables alone: for programs that load the library themselves, too. */
#ifndef C_TESTS_REMOTE_H
#define C_TESTS_REMOTE_H

#include "report.h"

/* It logs on with this type; with Basic in clear. `limit`: of its operations, if any. */
static inline void open_remote(MI_Application *application, MI_Session *session, unsigned short port, const char *type,
                               const char *domain, const MI_Interval *limit) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    MI_UserCredentials user;
    memset(&user, 0, sizeof user);
    user.authenticationType = type;
    user.credentials.usernamePassword.domain = domain;
    user.credentials.usernamePassword.username = "user";
    user.credentials.usernamePassword.password = "password";
    NEED(application->ft->NewDestinationOptions(application, &options));
    NEED(options.ft->SetNumber(&options, "__MI_DESTINATIONOPTIONS_DESTINATION_PORT", port, 0));
    if (strcmp(type, MI_AUTH_TYPE_BASIC) == 0)
        NEED(options.ft->SetNumber(&options, "__MI_DESTINATIONOPTIONS_PACKET_PRIVACY", 0, 0));
    if (limit != NULL) NEED(options.ft->SetInterval(&options, "__MI_DESTINATIONOPTIONS_TIMEOUT", limit, 0));
    NEED(options.ft->AddCredentials(&options, "__MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS", &user, 0));
    NEED(application->ft->NewSession(application, "WINRM", "127.0.0.1", &options, NULL, NULL, session));
    options.ft->Delete(&options);
}

#endif
