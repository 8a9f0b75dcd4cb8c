/* A WMI of the test's own, in its process: the library's CoCreateInstance finds it there. It prints each call with all of
   its arguments, and answers what the test has put into `script`. */
#ifndef C_TESTS_SCRIPT_SERVICES_H
#define C_TESTS_SCRIPT_SERVICES_H

#include "object.h"

static struct {
    SRWLOCK lock;
    CONDITION_VARIABLE changed;
    /* What GetObject finds, by relative path. */
    Object *stored[32];
    int stored_count;
    /* What lists and notifications bring, in pieces of `page` where that is not 0. A notification does not end. */
    Object *listed[64];
    int listed_count, page;
    /* What PutInstance and ExecMethod answer. */
    const WCHAR *path;
    Object *output;
    /* How the next call fails: at once, or later as the status of what goes on by itself; ConnectServer has its own. */
    HRESULT at_once, later, at_connect;
    /* What WMI says with a failure: a sentence, or an object with one. */
    const WCHAR *said;
    Object *said_object;
    /* Calls that are under way do not end, and lists bring nothing, until this is 0. */
    int held;
    /* How many times somebody asked in vain; how many objects went out; calls and lists that somebody holds. */
    int asked, given, under_way;
    /* Nothing is printed, where several calls run at a time. */
    int silent;
    /* The blankets of proxies are printed too. */
    int blankets;
} script;

#define SAY(...)                                \
    do {                                        \
        if (!script.silent) printf(__VA_ARGS__); \
    } while (0)

static inline void script_changed(void) {
    WakeAllConditionVariable(&script.changed);
}

/* Waits until the condition holds. */
#define SCRIPT_UNTIL(CONDITION)                                                                  \
    do {                                                                                         \
        AcquireSRWLockExclusive(&script.lock);                                                   \
        while (!(CONDITION)) SleepConditionVariableSRW(&script.changed, &script.lock, INFINITE, 0); \
        ReleaseSRWLockExclusive(&script.lock);                                                   \
    } while (0)

#define SCRIPT_SET(STATEMENT)                    \
    do {                                         \
        AcquireSRWLockExclusive(&script.lock);   \
        STATEMENT;                               \
        ReleaseSRWLockExclusive(&script.lock);   \
        script_changed();                        \
    } while (0)

static inline const char *bstr_shown(const WCHAR *text) {
    return text == NULL ? "-" : shown_wide((const MI_Char *)text);
}

/* What WMI leaves on the thread with a failure. */
typedef struct Said {
    IErrorInfo face;
    LONG references;
    Object *object;
    const WCHAR *text;
} Said;

static inline HRESULT STDMETHODCALLTYPE said_query(IErrorInfo *face, REFIID iid, void **out) {
    Said *said = (Said *)face;
    *out = NULL;
    if (IsEqualGUID(iid, &IID_IWbemClassObject)) *out = held(said->object);
    else if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IErrorInfo)) {
        IErrorInfo_AddRef(face);
        *out = face;
    }
    return *out == NULL ? E_NOINTERFACE : S_OK;
}

static inline ULONG STDMETHODCALLTYPE said_add(IErrorInfo *face) {
    return (ULONG)InterlockedIncrement(&((Said *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE said_release(IErrorInfo *face) {
    LONG left = InterlockedDecrement(&((Said *)face)->references);
    if (left == 0) {
        free(face);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline HRESULT STDMETHODCALLTYPE said_description(IErrorInfo *face, BSTR *text) {
    *text = SysAllocString(((Said *)face)->text);
    return S_OK;
}

static inline HRESULT fail(HRESULT status) {
    static IErrorInfoVtbl table = {.QueryInterface = said_query, .AddRef = said_add, .Release = said_release,
        .GetGUID = UNSCRIPTED, .GetSource = UNSCRIPTED, .GetDescription = said_description, .GetHelpFile = UNSCRIPTED,
        .GetHelpContext = UNSCRIPTED};
    Said *said;
    if (SUCCEEDED(status) || (script.said == NULL && script.said_object == NULL)) return status;
    said = calloc(1, sizeof *said);
    *said = (Said){{&table}, 1, script.said_object, script.said};
    InterlockedIncrement(&living);
    SetErrorInfo(0, &said->face);
    said_release(&said->face);
    return status;
}

/* The failure that the test wants of the next call, once. */
static inline HRESULT taken(HRESULT *failure) {
    HRESULT status = *failure;
    *failure = S_OK;
    return status;
}

/* The calling thread's own, or the process's. */
static inline const char *acting_as(void) {
    HANDLE token = NULL;
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token)) return "";
    CloseHandle(token);
    return ", in the name of another";
}

/* The security of a proxy. */
typedef struct Secured {
    IClientSecurity face;
    LONG references;
    const char *of;
} Secured;

static inline HRESULT STDMETHODCALLTYPE secured_query(IClientSecurity *face, REFIID iid, void **out) {
    (void)iid;
    IClientSecurity_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE secured_add(IClientSecurity *face) {
    return (ULONG)InterlockedIncrement(&((Secured *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE secured_release(IClientSecurity *face) {
    LONG left = InterlockedDecrement(&((Secured *)face)->references);
    if (left == 0) {
        free(face);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline const char *service_shown(DWORD service) {
    return service == RPC_C_AUTHN_DEFAULT ? "default" : service == RPC_C_AUTHN_NONE ? "none" : "another";
}

static inline HRESULT STDMETHODCALLTYPE secured_set(IClientSecurity *face, IUnknown *proxy, DWORD service, DWORD authorization,
                                                    OLECHAR *principal, DWORD level, DWORD impersonation, void *identity,
                                                    DWORD capabilities) {
    (void)proxy;
    if (!script.blankets) return S_OK;
    SAY("    SetBlanket of %s: service %s, %s, principal %s, level %lu, impersonation %lu, ", ((Secured *)face)->of,
        service_shown(service), service_shown(authorization),
        principal == COLE_DEFAULT_PRINCIPAL ? "default" : bstr_shown(principal), level, impersonation);
    if (identity == COLE_DEFAULT_AUTHINFO) SAY("default identity");
    else if (identity == NULL) SAY("no identity");
    else {
        const COAUTHIDENTITY *who = identity;
        SAY("identity %s (%lu) in %s (%lu) with %s (%lu), form %lu", bstr_shown(who->User), who->UserLength, bstr_shown(who->Domain),
            who->DomainLength, bstr_shown(who->Password), who->PasswordLength, who->Flags);
    }
    SAY(", capabilities %lu\n", capabilities);
    return S_OK;
}

/* The proxy manager has the interfaces; a blanket is one interface's, so it is shown whose. */
static inline HRESULT secured(const char *of, void **out) {
    static IClientSecurityVtbl table = {.QueryInterface = secured_query, .AddRef = secured_add, .Release = secured_release,
        .QueryBlanket = UNSCRIPTED, .SetBlanket = secured_set, .CopyProxy = UNSCRIPTED};
    Secured *made = calloc(1, sizeof *made);
    *made = (Secured){{&table}, 1, of};
    InterlockedIncrement(&living);
    *out = &made->face;
    return S_OK;
}

/* The values of a context. The library makes one by CoCreateInstance. */
typedef struct Context {
    IWbemContext face;
    LONG references;
    Named *values;
    int count;
} Context;

static inline HRESULT STDMETHODCALLTYPE context_query(IWbemContext *face, REFIID iid, void **out) {
    (void)iid;
    IWbemContext_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE context_add(IWbemContext *face) {
    return (ULONG)InterlockedIncrement(&((Context *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE context_release(IWbemContext *face) {
    Context *context = (Context *)face;
    LONG left = InterlockedDecrement(&context->references);
    if (left == 0) {
        release_all(context->values, context->count);
        free(context);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline HRESULT STDMETHODCALLTYPE context_set(IWbemContext *face, LPCWSTR name, LONG flags, VARIANT *value) {
    Context *context = (Context *)face;
    VARIANT copy = v_null();
    (void)flags;
    VariantCopy(&copy, value);
    append(&context->values, &context->count, name, copy);
    return S_OK;
}

static inline void *context_new(void) {
    static IWbemContextVtbl table = {.QueryInterface = context_query, .AddRef = context_add, .Release = context_release,
        .Clone = UNSCRIPTED, .GetNames = UNSCRIPTED, .BeginEnumeration = UNSCRIPTED, .Next = UNSCRIPTED,
        .EndEnumeration = UNSCRIPTED, .SetValue = context_set, .GetValue = UNSCRIPTED, .DeleteValue = UNSCRIPTED,
        .DeleteAll = UNSCRIPTED};
    Context *made = calloc(1, sizeof *made);
    made->face.lpVtbl = &table;
    made->references = 1;
    InterlockedIncrement(&living);
    return made;
}

/* ` flag|flag, context {name = value}`. `low` is what the lowest two bits mean: it is not the same for every call. */
static inline void say_how(LONG flags, const char *low1, const char *low2, IWbemContext *face) {
    Context *context = (Context *)face;
    const LONG known = 3 | WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_USE_AMENDED_QUALIFIERS;
    int i;
    if (script.silent) return;
    printf(" [%s%s%s%s%s%s]", flags & 1 ? low1 : "", flags & 2 ? low2 : "",
           flags & WBEM_FLAG_RETURN_IMMEDIATELY ? " immediately" : "", flags & WBEM_FLAG_FORWARD_ONLY ? " forward" : "",
           flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS ? " amended" : "", flags & ~known ? " AND MORE" : "");
    if (context != NULL) printf(" context");
    for (i = 0; context != NULL && i < context->count; i++) {
        printf(" %s = (%d) ", bstr_shown(context->values[i].name), context->values[i].value.vt);
        print_variant(&context->values[i].value);
    }
    printf("%s\n", acting_as());
}

/* Waits for as long as the caller does, or until calls may end: false where they may not. The lock is held. */
static inline int may_end(LONG timeout) {
    if (script.held && timeout != 0) SleepConditionVariableSRW(&script.changed, &script.lock, (DWORD)timeout, 0);
    if (script.held) script.asked++;
    return !script.held;
}

/* A call that goes on by itself. */
typedef struct Result {
    IWbemCallResult face;
    LONG references;
    HRESULT status;
    Object *object;
    const WCHAR *path;
} Result;

static inline HRESULT STDMETHODCALLTYPE result_query(IWbemCallResult *face, REFIID iid, void **out) {
    if (IsEqualGUID(iid, &IID_IClientSecurity)) return secured("IWbemCallResult", out);
    IWbemCallResult_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE result_add(IWbemCallResult *face) {
    return (ULONG)InterlockedIncrement(&((Result *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE result_release(IWbemCallResult *face) {
    Result *result = (Result *)face;
    LONG left = InterlockedDecrement(&result->references);
    if (left == 0) {
        object_drop(result->object);
        free(result);
        InterlockedDecrement(&living);
        SCRIPT_SET(script.under_way--);
    }
    return (ULONG)left;
}

static inline HRESULT STDMETHODCALLTYPE result_status(IWbemCallResult *face, LONG timeout, LONG *status) {
    int over;
    AcquireSRWLockExclusive(&script.lock);
    over = may_end(timeout);
    ReleaseSRWLockExclusive(&script.lock);
    script_changed();
    if (!over) return WBEM_S_TIMEDOUT;
    *status = ((Result *)face)->status;
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE result_object(IWbemCallResult *face, LONG timeout, IWbemClassObject **out) {
    Result *result = (Result *)face;
    (void)timeout;
    *out = NULL;
    if (FAILED(result->status)) return fail(result->status);
    *out = held(result->object);
    return *out == NULL ? (HRESULT)WBEM_E_INVALID_OPERATION : S_OK;
}

static inline HRESULT STDMETHODCALLTYPE result_text(IWbemCallResult *face, LONG timeout, BSTR *out) {
    Result *result = (Result *)face;
    (void)timeout;
    *out = NULL;
    if (FAILED(result->status)) return fail(result->status);
    if (result->path == NULL) return WBEM_E_INVALID_OPERATION;
    *out = SysAllocString(result->path);
    return S_OK;
}

/* What a semi-synchronous call answers. It takes nothing. */
static inline HRESULT under_way(HRESULT status, Object *object, const WCHAR *path, IWbemCallResult **out) {
    static IWbemCallResultVtbl table = {.QueryInterface = result_query, .AddRef = result_add, .Release = result_release,
        .GetResultObject = result_object, .GetResultString = result_text, .GetResultServices = UNSCRIPTED,
        .GetCallStatus = result_status};
    HRESULT at_once = taken(&script.at_once), later = taken(&script.later);
    Result *made;
    if (FAILED(at_once)) return fail(at_once);
    made = calloc(1, sizeof *made);
    *made = (Result){{&table}, 1, FAILED(later) ? later : status, object, path};
    if (object != NULL) object_add(&object->face);
    InterlockedIncrement(&living);
    SCRIPT_SET(script.under_way++);
    *out = &made->face;
    return S_OK;
}

/* A list, or the notifications that come. */
typedef struct Enumerator {
    IEnumWbemClassObject face;
    LONG references;
    HRESULT end;
    int at, endless;
} Enumerator;

static inline HRESULT STDMETHODCALLTYPE enumerator_query(IEnumWbemClassObject *face, REFIID iid, void **out) {
    if (IsEqualGUID(iid, &IID_IClientSecurity)) return secured("IEnumWbemClassObject", out);
    IEnumWbemClassObject_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE enumerator_add(IEnumWbemClassObject *face) {
    return (ULONG)InterlockedIncrement(&((Enumerator *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE enumerator_release(IEnumWbemClassObject *face) {
    LONG left = InterlockedDecrement(&((Enumerator *)face)->references);
    if (left == 0) {
        free(face);
        InterlockedDecrement(&living);
        SCRIPT_SET(script.under_way--);
    }
    return (ULONG)left;
}

/* As many as are asked for; fewer with TIMEDOUT where a page or what there is ends, and with FALSE at the end. */
static inline HRESULT STDMETHODCALLTYPE enumerator_next(IEnumWbemClassObject *face, LONG timeout, ULONG count,
                                                        IWbemClassObject **out, ULONG *returned) {
    Enumerator *list = (Enumerator *)face;
    HRESULT status = S_OK;
    *returned = 0;
    AcquireSRWLockExclusive(&script.lock);
    if (!may_end(timeout)) status = WBEM_S_TIMEDOUT;
    while (status == S_OK && *returned < count) {
        if (list->at == script.listed_count) {
            if (!list->endless || FAILED(list->end)) {
                status = list->end;
                break;
            }
            if (*returned == 0) SleepConditionVariableSRW(&script.changed, &script.lock, (DWORD)timeout, 0);
            if (list->at == script.listed_count) {
                status = WBEM_S_TIMEDOUT;
                script.asked++;
                break;
            }
        }
        out[(*returned)++] = held(script.listed[list->at++]);
        script.given++;
        if (script.page != 0 && list->at % script.page == 0 && *returned < count) status = WBEM_S_TIMEDOUT;
    }
    ReleaseSRWLockExclusive(&script.lock);
    script_changed();
    return FAILED(status) ? fail(status) : status;
}

static inline HRESULT enumerator(int endless, IEnumWbemClassObject **out) {
    static IEnumWbemClassObjectVtbl table = {.QueryInterface = enumerator_query, .AddRef = enumerator_add,
        .Release = enumerator_release, .Reset = UNSCRIPTED, .Next = enumerator_next, .NextAsync = UNSCRIPTED, .Clone = UNSCRIPTED,
        .Skip = UNSCRIPTED};
    HRESULT at_once = taken(&script.at_once), later = taken(&script.later);
    Enumerator *made;
    if (FAILED(at_once)) return fail(at_once);
    made = calloc(1, sizeof *made);
    *made = (Enumerator){{&table}, 1, FAILED(later) ? later : (HRESULT)WBEM_S_FALSE, 0, endless};
    InterlockedIncrement(&living);
    SCRIPT_SET(script.under_way++);
    *out = &made->face;
    return S_OK;
}

/* The services of a namespace. */
typedef struct Services {
    IWbemServices face;
    LONG references;
} Services;

static inline HRESULT STDMETHODCALLTYPE services_query(IWbemServices *face, REFIID iid, void **out) {
    if (IsEqualGUID(iid, &IID_IClientSecurity)) return secured("IWbemServices", out);
    IWbemServices_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE services_add(IWbemServices *face) {
    return (ULONG)InterlockedIncrement(&((Services *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE services_release(IWbemServices *face) {
    LONG left = InterlockedDecrement(&((Services *)face)->references);
    if (left == 0) {
        free(face);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline HRESULT STDMETHODCALLTYPE services_object(IWbemServices *face, const BSTR path, LONG flags, IWbemContext *context,
                                                        IWbemClassObject **object, IWbemCallResult **result) {
    WCHAR known[1024];
    int i;
    (void)face, (void)object;
    SAY("    GetObject %s", bstr_shown(path));
    say_how(flags, " 1", " 2", context);
    for (i = 0; i < script.stored_count; i++)
        if (relative_path(script.stored[i], known) && lstrcmpiW(known, path) == 0)
            return under_way(S_OK, script.stored[i], NULL, result);
    return under_way(WBEM_E_NOT_FOUND, NULL, NULL, result);
}

static inline HRESULT STDMETHODCALLTYPE services_put(IWbemServices *face, IWbemClassObject *object, LONG flags,
                                                     IWbemContext *context, IWbemCallResult **result) {
    (void)face;
    SAY("    PutInstance ");
    if (!script.silent) print_members((Object *)object);
    say_how(flags, " update", " create", context);
    return under_way(S_OK, NULL, script.path, result);
}

static inline HRESULT STDMETHODCALLTYPE services_delete(IWbemServices *face, const BSTR path, LONG flags, IWbemContext *context,
                                                        IWbemCallResult **result) {
    (void)face;
    SAY("    DeleteInstance %s", bstr_shown(path));
    say_how(flags, " 1", " 2", context);
    return under_way(S_OK, NULL, NULL, result);
}

static inline HRESULT STDMETHODCALLTYPE services_method(IWbemServices *face, const BSTR path, const BSTR name, LONG flags,
                                                        IWbemContext *context, IWbemClassObject *input, IWbemClassObject **output,
                                                        IWbemCallResult **result) {
    (void)face, (void)output;
    SAY("    ExecMethod %s of %s with ", bstr_shown(name), bstr_shown(path));
    if (input == NULL) SAY("nothing");
    else if (!script.silent) print_members((Object *)input);
    say_how(flags, " 1", " 2", context);
    return under_way(S_OK, script.output, NULL, result);
}

static inline HRESULT STDMETHODCALLTYPE services_instances(IWbemServices *face, const BSTR class, LONG flags, IWbemContext *context,
                                                           IEnumWbemClassObject **out) {
    (void)face;
    SAY("    CreateInstanceEnum %s", bstr_shown(class));
    say_how(flags, " shallow", " 2", context);
    return enumerator(0, out);
}

static inline HRESULT STDMETHODCALLTYPE services_classes(IWbemServices *face, const BSTR class, LONG flags, IWbemContext *context,
                                                         IEnumWbemClassObject **out) {
    (void)face;
    SAY("    CreateClassEnum %s", bstr_shown(class));
    say_how(flags, " shallow", " 2", context);
    return enumerator(0, out);
}

static inline HRESULT STDMETHODCALLTYPE services_query_language(IWbemServices *face, const BSTR language, const BSTR text, LONG flags,
                                                                IWbemContext *context, IEnumWbemClassObject **out) {
    (void)face;
    SAY("    ExecQuery %s: %s", bstr_shown(language), bstr_shown(text));
    say_how(flags, " 1", " prototype", context);
    return enumerator(0, out);
}

static inline HRESULT STDMETHODCALLTYPE services_notifications(IWbemServices *face, const BSTR language, const BSTR text, LONG flags,
                                                               IWbemContext *context, IEnumWbemClassObject **out) {
    (void)face;
    SAY("    ExecNotificationQuery %s: %s", bstr_shown(language), bstr_shown(text));
    say_how(flags, " 1", " 2", context);
    return enumerator(1, out);
}

static inline IWbemServices *services_new(void) {
    static IWbemServicesVtbl table = {.QueryInterface = services_query, .AddRef = services_add, .Release = services_release,
        .OpenNamespace = UNSCRIPTED, .CancelAsyncCall = UNSCRIPTED, .QueryObjectSink = UNSCRIPTED, .GetObject = services_object,
        .GetObjectAsync = UNSCRIPTED, .PutClass = UNSCRIPTED, .PutClassAsync = UNSCRIPTED, .DeleteClass = UNSCRIPTED,
        .DeleteClassAsync = UNSCRIPTED, .CreateClassEnum = services_classes, .CreateClassEnumAsync = UNSCRIPTED,
        .PutInstance = services_put, .PutInstanceAsync = UNSCRIPTED, .DeleteInstance = services_delete,
        .DeleteInstanceAsync = UNSCRIPTED, .CreateInstanceEnum = services_instances, .CreateInstanceEnumAsync = UNSCRIPTED,
        .ExecQuery = services_query_language, .ExecQueryAsync = UNSCRIPTED, .ExecNotificationQuery = services_notifications,
        .ExecNotificationQueryAsync = UNSCRIPTED, .ExecMethod = services_method, .ExecMethodAsync = UNSCRIPTED};
    Services *made = calloc(1, sizeof *made);
    made->face.lpVtbl = &table;
    made->references = 1;
    InterlockedIncrement(&living);
    return &made->face;
}

/* The locator, the classes' factories: they are there as long as the process. */

static inline HRESULT STDMETHODCALLTYPE locator_query(IWbemLocator *face, REFIID iid, void **out) {
    (void)iid;
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE always(IWbemLocator *face) {
    (void)face;
    return 2;
}

static inline HRESULT STDMETHODCALLTYPE locator_connect(IWbemLocator *face, const BSTR resource, const BSTR user, const BSTR password,
                                                        const BSTR locale, LONG flags, const BSTR authority, IWbemContext *context,
                                                        IWbemServices **out) {
    HRESULT status = taken(&script.at_connect);
    (void)face;
    SAY("    ConnectServer %s user %s password %s locale %s authority %s%s", bstr_shown(resource), bstr_shown(user),
        bstr_shown(password), bstr_shown(locale), bstr_shown(authority),
        flags == WBEM_FLAG_CONNECT_USE_MAX_WAIT ? "" : " FOR EVER");
    say_how(0, "", "", context);
    if (FAILED(status)) return fail(status);
    *out = services_new();
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE factory_query(IClassFactory *face, REFIID iid, void **out) {
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IClassFactory)) {
        *out = NULL;
        return E_NOINTERFACE;
    }
    *out = face;
    return S_OK;
}

static IWbemLocator locator;

static inline HRESULT STDMETHODCALLTYPE factory_locator(IClassFactory *face, IUnknown *outer, REFIID iid, void **out) {
    (void)face, (void)outer, (void)iid;
    *out = &locator;
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE factory_context(IClassFactory *face, IUnknown *outer, REFIID iid, void **out) {
    (void)face, (void)outer, (void)iid;
    *out = context_new();
    return S_OK;
}

/* The calling thread keeps the multithreaded apartment, in which the classes are found. */
static inline void script_begin(void) {
    static IWbemLocatorVtbl table = {locator_query, always, always, locator_connect};
    static IClassFactoryVtbl tables[2] = {{factory_query, (void *)always, (void *)always, factory_locator, UNSCRIPTED},
                                          {factory_query, (void *)always, (void *)always, factory_context, UNSCRIPTED}};
    static IClassFactory factories[2] = {{&tables[0]}, {&tables[1]}};
    const CLSID *const classes[2] = {&CLSID_WbemLocator, &CLSID_WbemContext};
    DWORD registered;
    int i;
    locator.lpVtbl = &table;
    InitializeSRWLock(&script.lock);
    InitializeConditionVariable(&script.changed);
    if (FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED))) exit(1);
    for (i = 0; i < 2; i++)
        if (FAILED(CoRegisterClassObject(classes[i], (IUnknown *)&factories[i], CLSCTX_INPROC_SERVER, REGCLS_MULTIPLEUSE,
                                         &registered))) {
            printf("the test's classes cannot be registered\n");
            exit(1);
        }
}

/* It takes the object. */
static inline void store(Object *object) {
    script.stored[script.stored_count++] = object;
}

static inline void list(Object *object) {
    SCRIPT_SET(script.listed[script.listed_count++] = object);
}

/* Keeps so many of what lists bring. */
static inline void script_listed(int count) {
    while (script.listed_count > count) object_drop(script.listed[--script.listed_count]);
}

/* Lets go of everything that the test put there. */
static inline void script_clear(void) {
    int i;
    script_listed(0);
    for (i = 0; i < script.stored_count; i++) object_drop(script.stored[i]);
    object_drop(script.output);
    object_drop(script.said_object);
    script.stored_count = script.page = 0;
    script.output = script.said_object = NULL;
    script.path = script.said = NULL;
}

#endif
