/* What a wine without bcryptprimitives.dll lacks for programs in Rust: random bytes. For tests only. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size) {
    while (size > 0) {
        ULONG piece = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!SystemFunction036(buffer, piece)) return FALSE;
        buffer += piece;
        size -= piece;
    }
    return TRUE;
}
