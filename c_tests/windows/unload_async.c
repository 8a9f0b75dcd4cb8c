/* FreeLibrary after MIX_Application_CloseAsync: the library stays until the completion has come and its thread is gone, and
   then leaves the process. */
#include "report.h"
#include "mi_ext.h"
#include "threads.h"

#define ROUNDS 50

typedef MI_Result(MI_MAIN_CALL *Initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);
typedef void(MI_CALL *Completed)(void *, MI_Result);
typedef MI_Result(MI_MAIN_CALL *CloseAsync)(MI_Application *, void *, Completed);

static HANDLE freed, completed;
static int was_there;
static MI_Result answer;

/* On the library's thread, when nobody else holds the library any more. */
static void MI_CALL on_completed(void *context, MI_Result result) {
    (void)context;
    WaitForSingleObject(freed, INFINITE);
    was_there = GetModuleHandleA("mi.dll") != NULL;
    answer = result;
    SetEvent(completed);
}

/* An application's life, whose end nobody waits for but the completion. */
static int round_of(void) {
    HMODULE module = LoadLibraryA("mi.dll");
    Initialize initialize = (Initialize)(void *)GetProcAddress(module, "MI_Application_InitializeV1");
    CloseAsync close_async = (CloseAsync)(void *)GetProcAddress(module, "MIX_Application_CloseAsync");
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    int good;
    was_there = 0;
    answer = MI_RESULT_FAILED;
    ResetEvent(freed);
    ResetEvent(completed);
    good = initialize(0, NULL, NULL, &application) == MI_RESULT_OK;
    good &= application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session) == MI_RESULT_OK;
    session.ft->TestConnection(&session, 0, NULL, &operation);
    good &= operation.ft->Close(&operation) == MI_RESULT_OK;
    good &= session.ft->Close(&session, NULL, NULL) == MI_RESULT_OK;
    good &= close_async(&application, NULL, on_completed) == MI_RESULT_OK;
    good &= FreeLibrary(module) != 0;
    SetEvent(freed);
    WaitForSingleObject(completed, INFINITE);
    /* Its thread is on its way out. */
    while (GetModuleHandleA("mi.dll") != NULL) SwitchToThread();
    return good && was_there && answer == MI_RESULT_OK;
}

int main(void) {
    HMODULE sockets, com;
    int round, before, good = 0;
    _putenv_s("MI_LOG", "off");
    /* What the system itself loads and keeps is not what is looked at. */
    sockets = LoadLibraryA("ws2_32.dll");
    com = LoadLibraryA("ole32.dll");
    freed = CreateEventA(NULL, TRUE, FALSE, NULL);
    completed = CreateEventA(NULL, TRUE, FALSE, NULL);
    SHOW_HOLDS(GetModuleHandleA("mi.dll") == NULL);
    SHOW_HOLDS(round_of());
    before = count_threads();
    for (round = 0; round < ROUNDS; round++) good += round_of();
    SHOW_NUMBER(good);
    while (count_threads() > before) SwitchToThread();
    FreeLibrary(com);
    FreeLibrary(sockets);
    return 0;
}
