/* Row 12 on Windows: a close in DllMain, or while the process ends, is refused, changes nothing, and hangs nobody. */
#include "report.h"
#include "mi_ext.h"

typedef void (*hook_function)(DWORD reason, BOOL ending);

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;
static MI_Result application_closed, session_closed;
static MIX_Diagnostic diagnostic;
static volatile LONG calls;
static DWORD wanted;

static void close_both(void) {
    MI_Application before = application;
    session_closed = MI_Session_Close(&session, NULL, NULL);
    application_closed = MI_Application_Close(&application);
    if (memcmp(&before, &application, sizeof before) != 0) printf("THE HANDLE CHANGED\n");
    memset(&diagnostic, 0, sizeof diagnostic);
    MIX_GetLastDiagnostic(&diagnostic);
}

static void hook(DWORD reason, BOOL ending) {
    if (reason == DLL_PROCESS_DETACH && ending) {
        close_both();
        printf("as the process ends: session %s, application %s\n", result_name(session_closed),
               result_name(application_closed));
    } else if (reason == wanted && InterlockedExchange(&calls, 1) == 0) {
        close_both();
    }
}

static void show(const char *where) {
    printf("%s: session %s, application %s, reason %d\n", where, result_name(session_closed),
           result_name(application_closed), (int)diagnostic.reason);
}

static DWORD WINAPI nothing(LPVOID context) {
    (void)context;
    return 0;
}

static void on_thread(const char *where, DWORD reason) {
    HANDLE thread;
    calls = 0;
    wanted = reason;
    thread = CreateThread(NULL, 0, nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    show(where);
}

static void load(void) {
    HMODULE module = LoadLibraryA("hooked.dll");
    void (*set_hook)(hook_function) = module == NULL ? NULL : (void (*)(hook_function))(void *)GetProcAddress(module, "set_hook");
    if (set_hook == NULL) {
        printf("hooked.dll is not there\n");
        exit(1);
    }
    set_hook(hook);
}

static void open_both(void) {
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
}

int main(void) {
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Boolean more = MI_TRUE;
    _putenv_s("MI_LOG", "off");
    load();
    open_both();
    /* Threads of the library's own are there to be joined. */
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    while (more && MI_Operation_GetInstance(&operation, NULL, &more, NULL, NULL, NULL) == MI_RESULT_OK) {}
    REPORT(MI_Operation_Close(&operation));
    on_thread("as a thread begins", DLL_THREAD_ATTACH);
    on_thread("as a thread ends", DLL_THREAD_DETACH);
    calls = 0;
    wanted = DLL_PROCESS_DETACH;
    FreeLibrary(GetModuleHandleA("hooked.dll"));
    show("as a DLL is unloaded");
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));

    /* With everything open the process ends all the same. */
    load();
    open_both();
    MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_Process"), MI_FALSE, NULL, &operation);
    MI_Operation_GetInstance(&operation, NULL, &more, NULL, NULL, NULL);
    wanted = 99;
    return 0;
}
