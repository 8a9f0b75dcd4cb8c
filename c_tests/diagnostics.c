/* mi_ext.h: what the calling thread can ask about its last close that did not happen, as numbers, as text and as a list. */
#include "close.h"

#define MOST 32

typedef struct Seen {
    MI_Result none, refused, whole, no_room, short_room, few, no_array, nowhere, counted;
    MIX_Diagnostic diagnostic;
    char text[4096];
    char untouched;
    MI_Uint32 needed, needed_again, count, count_again;
    MIX_DiagnosticEntry entries[MOST], first[2];
    MI_Uint64 thread;
} Seen;

static void inside(Async *self, MI_Operation *operation, MI_Boolean more) {
    Seen *seen = (Seen *)self->extra;
    (void)operation, (void)more;
    if (gate_count(&self->results) > 1) return;
    seen->none = MIX_GetLastDiagnostic(&seen->diagnostic);
    seen->refused = MI_Application_Close(self->application);
    seen->counted = MIX_GetLastDiagnostic(&seen->diagnostic);
    seen->no_room = MIX_GetLastDiagnosticText(NULL, 0, &seen->needed);
    seen->text[0] = 'x';
    seen->short_room = MIX_GetLastDiagnosticText(seen->text, seen->needed - 1, &seen->needed_again);
    seen->untouched = seen->text[0];
    seen->whole = MIX_GetLastDiagnosticText(seen->text, sizeof seen->text, NULL);
    seen->nowhere = MIX_GetLastDiagnosticEntries(NULL, 0, &seen->count);
    seen->no_array = MIX_GetLastDiagnosticEntries(NULL, 1, NULL);
    memset(seen->first, 0x55, sizeof seen->first);
    seen->few = MIX_GetLastDiagnosticEntries(seen->first, 1, NULL);
    MIX_GetLastDiagnosticEntries(seen->entries, MOST, &seen->count_again);
}

static const char *subject_name(MIX_Subject subject) {
    switch (subject) {
    case MIX_SUBJECT_HEADLINE: return "headline";
    case MIX_SUBJECT_APPLICATION: return "application";
    case MIX_SUBJECT_SESSION: return "session";
    case MIX_SUBJECT_OPERATION: return "operation";
    case MIX_SUBJECT_CALLBACK: return "callback";
    case MIX_SUBJECT_REFUSED_CLOSE: return "refused close";
    case MIX_SUBJECT_OWN_WORK: return "own work";
    case MIX_SUBJECT_REMEDY: return "remedy";
    default: return "unknown";
    }
}

/* The list is the text, a line an entry, indented by its depth. */
static int list_is_text(const Seen *seen) {
    char line[2 * MIX_ENTRY_TEXT];
    const char *rest = seen->text;
    MI_Uint32 index;
    for (index = 0; index < seen->count; index++) {
        const MIX_DiagnosticEntry *entry = &seen->entries[index];
        int length = snprintf(line, sizeof line, "%*s%s\n", (int)entry->depth * 2, "", entry->text);
        if (strncmp(rest, line, (size_t)length) != 0) return 0;
        rest += length;
    }
    return *rest == 0;
}

int main(void) {
    static Seen seen;
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    MIX_Diagnostic diagnostic;
    MI_Uint32 index, number, operations = 0, threads = 0;
    Async async;

    number = MIX_GetVersion();
    printf("version %u.%u.%u\n", number >> 16, number >> 8 & 0xff, number & 0xff);
    number = 77;
    REPORT(MIX_GetLastDiagnostic(&diagnostic));
    REPORT(MIX_GetLastDiagnosticText(seen.text, sizeof seen.text, &number));
    REPORT(MIX_GetLastDiagnosticEntries(seen.entries, MOST, &number));
    SHOW_NUMBER(number);

    open_application(&application);
    open_session(&application, &session);
    async_init(&async);
    async.application = &application;
    async.extra = &seen;
    async.inside = inside;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    REPORT(MI_Operation_Close(&operation));

    printf("before: %s\n", result_name(seen.none));
    printf("the close: %s\n", result_name(seen.refused));
    printf("asked: %s\n", result_name(seen.counted));
    SHOW_HOLDS(seen.diagnostic.outcome == MIX_OUTCOME_REFUSED && seen.diagnostic.reason == MIX_REASON_IN_CALLBACK);
    SHOW_HOLDS(seen.diagnostic.category == MI_ERRORCATEGORY_DEADLOCK_DETECTED);
    printf("text without room: %s\n", result_name(seen.no_room));
    printf("text with a byte too little: %s\n", result_name(seen.short_room));
    SHOW_HOLDS(seen.untouched == 'x' && seen.needed == seen.needed_again);
    printf("text: %s\n", result_name(seen.whole));
    SHOW_HOLDS(strlen(seen.text) + 1 == seen.needed);
    printf("how many entries: %s\n", result_name(seen.nowhere));
    printf("no array: %s\n", result_name(seen.no_array));
    printf("a short array: %s\n", result_name(seen.few));
    SHOW_HOLDS(seen.first[0].subject == MIX_SUBJECT_HEADLINE && (int)seen.first[1].subject == 0x55555555);
    SHOW_HOLDS(seen.count == seen.diagnostic.entryCount && seen.count == seen.count_again && seen.count <= MOST);
    SHOW_HOLDS(list_is_text(&seen));
    for (index = 0; index < seen.count && index < MOST; index++) {
        const MIX_DiagnosticEntry *entry = &seen.entries[index];
        if (entry->subject == MIX_SUBJECT_OPERATION) operations++;
        if (entry->thread != 0) threads++;
        printf("%u: %s\n", entry->depth, subject_name(entry->subject));
    }
    SHOW_HOLDS(operations == 1 && threads > 0);

    /* Of the thread that was refused, and of no other. */
    REPORT(MIX_GetLastDiagnostic(&diagnostic));
    REPORT(MIX_GetLastDiagnostic(NULL));

    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));
    return 0;
}
