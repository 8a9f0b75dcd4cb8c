/* `rounds COUNT`: whole lives of the library, one after the other; prints what the last nine tenths of them left. */
#include "figures.h"

static void enumerate(MI_Session *session, const MI_Char *class_name) {
    MI_Operation operation;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_FAILED;
    const MI_Instance *instance;
    MI_Session_EnumerateInstances(session, 0, NULL, MI_T("root/cimv2"), class_name, MI_FALSE, NULL, &operation);
    while (more) CHECK(MI_Operation_GetInstance(&operation, &instance, &more, &result, NULL, NULL));
    CHECK(result);
    CHECK(MI_Operation_Close(&operation));
}

static void life(int with_processes) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session;
    CHECK(MI_Application_Initialize(0, NULL, NULL, &application));
    CHECK(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    enumerate(&session, MI_T("Linux_OperatingSystem"));
    if (with_processes) enumerate(&session, MI_T("Linux_UnixProcess"));
    CHECK(MI_Session_Close(&session, NULL, NULL));
    CHECK(MI_Application_Close(&application));
}

int main(int argc, char **argv) {
    long count = argc == 2 ? atol(argv[1]) : 0, i, resident = 0, in_use = 0, open = 0;
    if (count == 0) return 2;
    figure("rounds", count);
    for (i = 0; i < count; i++) {
        if (i == count / 10) {
            open = descriptors();
            in_use = bytes_in_use();
            resident = resident_bytes();
        }
        life(i % 20 == 0);
    }
    figure("resident_bytes_more", resident_bytes() - resident);
    figure("bytes_more", bytes_in_use() - in_use);
    figure("descriptors_more", descriptors() - open);
    figure("threads_left", threads() - 1);
    return 0;
}
