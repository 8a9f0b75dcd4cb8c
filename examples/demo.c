/*
 * What libmi does, on this machine's own data: a query, an association walk, an asynchronous enumeration whose
 * callback tries to close the application, the orderly close, and the unload.
 *
 * `make run` builds and runs it. The library is loaded by hand so that its unloading can be shown; everything else
 * goes through the function tables, as in any program that was compiled against the original header.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "mi.h"

typedef MI_Result (*Initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);

static MI_Application application;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t finished = PTHREAD_COND_INITIALIZER;
static int results, done;

/* An element as text; strings of an array are not shown. */
static const char *element(const MI_Instance *instance, const char *name, char *buffer, size_t size)
{
    MI_Value value;
    MI_Type type;
    MI_Uint32 flags = 0;
    memset(&value, 0, sizeof(value));
    if (instance->ft->GetElement(instance, name, &value, &type, &flags, NULL) != MI_RESULT_OK || (flags & MI_FLAG_NULL))
        return "-";
    switch (type) {
    case MI_STRING: return value.string;
    case MI_UINT16: snprintf(buffer, size, "%u", value.uint16); return buffer;
    case MI_UINT32: snprintf(buffer, size, "%u", value.uint32); return buffer;
    case MI_UINT64: snprintf(buffer, size, "%llu", value.uint64); return buffer;
    default: return "?";
    }
}

/* Prints the results of a synchronous operation, closes it, and returns a copy of the first instance. */
static MI_Instance *print_all(MI_Operation *operation, const char *const *names, int columns, int rows)
{
    const MI_Instance *instance, *details;
    const MI_Char *message;
    MI_Boolean more = MI_TRUE;
    MI_Result result;
    MI_Instance *first = NULL;
    int shown = 0, column;
    char buffer[32];
    while (more && operation->ft->GetInstance(operation, &instance, &more, &result, &message, &details) == MI_RESULT_OK) {
        if (result != MI_RESULT_OK)
            printf("  failed: %d %s\n", result, message ? message : "");
        if (!instance)
            continue;
        if (!first)
            instance->ft->Clone(instance, &first);
        if (shown++ >= rows)
            continue;
        for (column = 0; column < columns; column++)
            printf("  %-24.40s", element(instance, names[column], buffer, sizeof(buffer)));
        printf("\n");
    }
    if (shown > rows)
        printf("  ... and %d more\n", shown - rows);
    operation->ft->Close(operation);
    return first;
}

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *message, const MI_Instance *details,
                                MI_Result(MI_CALL *acknowledge)(MI_Operation *))
{
    (void)operation, (void)context, (void)result, (void)message, (void)details, (void)acknowledge;
    results += instance != NULL;
    if (results == 1) {
        printf("  MI_Application_Close inside the callback: ");
        fflush(stdout);
        printf("%s\n", application.ft->Close(&application) == MI_RESULT_FAILED ? "refused" : "NOT REFUSED");
    }
    if (!more) {
        pthread_mutex_lock(&mutex);
        done = 1;
        pthread_cond_signal(&finished);
        pthread_mutex_unlock(&mutex);
    }
}

static int is_mapped(void)
{
    char line[512];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof(line), maps))
        found |= strstr(line, "libmi.so") != NULL;
    if (maps)
        fclose(maps);
    return found;
}

int main(int argc, char **argv)
{
    static const char *const process[] = { "Handle", "Name", "ParentProcessID" }, *const system[] = { "CSName", "Name" };
    const char *query = "SELECT * FROM Linux_UnixProcess WHERE Name LIKE '%a%' OR Handle = '1'";
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Instance *first;
    void *library = dlopen(argc > 1 ? argv[1] : "libmi.so", RTLD_NOW);
    Initialize initialize = library ? (Initialize)dlsym(library, "MI_Application_InitializeV1") : NULL;

    if (!initialize || initialize(0, "demo", NULL, &application) != MI_RESULT_OK ||
        application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session) != MI_RESULT_OK) {
        fprintf(stderr, "cannot begin: %s\n", library ? "initialisation failed" : dlerror());
        return 1;
    }

    printf("Query: %s\n", query);
    session.ft->QueryInstances(&session, 0, NULL, "root/cimv2", "WQL", query, NULL, &operation);
    first = print_all(&operation, process, 3, 10);

    if (first) {
        printf("Associators of the first one, through Linux_OSProcess:\n");
        session.ft->AssociatorInstances(&session, 0, NULL, "root/cimv2", first, "Linux_OSProcess", NULL, NULL, NULL,
                                        MI_FALSE, NULL, &operation);
        first->ft->Delete(first);
        first = print_all(&operation, system, 2, 3);
        if (first)
            first->ft->Delete(first);
    }

    printf("Asynchronous enumeration of Linux_LocalFileSystem:\n");
    callbacks.instanceResult = on_instance;
    session.ft->EnumerateInstances(&session, 0, NULL, "root/cimv2", "Linux_LocalFileSystem", MI_FALSE, &callbacks,
                                   &operation);
    pthread_mutex_lock(&mutex);
    while (!done)
        pthread_cond_wait(&finished, &mutex);
    pthread_mutex_unlock(&mutex);
    printf("  %d instances delivered\n", results);

    operation.ft->Close(&operation);
    printf("Session closed: %s\n", session.ft->Close(&session, NULL, NULL) == MI_RESULT_OK ? "OK" : "FAILED");
    printf("Application closed: %s\n", application.ft->Close(&application) == MI_RESULT_OK ? "OK" : "FAILED");
    dlclose(library);
    printf("Library unloaded: %s\n", is_mapped() ? "NO" : "yes");
    return is_mapped();
}
