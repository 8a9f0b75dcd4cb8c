/*
 * An existing binary's life, compiled without any header of ours: asynchronous work, a close that is refused inside its
 * callback, an undrained operation, and the orderly end. Imports two symbols, reaches the rest by slot number.
 */
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A unit of a string, a string, and how printf shows one; classes with one instance and with more. */
#ifdef _WIN32
typedef wchar_t unit;
#define T(TEXT) L##TEXT
#define F "%ls"
#define FEW L"Win32_OperatingSystem"
#define SEVERAL L"Win32_Process"
#else
typedef char unit;
#define T(TEXT) TEXT
#define F "%s"
#define FEW "Linux_OperatingSystem"
#define SEVERAL "Linux_UnixProcess"
#endif

struct handle {
    uint64_t reserved1;
    ptrdiff_t reserved2;
    void *const *ft;
};

struct callbacks {
    void *context;
    void *prompt, *error, *message, *progress;
    void (*instance)(struct handle *, void *, const void *, unsigned char, uint32_t, const unit *, const void *,
                     uint32_t (*)(struct handle *));
    void *indication, *class_result, *streamed;
};

extern uint32_t MI_Application_InitializeV1(uint32_t flags, const unit *id, void **error, struct handle *application);
extern void *const *const mi_clientFT_V1;

enum { APPLICATION_CLOSE = 0, NEW_SESSION = 1 };
enum { SESSION_CLOSE = 0, ENUMERATE = 7 };
enum { OPERATION_CLOSE = 0, OPERATION_CANCEL = 1, GET_SESSION = 2, GET_INSTANCE = 3 };

#define SLOT(HANDLE, NUMBER, TYPE) ((TYPE)(HANDLE)->ft[NUMBER])
#define SHOW(NAME, RESULT) printf("%s: %u\n", NAME, (unsigned)(RESULT))

typedef uint32_t (*end)(struct handle *);
typedef uint32_t (*end_session)(struct handle *, void *, void (*)(void *));
typedef uint32_t (*new_session)(struct handle *, const unit *, const unit *, void *, void *, void **, struct handle *);
typedef void (*enumerate)(struct handle *, uint32_t, void *, const unit *, const unit *, unsigned char,
                          struct callbacks *, struct handle *);
typedef uint32_t (*get_instance)(struct handle *, const void **, unsigned char *, uint32_t *, const unit **,
                                 const void **);
typedef uint32_t (*get_session)(struct handle *, struct handle *);

static struct handle application, session;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int finals, returned, calls;
static uint32_t closed_application, closed_session, copied;

static void on_instance(struct handle *operation, void *context, const void *instance, unsigned char more,
                        uint32_t result, const unit *text, const void *details,
                        uint32_t (*acknowledge)(struct handle *)) {
    struct handle copy;
    (void)instance, (void)text, (void)details;
    pthread_mutex_lock(&lock);
    calls++;
    pthread_mutex_unlock(&lock);
    if (more) return;
    closed_application = SLOT(&application, APPLICATION_CLOSE, end)(&application);
    copied = SLOT(operation, GET_SESSION, get_session)(operation, &copy);
    closed_session = SLOT(&copy, SESSION_CLOSE, end_session)(&copy, NULL, NULL);
    pthread_mutex_lock(&lock);
    finals += result == 0 && context == &calls && acknowledge == NULL;
    returned = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

int main(void) {
    struct handle operation, before;
    struct callbacks callbacks;
    unsigned char more = 1;
    uint32_t result = 0;
    SHOW("InitializeV1", MI_Application_InitializeV1(0, NULL, NULL, &application));
    printf("the table is the client's: %d\n", application.ft == (void *const *)mi_clientFT_V1[0]);
    SHOW("NewSession", SLOT(&application, NEW_SESSION, new_session)(&application, NULL, NULL, NULL, NULL, NULL, &session));

    memset(&callbacks, 0, sizeof callbacks);
    callbacks.context = &calls;
    callbacks.instance = on_instance;
    before = application;
    SLOT(&session, ENUMERATE, enumerate)(&session, 0, NULL, T("root/cimv2"), FEW, 0, &callbacks,
                                         &operation);
    pthread_mutex_lock(&lock);
    while (!returned) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    printf("final results: %d\n", finals);
    SHOW("Application_Close inside", closed_application);
    printf("unchanged: %d\n", memcmp(&before, &application, sizeof before) == 0);
    SHOW("GetSession inside", copied);
    SHOW("Session_Close inside", closed_session);
    SHOW("Operation_Close", SLOT(&operation, OPERATION_CLOSE, end)(&operation));

    SLOT(&session, ENUMERATE, enumerate)(&session, 0, NULL, T("root/cimv2"), FEW, 0, NULL, &operation);
    SHOW("GetInstance", SLOT(&operation, GET_INSTANCE, get_instance)(&operation, NULL, &more, &result, NULL, NULL));
    printf("result %u\n", (unsigned)result);
    SHOW("Operation_Close", SLOT(&operation, OPERATION_CLOSE, end)(&operation));
    SLOT(&session, ENUMERATE, enumerate)(&session, 0, NULL, T("root/cimv2"), SEVERAL, 0, NULL, &operation);
    SHOW("Session_Close with an operation open", SLOT(&session, SESSION_CLOSE, end_session)(&session, NULL, NULL));
    before = operation;
    SHOW("Operation_Close, undrained", SLOT(&operation, OPERATION_CLOSE, end)(&operation));
    SHOW("Operation_Close of a copy", SLOT(&before, OPERATION_CLOSE, end)(&before));
    before = session;
    SHOW("Session_Close", SLOT(&session, SESSION_CLOSE, end_session)(&session, NULL, NULL));
    SHOW("Session_Close again", SLOT(&before, SESSION_CLOSE, end_session)(&before, NULL, NULL));
    before = application;
    SHOW("Application_Close", SLOT(&application, APPLICATION_CLOSE, end)(&application));
    SHOW("Application_Close again", SLOT(&before, APPLICATION_CLOSE, end)(&before));
    return 0;
}
