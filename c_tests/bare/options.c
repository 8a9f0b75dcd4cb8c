/*
 * An existing binary: compiled without any header of ours, from layouts alone. It imports the two symbols that the
 * original library exports, and reaches everything else through tables by slot number.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A unit of a string, a string, and how printf shows one. */
#ifdef _WIN32
typedef wchar_t unit;
#define T(TEXT) L##TEXT
#define F "%ls"
#else
typedef char unit;
#define T(TEXT) TEXT
#define F "%s"
#endif

struct handle {
    uint64_t reserved1;
    ptrdiff_t reserved2;
    void *const *ft;
};

struct interval {
    uint32_t days, hours, minutes, seconds, microseconds, padding[3];
};

struct credentials {
    const unit *type, *domain, *user, *password;
};

extern uint32_t MI_Application_InitializeV1(uint32_t flags, const unit *id, void **error, struct handle *application);
extern void *const *const mi_clientFT_V1;

/* Slots of the tables, by number. */
enum { APPLICATION_CLOSE = 0, NEW_DESTINATION_OPTIONS = 4, NEW_OPERATION_OPTIONS = 5, NEW_SUBSCRIPTION_OPTIONS = 6 };
enum {
    D_DELETE, D_SET_STRING, D_SET_NUMBER, D_ADD_CREDENTIALS, D_GET_STRING, D_GET_NUMBER, D_COUNT, D_AT, D_GET,
    D_CREDENTIALS, D_CREDENTIALS_AT, D_PASSWORD_AT, D_CLONE, D_SET_INTERVAL, D_GET_INTERVAL
};
enum { O_DELETE, O_SET_STRING, O_SET_NUMBER, O_SET_CUSTOM, O_GET_STRING, O_GET_NUMBER, O_COUNT, O_CHANNELS = 9 };
enum { S_SET_STRING, S_DELETE = 5, S_GET_STRING, S_COUNT = 10 };

#define SLOT(HANDLE, NUMBER, TYPE) ((TYPE)(HANDLE).ft[NUMBER])
#define SHOW(NAME, RESULT) printf("%s: %u\n", NAME, (unsigned)(RESULT))

typedef uint32_t (*close_application)(struct handle *);
typedef uint32_t (*make)(struct handle *, struct handle *);
typedef uint32_t (*make_with_byte)(struct handle *, unsigned char, struct handle *);
typedef uint32_t (*make_with_number)(struct handle *, uint32_t, struct handle *);
typedef void (*delete_options)(struct handle *);
typedef uint32_t (*delete_with_result)(struct handle *);
typedef uint32_t (*set_string)(struct handle *, const unit *, const unit *, uint32_t);
typedef uint32_t (*set_number)(struct handle *, const unit *, uint32_t, uint32_t);
typedef uint32_t (*set_interval)(struct handle *, const unit *, const struct interval *, uint32_t);
typedef uint32_t (*get_string)(const struct handle *, const unit *, const unit **, uint32_t *, uint32_t *);
typedef uint32_t (*get_number)(const struct handle *, const unit *, uint32_t *, uint32_t *, uint32_t *);
typedef uint32_t (*get_interval)(const struct handle *, const unit *, struct interval *, uint32_t *, uint32_t *);
typedef uint32_t (*get_count)(const struct handle *, uint32_t *);
typedef uint32_t (*add_credentials)(struct handle *, const unit *, const struct credentials *, uint32_t);
typedef uint32_t (*credentials_at)(const struct handle *, uint32_t, const unit **, struct credentials *, uint32_t *);
typedef uint32_t (*password_at)(const struct handle *, uint32_t, const unit **, unit *, uint32_t, uint32_t *, uint32_t *);
typedef uint32_t (*channels)(const struct handle *, const unit *, uint32_t *, uint32_t, uint32_t *, uint32_t *);
typedef uint32_t (*clone)(const struct handle *, struct handle *);

static void destination(struct handle *application) {
    struct handle options, copy;
    struct interval interval = {0, 0, 0, 30, 0, {0, 0, 0}}, read;
    struct credentials given = {T("Basic"), NULL, T("user"), T("secret")}, listed;
    const unit *text = NULL, *name = NULL;
    unit password[8];
    uint32_t number = 0, index = 0, flags = 0, length = 0;

    memset(&options, 0, sizeof options);
    SHOW("NewDestinationOptions", SLOT(*application, NEW_DESTINATION_OPTIONS, make)(application, &options));
    printf("the table is the client's: %d\n", (const void *)options.ft == mi_clientFT_V1[7]);
    SHOW("SetString", SLOT(options, D_SET_STRING, set_string)(&options, T("text"), T("value"), 0));
    SHOW("SetNumber", SLOT(options, D_SET_NUMBER, set_number)(&options, T("number"), 7, 0));
    SHOW("SetInterval", SLOT(options, D_SET_INTERVAL, set_interval)(&options, T("interval"), &interval, 0));
    SHOW("GetString", SLOT(options, D_GET_STRING, get_string)(&options, T("TEXT"), &text, &index, &flags));
    printf("text " F ", index %u, flags %u\n", text, index, flags);
    SHOW("GetNumber", SLOT(options, D_GET_NUMBER, get_number)(&options, T("number"), &number, &index, NULL));
    printf("number %u, index %u\n", number, index);
    SHOW("GetInterval", SLOT(options, D_GET_INTERVAL, get_interval)(&options, T("interval"), &read, NULL, NULL));
    printf("interval %u\n", read.seconds);
    SHOW("GetOptionCount", SLOT(options, D_COUNT, get_count)(&options, &number));
    printf("count %u\n", number);
    SHOW("AddCredentials", SLOT(options, D_ADD_CREDENTIALS, add_credentials)(&options, T("who"), &given, 0));
    SHOW("GetCredentialsAt", SLOT(options, D_CREDENTIALS_AT, credentials_at)(&options, 0, &name, &listed, NULL));
    printf(F ": " F " " F " " F "\n", name, listed.type, listed.user, listed.password);
    SHOW("GetCredentialsPasswordAt",
         SLOT(options, D_PASSWORD_AT, password_at)(&options, 0, &name, password, sizeof password, &length, NULL));
    printf(F " %u\n", password, length);
    SHOW("Clone", SLOT(options, D_CLONE, clone)(&options, &copy));
    SLOT(options, D_DELETE, delete_options)(&options);
    printf("zeroed: %d\n", options.reserved1 == 0 && options.reserved2 == 0 && options.ft == NULL);
    SHOW("GetCredentialsCount of the clone", SLOT(copy, D_CREDENTIALS, get_count)(&copy, &number));
    printf("count %u\n", number);
    SLOT(copy, D_DELETE, delete_options)(&copy);
}

static void operation(struct handle *application) {
    struct handle options;
    uint32_t found[4], count = 0;

    memset(&options, 0, sizeof options);
    SHOW("NewOperationOptions", SLOT(*application, NEW_OPERATION_OPTIONS, make_with_byte)(application, 0, &options));
    SHOW("SetNumber, disabling a channel",
         SLOT(options, O_SET_NUMBER, set_number)(&options, T("__MI_OPERATIONOPTIONS_CHANNEL"), 1, 1));
    SHOW("GetEnabledChannels",
         SLOT(options, O_CHANNELS, channels)(&options, T("__MI_OPERATIONOPTIONS_CHANNEL"), found, 4, &count, NULL));
    printf("channels: %u, %u %u\n", count, found[0], found[1]);
    SLOT(options, O_DELETE, delete_options)(&options);
}

static void subscription(struct handle *application) {
    struct handle options;
    const unit *text = NULL;

    memset(&options, 0, sizeof options);
    SHOW("NewSubscriptionDeliveryOptions",
         SLOT(*application, NEW_SUBSCRIPTION_OPTIONS, make_with_number)(application, 1, &options));
    SHOW("SetString", SLOT(options, S_SET_STRING, set_string)(&options, T("text"), T("value"), 0));
    SHOW("GetString", SLOT(options, S_GET_STRING, get_string)(&options, T("text"), &text, NULL, NULL));
    printf("text " F "\n", text);
    SHOW("Delete", SLOT(options, S_DELETE, delete_with_result)(&options));
}

int main(void) {
    struct handle application;

    memset(&application, 0x55, sizeof application);
    SHOW("InitializeV1", MI_Application_InitializeV1(0, T("bare"), NULL, &application));
    printf("the table is the client's: %d\n", (const void *)application.ft == mi_clientFT_V1[0]);
    destination(&application);
    operation(&application);
    subscription(&application);
    SHOW("Close", SLOT(application, APPLICATION_CLOSE, close_application)(&application));
    printf("zeroed: %d\n", application.reserved1 == 0 && application.reserved2 == 0 && application.ft == NULL);
    return 0;
}
