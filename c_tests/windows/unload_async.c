/*
 * An asynchronous close whose completion unloads the library: the thread that calls it keeps the library mapped until it
 * has ended, and no longer.
 */
#include "report.h"
#include "mi_ext.h"

#define ROUNDS 10

typedef MI_Result(MI_MAIN_CALL *Initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);
typedef MI_Result(MI_CALL *CloseAsync)(MI_Application *, void *, MIX_Application_CloseCompleted);

typedef struct Close {
    HMODULE module;
    HANDLE completed, go_on;
    int mapped;
} Close;

/* Gives the module back from within. */
static void MI_CALL completed(void *context, MI_Result result) {
    Close *done = (Close *)context;
    int freed = FreeLibrary(done->module);
    done->mapped = result == MI_RESULT_OK && freed && GetModuleHandleA("mi.dll") == done->module;
    SetEvent(done->completed);
    WaitForSingleObject(done->go_on, INFINITE);
}

int main(void) {
    Close done;
    /* What the system itself loads and keeps is not what is looked at; some versions of wine cannot load it twice. */
    HMODULE sockets = LoadLibraryA("ws2_32.dll"), com = LoadLibraryA("ole32.dll");
    int round, good = 0, mapped = 0, gone = 0;
    _putenv_s("MI_LOG", "off");
    done.completed = CreateEventA(NULL, FALSE, FALSE, NULL);
    done.go_on = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (round = 0; round < ROUNDS; round++) {
        MI_Application application = MI_APPLICATION_NULL;
        MI_Session session = MI_SESSION_NULL;
        MI_Operation operation = MI_OPERATION_NULL;
        MI_Boolean more = MI_TRUE;
        Initialize initialize;
        CloseAsync close_async;
        done.module = LoadLibraryA("mi.dll");
        initialize = (Initialize)(void *)GetProcAddress(done.module, "MI_Application_InitializeV1");
        close_async = (CloseAsync)(void *)GetProcAddress(done.module, "MIX_Application_CloseAsync");
        if (initialize == NULL || close_async == NULL || initialize(0, NULL, NULL, &application) != MI_RESULT_OK) break;
        if (application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session) != MI_RESULT_OK) break;
        session.ft->TestConnection(&session, 0, NULL, &operation);
        while (more && operation.ft->GetInstance(&operation, NULL, &more, NULL, NULL, NULL) == MI_RESULT_OK) {}
        if (operation.ft->Close(&operation) != MI_RESULT_OK || session.ft->Close(&session, NULL, NULL) != MI_RESULT_OK) break;
        good += close_async(&application, &done, completed) == MI_RESULT_OK;
        WaitForSingleObject(done.completed, INFINITE);
        mapped += done.mapped && GetModuleHandleA("mi.dll") == done.module;
        SetEvent(done.go_on);
        /* Otherwise the test does not end. */
        while (GetModuleHandleA("mi.dll") != NULL) SwitchToThread();
        gone++;
    }
    printf("closed: %d, mapped while the completion ran: %d, unmapped after it: %d\n", good, mapped, gone);
    CloseHandle(done.completed);
    CloseHandle(done.go_on);
    FreeLibrary(com);
    FreeLibrary(sockets);
    return 0;
}
