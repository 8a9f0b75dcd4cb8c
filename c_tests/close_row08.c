/*
 * Row 8: a close waits as long as somebody may end the wait; it reports what it waits for, gives up when
 * MI_CLOSE_TIMEOUT_MS is over, and a later close goes on waiting and succeeds.
 */
#include "close.h"
#ifdef _WIN32
#include <process.h>
#define setenv(NAME, VALUE, OVER) _putenv_s(NAME, VALUE)
#endif

/* The report as far as it was read. */
static char text[65536];
static size_t length;

#ifdef _WIN32
/* The log goes into a file there: some versions of wine say of every pipe that it is full. */
#define LOG "close_row08.log"

static int begin_report(void) {
    remove(LOG);
    return _putenv_s("MI_LOG", "refusal,file=" LOG) == 0;
}

/* Reads on until what was read since the last time holds `wanted`. */
static int read_until(const char *wanted) {
    while (strstr(text, wanted) == NULL) {
        FILE *file = fopen(LOG, "rb");
        if (file != NULL && fseek(file, (long)length, SEEK_SET) == 0) text[fread(text, 1, sizeof text - 1, file)] = 0;
        if (file != NULL) fclose(file);
        SwitchToThread();
    }
    length += strlen(text);
    return 1;
}

static void forget(void) {
    text[0] = 0;
}
#else
static int ends[2];

static int begin_report(void) {
    return pipe(ends) == 0 && dup2(ends[1], 2) == 2;
}

/* Reads the report until a line holds `wanted`. */
static int read_until(const char *wanted) {
    while (strstr(text, wanted) == NULL) {
        ssize_t got = read(ends[0], text + length, sizeof text - 1 - length);
        if (got <= 0) return 0;
        length += (size_t)got;
        text[length] = 0;
    }
    return 1;
}

static void forget(void) {
    text[0] = 0;
    length = 0;
}
#endif

#define SEVERAL_SHOWN WHERE_WINDOWS("Win32_Process", "Linux_UnixProcess")

static void told(const char *what) {
    printf("the report tells \"%s\": %s\n", what, strstr(text, what) != NULL ? "yes" : "NO");
}

typedef struct Closer {
    MI_Session *session;
    MI_Result answer;
} Closer;

static void *closes(void *argument) {
    Closer *closer = (Closer *)argument;
    closer->answer = close_session(closer->session);
    return NULL;
}

/* A close on another thread waits; this thread reads its report and then ends the wait. */
static int reports(void) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, stalled;
    Async async;
    Closer closer;
    pthread_t thread;
    if (!begin_report()) return 1;
    setenv("MI_CLOSE_REPORT_MS", "20", 1);
    open_application(&application);
    open_session(&application, &session);
    enumerate(&session, NULL, 0, &operation);
    async_init(&async);
    enumerate(&session, &async, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &stalled);
    gate_wait(&async.left, 1);
    closer.session = &session;
    pthread_create(&thread, NULL, closes, &closer);
    printf("a first report: %d\n", read_until("What would end the wait"));
    told("MI_Session_Close has been waiting for");
    told("application \"close\"");
    told("session " WHERE_WINDOWS("WMIDCOM", "LOCAL") " to this machine, opened");
    told("operation MI_Session_EnumerateInstances root/cimv2 " SEVERAL_SHOWN);
    told("waiting for an acknowledgement since");
    forget();
    printf("a second one: %d\n", read_until("What would end the wait"));
    MI_Operation_Close(&operation);
    printf("acknowledged: %s\n", result_name(async.acknowledge(&async.copy)));
    gate_wait(&async.finals, 1);
    MI_Operation_Close(&stalled);
    async.acknowledge(&async.copy);
    pthread_join(thread, NULL);
    printf("then: %s\n", result_name(closer.answer));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

static void *keeps(void *gate) {
    gate_wait((Gate *)gate, 1);
    return NULL;
}

/* Somebody may be left, so nothing but the time-out ends it. */
static int times_out(void) {
    MI_Application application;
    MI_Session session, before;
    MI_Operation operation, late;
    pthread_t thread;
    Gate gate;
    quiet_log();
    setenv("MI_CLOSE_TIMEOUT_MS", "30", 1);
    gate_init(&gate);
    pthread_create(&thread, NULL, keeps, &gate);
    open_application(&application);
    open_session(&application, &session);
    subscribe(&session, NULL, 0, &operation);
    before = session;
    printf("close_session: %s\n", result_name(close_session(&session)));
    printf("because: %s\n", last_reason());
    printf("handle unchanged: %s\n", SAME_BITS(session, before) ? "yes" : "NO");
    enumerate_few(&session, NULL, 0, &late);
    printf("nothing starts any more: %s\n", drain(&late) != MI_RESULT_OK ? "yes" : "NO");
    MI_Operation_Close(&late);
    printf("once more: %s\n", result_name(close_session(&session)));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    printf("because: %s\n", last_reason());
    MI_Operation_Close(&operation);
    printf("a later close: %s\n", result_name(close_session(&session)));
    printf("handle unchanged: %s\n", SAME_BITS(session, before) ? "yes" : "NO");
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    printf("its handle is zeroed: %s\n", all_zero(&application, sizeof application) ? "yes" : "NO");
    gate_add(&gate);
    pthread_join(thread, NULL);
    fflush(stdout);
    return 0;
}

/* One close waits; it is ended by another thread, and a second close of the same object has lost at once. */
static int waits(void) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    Closer closer;
    pthread_t thread;
    MI_Result answer;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    enumerate_few(&session, NULL, 0, &operation);
    closer.session = &session;
    pthread_create(&thread, NULL, closes, &closer);
    /* The operation ends as cancelled once the close is accepted. */
    do {
        MI_Operation probe;
        enumerate_few(&session, NULL, 0, &probe);
        answer = drain(&probe);
        MI_Operation_Close(&probe);
    } while (answer == MI_RESULT_OK);
    printf("a second close: %s\n", result_name(close_session(&session)));
    MI_Operation_Close(&operation);
    pthread_join(thread, NULL);
    printf("the first: %s\n", result_name(closer.answer));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

typedef struct Part {
    const char *name;
    int (*run)(void);
} Part;

/* The library reads its settings once, so each part has a process of its own: this program with the part's name. */
static int in_process(const char *program, const Part *part) {
#ifdef _WIN32
    return (int)_spawnl(_P_WAIT, program, program, part->name, (char *)NULL);
#else
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, part->name, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
#endif
}

int main(int count, char **arguments) {
    static const Part parts[] = {{"reports", reports}, {"times_out", times_out}, {"waits", waits}};
    size_t i;
    for (i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (count > 1 && strcmp(arguments[1], parts[i].name) == 0) return parts[i].run();
        if (count > 1) continue;
        printf("-- %s\n", parts[i].name);
        printf("%s: %d\n", parts[i].name, in_process(arguments[0], &parts[i]));
    }
    return 0;
}
