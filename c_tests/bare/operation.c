/*
 * An existing binary that enumerates: from layouts alone, synchronously and asynchronously, with the acknowledgement
 * before the callback returns, and the orderly closes.
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

struct instance {
    void *const *ft;
    const void *class_decl;
    const unit *server, *space;
    ptrdiff_t reserved[4];
};

union value {
    uint32_t uint32;
    unit *string;
    uint8_t room[40];
};

typedef uint32_t (*acknowledge)(struct handle *);
typedef void (*on_instance)(struct handle *, void *, const struct instance *, unsigned char, uint32_t, const unit *,
                            const struct instance *, acknowledge);

struct callbacks {
    void *context;
    void (*unused[4])(void);
    on_instance instance;
    void (*unused_too[3])(void);
};

extern uint32_t MI_Application_InitializeV1(uint32_t flags, const unit *id, void **error, struct handle *application);

typedef uint32_t (*end)(struct handle *);
typedef uint32_t (*end_session)(struct handle *, void *, void (*)(void *));
typedef uint32_t (*new_session)(struct handle *, const unit *, const unit *, struct handle *, void *, void **,
                                struct handle *);
typedef uint32_t (*new_instance)(struct handle *, const unit *, const void *, struct instance **);
typedef void (*enumerate)(struct handle *, uint32_t, struct handle *, const unit *, const unit *, unsigned char,
                          struct callbacks *, struct handle *);
typedef uint32_t (*get_instance)(struct handle *, const struct instance **, unsigned char *, uint32_t *, const unit **,
                                 const struct instance **);
typedef uint32_t (*class_name)(const struct instance *, const unit **);
typedef uint32_t (*add_element)(struct instance *, const unit *, const union value *, uint32_t, uint32_t);
typedef uint32_t (*get_element)(const struct instance *, const unit *, union value *, uint32_t *, uint32_t *, uint32_t *);
typedef uint32_t (*delete_instance)(struct instance *);

enum { APPLICATION_CLOSE = 0, NEW_SESSION = 1, NEW_INSTANCE = 3 };
enum { SESSION_CLOSE = 0, ENUMERATE = 7 };
enum { OPERATION_CLOSE = 0, GET_INSTANCE = 3 };
enum { DELETE = 2, CLASS_NAME = 4, ADD_ELEMENT = 8, GET_ELEMENT = 11 };

#define SLOT(OBJECT, NUMBER, TYPE) ((TYPE)(OBJECT)->ft[NUMBER])
#define SHOW(NAME, RESULT) printf("%s: %u\n", NAME, (unsigned)(RESULT))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int results, finals, acknowledged;

static void heard(struct handle *operation, void *context, const struct instance *instance, unsigned char more,
                  uint32_t result, const unit *text, const struct instance *details, acknowledge done) {
    (void)text, (void)details;
    pthread_mutex_lock(&lock);
    results += instance != NULL && result == 0 && context == &results;
    acknowledged += done != NULL && done(operation) == 0;
    finals += !more;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static void synchronous(struct handle *session) {
    struct handle operation;
    const struct instance *instance = NULL, *details = NULL;
    const unit *text = NULL;
    union value value;
    unsigned char more = 1;
    uint32_t result = 99, type = 99, count = 0;

    memset(&operation, 0x55, sizeof operation);
    SLOT(session, ENUMERATE, enumerate)(session, 0, NULL, T("root/cimv2"), FEW, 0, NULL, &operation);
    while (more && SLOT(&operation, GET_INSTANCE, get_instance)(&operation, &instance, &more, &result, &text, &details) == 0) {
        if (instance == NULL) continue;
        count++;
        SHOW("GetClassName", SLOT(instance, CLASS_NAME, class_name)(instance, &text));
        printf(F " in " F "\n", text, instance->space);
        SHOW("GetElement", SLOT(instance, GET_ELEMENT, get_element)(instance, T("CSName"), &value, &type, NULL, NULL));
        printf("type %u, a name: %d\n", type, value.string != NULL && value.string[0] != 0);
    }
    printf("%u instance, result %u, more %u\n", count, result, more);
    SHOW("Operation_Close", SLOT(&operation, OPERATION_CLOSE, end)(&operation));
    printf("zeroed: %d\n", operation.reserved1 == 0 && operation.reserved2 == 0 && operation.ft == NULL);
}

static void asynchronous(struct handle *session) {
    struct handle operation;
    struct callbacks callbacks;

    memset(&operation, 0, sizeof operation);
    memset(&callbacks, 0, sizeof callbacks);
    callbacks.context = &results;
    callbacks.instance = heard;
    SLOT(session, ENUMERATE, enumerate)(session, 1, NULL, T("root/cimv2"), SEVERAL, 1, &callbacks, &operation);
    memset(&callbacks, 0x55, sizeof callbacks);
    pthread_mutex_lock(&lock);
    while (finals == 0) pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    SHOW("Operation_Close", SLOT(&operation, OPERATION_CLOSE, end)(&operation));
    printf("instances: %d, finals: %d, all acknowledged: %d\n", results > 0, finals, acknowledged >= results);
}

int main(void) {
    struct handle application, session;
    struct instance *instance = NULL;
    union value value;
    uint32_t type = 99;

    SHOW("InitializeV1", MI_Application_InitializeV1(0, T("bare"), NULL, &application));
    SHOW("NewInstance", SLOT(&application, NEW_INSTANCE, new_instance)(&application, T("Thing"), NULL, &instance));
    value.uint32 = 7;
    SHOW("AddElement", SLOT(instance, ADD_ELEMENT, add_element)(instance, T("n"), &value, 5, 0));
    value.uint32 = 0;
    SHOW("GetElement", SLOT(instance, GET_ELEMENT, get_element)(instance, T("N"), &value, &type, NULL, NULL));
    printf("value %u, type %u\n", value.uint32, type);
    SHOW("Delete", SLOT(instance, DELETE, delete_instance)(instance));
    memset(&session, 0x55, sizeof session);
    SHOW("NewSession", SLOT(&application, NEW_SESSION, new_session)(&application, NULL, NULL, NULL, NULL, NULL, &session));
    synchronous(&session);
    asynchronous(&session);
    SHOW("Session_Close", SLOT(&session, SESSION_CLOSE, end_session)(&session, NULL, NULL));
    SHOW("Application_Close", SLOT(&application, APPLICATION_CLOSE, end)(&application));
    return 0;
}
