/* How many threads the process has, on Windows. */
#ifndef C_TESTS_THREADS_H
#define C_TESTS_THREADS_H

#include <windows.h>
#include <tlhelp32.h>

static inline int count_threads(void) {
    THREADENTRY32 entry;
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    int count = 0;
    entry.dwSize = sizeof entry;
    if (Thread32First(snapshot, &entry)) {
        do count += entry.th32OwnerProcessID == GetCurrentProcessId();
        while (Thread32Next(snapshot, &entry));
    }
    CloseHandle(snapshot);
    return count;
}

#endif
