/* A source that was written for two-byte (here: wchar_t) strings. */
#define MI_CHAR_TYPE 2
#include <MI.h>
#include <wchar.h>

#if !defined(MI_USE_WCHAR)
#error "wide characters are not announced"
#endif

static MI_CONST MI_Char name[] = MI_T("Sample_Name");
static const MI_Char *const bookmarks[] = {MI_SUBSCRIBE_BOOKMARK_OLDEST, MI_SUBSCRIBE_BOOKMARK_NEWEST};

int same(const MI_Instance *instance);

int same(const MI_Instance *instance) {
    const MI_Char *found = NULL;
    if (MI_Instance_GetClassName(instance, &found) != MI_RESULT_OK) return 0;
    return wcscmp(found, name) == 0 && bookmarks[0] != bookmarks[1];
}
