/*
 * Stale, forged, zeroed and foreign handles over every call, in every state of the library: INVALID_PARAMETER, and
 * nothing is touched. A copy kept after the close answers so for ever.
 */
#include "close.h"

static MI_Application live_application;
static MI_Session live_session;
static MI_Operation live_operation;
static int bad, calls;

static void expect(const char *call, const char *what, MI_Result got) {
    calls++;
    if (got == MI_RESULT_INVALID_PARAMETER) return;
    bad++;
    if (bad < 20) printf("%s of %s: %s\n", call, what, result_name(got));
}

static void MI_CALL never(void *called) {
    ++*(int *)called;
}

static void application_calls(const char *what, MI_Uint64 first, ptrdiff_t second) {
    MI_Application handle = live_application, before;
    MI_Session session;
    MI_Instance *instance = NULL;
    MI_DestinationOptions destination;
    MI_OperationOptions options;
    MI_SubscriptionDeliveryOptions delivery;
    MI_Serializer serializer;
    MI_Deserializer deserializer;
    MI_Class *made = NULL;
    int called = 0;
    MI_Char format[] = MI_T("MI_XML");
    handle.reserved1 = first;
    handle.reserved2 = second;
    before = handle;
    expect("MI_Application_Close", what, MI_Application_Close(&handle));
    expect("MI_Application_NewSession", what,
           MI_Application_NewSession(&handle, NULL, NULL, NULL, NULL, NULL, &session));
    expect("MI_Application_NewInstance", what, MI_Application_NewInstance(&handle, MI_T("A"), NULL, &instance));
    expect("MI_Application_NewDestinationOptions", what, MI_Application_NewDestinationOptions(&handle, &destination));
    expect("MI_Application_NewOperationOptions", what,
           MI_Application_NewOperationOptions(&handle, MI_FALSE, &options));
    expect("MI_Application_NewSubscriptionDeliveryOptions", what,
           MI_Application_NewSubscriptionDeliveryOptions(&handle, MI_SubscriptionDeliveryType_Pull, &delivery));
    expect("NewSerializer", what, handle.ft->NewSerializer(&handle, 0, format, &serializer));
    expect("NewDeserializer", what, handle.ft->NewDeserializer(&handle, 0, format, &deserializer));
    expect("MI_Application_NewInstanceFromClass", what,
           MI_Application_NewInstanceFromClass(&handle, MI_T("A"), NULL, &instance));
    expect("MI_Application_NewClass", what, MI_Application_NewClass(&handle, NULL, NULL, NULL, &made));
    expect("MIX_Application_CloseAsync", what, MIX_Application_CloseAsync(&handle, &called, NULL));
    if (!SAME_BITS(handle, before) || called) bad++;
}

static void session_calls(const char *what, MI_Uint64 first, ptrdiff_t second) {
    MI_Session handle = live_session, before;
    MI_Application application;
    MI_Operation operation;
    Async async;
    int called = 0, zero = first == 0 && second == 0;
    handle.reserved1 = first;
    handle.reserved2 = second;
    before = handle;
    expect("MI_Session_Close", what, MI_Session_Close(&handle, NULL, NULL));
    expect("MI_Session_Close with a completion", what, MI_Session_Close(&handle, &called, never));
    if (called != zero) bad++;
    expect("MI_Session_GetApplication", what, MI_Session_GetApplication(&handle, &application));
    async_init(&async);
    enumerate(&handle, &async, 0, &operation);
    expect("a callback of an operation", what, async.final_result);
    if (async.inline_calls != 1) bad++;
    MI_Operation_Close(&operation);
    subscribe(&handle, NULL, 0, &operation);
    expect("a subscription", what, drain_indications(&operation));
    if (MI_Operation_Close(&operation) != MI_RESULT_OK) bad++;
    MI_Session_GetClass(&handle, 0, NULL, NULL, MI_T("A"), NULL, &operation);
    {
        MI_Result result = MI_RESULT_OK;
        MI_Operation_GetClass(&operation, NULL, NULL, &result, NULL, NULL);
        expect("a class", what, result);
    }
    MI_Operation_Close(&operation);
    if (!SAME_BITS(handle, before)) bad++;
}

static void operation_calls(const char *what, MI_Uint64 first, ptrdiff_t second) {
    MI_Operation handle = live_operation, before;
    MI_Session session;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    handle.reserved1 = first;
    handle.reserved2 = second;
    before = handle;
    expect("MI_Operation_Close", what, MI_Operation_Close(&handle));
    expect("MI_Operation_Cancel", what, MI_Operation_Cancel(&handle, MI_REASON_NONE));
    expect("MI_Operation_GetSession", what, MI_Operation_GetSession(&handle, &session));
    expect("MI_Operation_GetInstance", what, MI_Operation_GetInstance(&handle, NULL, &more, &result, NULL, NULL));
    if (more || result != MI_RESULT_INVALID_PARAMETER) bad++;
    expect("MI_Operation_GetClass", what, MI_Operation_GetClass(&handle, NULL, &more, &result, NULL, NULL));
    expect("MI_Operation_GetIndication", what,
           MI_Operation_GetIndication(&handle, NULL, NULL, NULL, &more, &result, NULL, NULL));
    if (!SAME_BITS(handle, before)) bad++;
}

static const MI_Uint64 words[] = {
    0, 1, 2, 3, 7, 0x7f, 0xff, 0x100, 0xfff, 0x1000, 0xffff, 0x10000, 0x3ffff, 0x40000, 0x7fffffff, 0x80000000u,
    0xffffffffu, 0x100000000ull, 0x7fffffffffffull, 0x800000000000ull, 0xffff800000000000ull, 0x7fffffffffffffffull,
    0x8000000000000000ull, 0xfffffffffffffffeull, 0xffffffffffffffffull, 0xdeadbeefdeadbeefull, 0x5555555555555555ull,
    0xaaaaaaaaaaaaaaaaull,
};
#define WORDS (sizeof words / sizeof words[0])

static void corpus(const char *state) {
    size_t i, j;
    for (i = 0; i < WORDS; i++) {
        for (j = 0; j < WORDS; j += 3) {
            application_calls(state, words[i], (ptrdiff_t)words[j]);
            operation_calls(state, words[i], (ptrdiff_t)words[j]);
            if (j % 2 == 0) session_calls(state, words[i], (ptrdiff_t)words[j]);
        }
    }
    /* Every bit of live keys, one at a time. */
    for (i = 0; i < 64; i++) {
        MI_Uint64 bit = (MI_Uint64)1 << i;
        application_calls(state, live_application.reserved1 ^ bit, live_application.reserved2);
        application_calls(state, live_application.reserved1, live_application.reserved2 ^ (ptrdiff_t)bit);
        session_calls(state, live_session.reserved1 ^ bit, live_session.reserved2);
        session_calls(state, live_session.reserved1, live_session.reserved2 ^ (ptrdiff_t)bit);
        operation_calls(state, live_operation.reserved1 ^ bit, live_operation.reserved2);
        operation_calls(state, live_operation.reserved1, live_operation.reserved2 ^ (ptrdiff_t)bit);
    }
    /* A handle of one kind in another kind's place. */
    application_calls(state, live_session.reserved1, live_session.reserved2);
    application_calls(state, live_operation.reserved1, live_operation.reserved2);
    session_calls(state, live_application.reserved1, live_application.reserved2);
    session_calls(state, live_operation.reserved1, live_operation.reserved2);
    operation_calls(state, live_application.reserved1, live_application.reserved2);
    operation_calls(state, live_session.reserved1, live_session.reserved2);
    printf("%s, wrong answers: %d\n", state, bad);
    bad = 0;
}

int main(void) {
    MI_Application application, first_application;
    MI_Session session;
    MI_Operation operation;
    Acknowledge acknowledge;
    Async async;
    int i;
    quiet_log();
    open_application(&live_application);
    open_session(&live_application, &live_session);
    subscribe(&live_session, NULL, 0, &live_operation);
    corpus("everything open");

    async_init(&async);
    enumerate_few(&live_session, &async, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    acknowledge = async.acknowledge;
    for (i = 0; i < (int)WORDS; i++) {
        MI_Operation forged = operation;
        forged.reserved1 = words[i];
        expect("acknowledgement", "forged", acknowledge(&forged));
    }
    expect("acknowledgement", "NULL", acknowledge(NULL));
    if (acknowledge(&operation) != MI_RESULT_OK) bad++;
    if (MI_Operation_Close(&operation) != MI_RESULT_OK) bad++;
    printf("acknowledgements, wrong answers: %d\n", bad);
    bad = 0;

    /* Copies after the close, as the slots are used again and again. */
    application = live_application;
    session = live_session;
    operation = live_operation;
    REPORT(MI_Operation_Close(&live_operation));
    live_operation = operation;
    for (i = 0; i < 3; i++) {
        subscribe(&live_session, NULL, 0, &operation);
        operation_calls("a stale operation", live_operation.reserved1, live_operation.reserved2);
        MI_Operation_Close(&operation);
    }
    REPORT(close_session(&live_session));
    live_session = session;
    for (i = 0; i < 3; i++) {
        open_session(&live_application, &session);
        session_calls("a stale session", live_session.reserved1, live_session.reserved2);
        close_session(&session);
    }
    REPORT(MI_Application_Close(&live_application));
    live_application = first_application = application;
    for (i = 0; i < 3; i++) {
        open_application(&application);
        application_calls("a stale application", live_application.reserved1, live_application.reserved2);
        MI_Application_Close(&application);
    }
    expect("acknowledgement", "a stale operation", acknowledge(&async.copy));
    printf("copies after the close, wrong answers: %d\n", bad);
    bad = 0;
    corpus("everything closed");
    application_calls("a stale application", first_application.reserved1, first_application.reserved2);
    operation_calls("a stale operation", live_operation.reserved1, live_operation.reserved2);
    session_calls("a stale session", live_session.reserved1, live_session.reserved2);
    printf("copies for ever, wrong answers: %d\n", bad);
    SHOW_HOLDS(calls > 1000);
    return 0;
}
