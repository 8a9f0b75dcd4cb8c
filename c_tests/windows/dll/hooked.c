/* A DLL whose DllMain calls what its user gave it, with the reason: under the loader's lock. */
#include <windows.h>

typedef void (*hook_function)(DWORD reason, BOOL ending);

static hook_function hook;

__declspec(dllexport) void set_hook(hook_function function) {
    hook = function;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID ending) {
    (void)module;
    if (hook != NULL) hook(reason, ending != NULL);
    return TRUE;
}
