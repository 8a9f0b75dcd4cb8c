/* After the last close FreeLibrary unloads, no thread is left, and a thread that used the library ends in peace. */
#include "report.h"
#include "threads.h"

#define ROUNDS 300

typedef MI_Result(MI_MAIN_CALL *Initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);

static HANDLE used, unloaded;

static Initialize load(HMODULE *module) {
    *module = LoadLibraryA("mi.dll");
    return *module == NULL ? NULL : (Initialize)(void *)GetProcAddress(*module, "MI_Application_InitializeV1");
}

/* A whole life: data of this machine, and a connection that is refused, so that every kind of thread is born. */
static int live(Initialize initialize) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result last = MI_RESULT_OK;
    int remote, good = 1;
    if (initialize(0, NULL, NULL, &application) != MI_RESULT_OK) return 0;
    for (remote = 0; remote < 2; remote++) {
        good &= application.ft->NewSession(&application, NULL, remote ? MI_T("http://127.0.0.1:1") : NULL, NULL, NULL, NULL,
                                           &session) == MI_RESULT_OK;
        session.ft->TestConnection(&session, 0, NULL, &operation);
        more = MI_TRUE;
        while (more && operation.ft->GetInstance(&operation, NULL, &more, &last, NULL, NULL) == MI_RESULT_OK) {}
        good &= operation.ft->Close(&operation) == MI_RESULT_OK;
        good &= session.ft->Close(&session, NULL, NULL) == MI_RESULT_OK;
    }
    return good & (application.ft->Close(&application) == MI_RESULT_OK);
}

static DWORD WINAPI outlives(LPVOID initialize) {
    int good = live((Initialize)initialize);
    SetEvent(used);
    WaitForSingleObject(unloaded, INFINITE);
    return good;
}

int main(void) {
    HMODULE module, sockets, com;
    Initialize initialize;
    HANDLE thread;
    DWORD good = 0;
    int round, before, after, failed = 0, left = 0;
    _putenv_s("MI_LOG", "off");
    /* What the system itself loads and keeps is not what is looked at; some versions of wine cannot load it twice. */
    sockets = LoadLibraryA("ws2_32.dll");
    com = LoadLibraryA("ole32.dll");
    initialize = load(&module);
    SHOW_HOLDS(initialize != NULL);
    SHOW_HOLDS(live(initialize));
    SHOW_HOLDS(FreeLibrary(module) && GetModuleHandleA("mi.dll") == NULL);
    before = count_threads();
    for (round = 0; round < ROUNDS; round++) {
        initialize = load(&module);
        failed += initialize == NULL || !live(initialize);
        left += count_threads() > before;
        FreeLibrary(module);
        failed += GetModuleHandleA("mi.dll") != NULL;
    }
    after = count_threads();
    SHOW_NUMBER(failed);
    SHOW_NUMBER(left);
    SHOW_HOLDS(after <= before);

    used = CreateEventA(NULL, TRUE, FALSE, NULL);
    unloaded = CreateEventA(NULL, TRUE, FALSE, NULL);
    initialize = load(&module);
    thread = CreateThread(NULL, 0, outlives, (LPVOID)(void *)initialize, 0, NULL);
    WaitForSingleObject(used, INFINITE);
    SHOW_HOLDS(FreeLibrary(module) && GetModuleHandleA("mi.dll") == NULL);
    SetEvent(unloaded);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &good);
    SHOW_HOLDS(good == 1);
    CloseHandle(thread);
    FreeLibrary(com);
    FreeLibrary(sockets);
    return 0;
}
