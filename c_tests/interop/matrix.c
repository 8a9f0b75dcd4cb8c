/*
 * Every operation against a real server, by getters and by callbacks, and a matrix of what came. The destination is in
 * the environment (see `make interop`): MI_HOST, MI_USER, MI_PASSWORD, MI_DOMAIN, MI_PORT, MI_TRANSPORT (http, https),
 * MI_AUTH (basic, negotiate, kerberos, ntlm, certificate ...), MI_PREFIX, MI_CHECKS=no, MI_NAMESPACE and MI_CLASS (for
 * servers without one of the classes below; MI_QUERY and MI_ASSOCIATION go with them), MI_WRITE=yes (on Windows: creates and deletes an environment variable),
 * MI_DELIVERY (the name or address, and perhaps the port, by which the server reaches this machine).
 * Ends with 1 where an operation failed that the server should know.
 */
#include "remote.h"

/* What there is to ask a kind of server for. NULL: nothing, so the row says so. */
typedef struct Profile {
    const char *name, *space, *of;
    const char *query;        /* its first result is what the operations on one instance are about */
    const char *association;  /* of that instance */
    const char *method_class, *method, *argument, *value; /* a static method with one string */
    const char *talk_class;   /* has a method Talk that sends messages and asks */
    const char *created, *created_key, *changed; /* a class to create an instance of, its key and a text of it */
    const char *events, *fire_class;
    int lists_no_classes;
} Profile;

static const Profile profiles[] = {
    {"test server", "root/test", "Test_Person", "SELECT * FROM Test_Person WHERE Name = 'Ann'", "Test_Member",
     "Test_Methods", "Echo", "v_string", "<said> & \"quoted\"", "Test_Methods", "Test_Person", "Name", "Caption",
     "SELECT * FROM Test_Indication", "Test_Methods", 0},
    {"Windows", "root/cimv2", "Win32_Service", "SELECT * FROM Win32_Service WHERE Name = 'WinRM'",
     "Win32_DependentService", "StdRegProv", "EnumKey", "sSubKeyName", "SOFTWARE", NULL, "Win32_Environment", "Name",
     "VariableValue",
     "SELECT * FROM __InstanceModificationEvent WITHIN 1 WHERE TargetInstance ISA 'Win32_LocalTime'", NULL, 0},
    {"OMI", "root/omi", "OMI_Identify", "SELECT * FROM OMI_Identify", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
     NULL, NULL, NULL, 1},
};

static int failures = 0;

static MI_Instance *made(const char *class_name) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, class_name, NULL, &instance));
    return instance;
}

static void add_text(MI_Instance *instance, const char *name, const char *text, MI_Uint32 flags) {
    MI_Value value;
    value.string = (MI_Char *)text;
    NEED(MI_Instance_AddElement(instance, name, &value, MI_STRING, flags));
}

static void heading(void) {
    printf("%-28s %-24s %-24s %8s\n", "operation", "by getters", "by callbacks", "objects");
}

static void absent(const char *name, const char *why) {
    printf("%-28s %s\n", name, why);
}

/* A subscription ends well when it is cancelled after enough indications. */
static MI_Result verdict(const Call *call, const Outcome *outcome) {
    return call->enough != 0 && outcome->cancelled ? MI_RESULT_OK : outcome->result;
}

static void print_row(const char *name, MI_Result by_getters, MI_Result by_callbacks, int objects, int good,
                      const Outcome *first, const Outcome *second) {
    failures += !good;
    printf("%-28s %-24s %-24s %8d%s\n", name, result_name(by_getters), result_name(by_callbacks), objects,
           good ? "" : "   <- not as it should be");
    if (!good) {
        printf("    %s\n    %s\n", first->text, second->text);
    }
}

/* Runs a call both ways and prints a row. `wanted`: what both should answer. The first object, to be deleted. */
static MI_Instance *row(const char *name, const Call *call, MI_Result wanted) {
    Outcome by_getters, by_callbacks;
    MI_Instance *first;
    int good;
    outcome_init(&by_getters);
    outcome_init(&by_callbacks);
    run_synchronous(call, &by_getters);
    run_asynchronous(call, &by_callbacks);
    good = verdict(call, &by_getters) == wanted && verdict(call, &by_callbacks) == wanted;
    good = good && by_getters.finals == 1 && by_callbacks.finals == 1;
    good = good && (call->enough != 0 || by_getters.objects == by_callbacks.objects);
    print_row(name, verdict(call, &by_getters), verdict(call, &by_callbacks),
              by_getters.cancelled ? call->enough : by_getters.objects, good, &by_getters, &by_callbacks);
    if (call->talkative) {
        printf("    %d messages, %d times progress, %d streamed, %d questions\n", by_callbacks.messages,
               by_callbacks.progress, by_callbacks.streamed, by_callbacks.asked);
    }
    first = by_getters.first;
    by_getters.first = NULL;
    outcome_clear(&by_getters);
    outcome_clear(&by_callbacks);
    return first;
}

static void forget(MI_Instance *instance) {
    if (instance != NULL) {
        MI_Instance_Delete(instance);
    }
}

static Call call_in(const Profile *profile, Verb verb) {
    Call call;
    memset(&call, 0, sizeof call);
    call.verb = verb;
    call.space = profile->space;
    call.of = profile->of;
    return call;
}

/* The server's kind: the first profile whose class it has. */
static const Profile *find_profile(void) {
    static Profile own;
    size_t at;
    if (variable("MI_CLASS") != NULL) {
        own.name = "as asked for";
        own.space = variable("MI_NAMESPACE");
        own.of = variable("MI_CLASS");
        own.query = variable("MI_QUERY");
        own.association = variable("MI_ASSOCIATION");
        return &own;
    }
    for (at = 0; at < sizeof profiles / sizeof *profiles; at++) {
        Call call = call_in(&profiles[at], NAMES);
        Outcome outcome;
        MI_Result result;
        outcome_init(&outcome);
        run_synchronous(&call, &outcome);
        result = outcome.result;
        if (result != MI_RESULT_OK && at == 0) {
            printf("%s\n", outcome.text);
        }
        outcome_clear(&outcome);
        if (result == MI_RESULT_OK) {
            return &profiles[at];
        }
    }
    return NULL;
}

static void instances(const Profile *profile) {
    Call call = call_in(profile, ENUMERATE);
    MI_Instance *subject = row("EnumerateInstances", &call, MI_RESULT_OK), *found;
    call = call_in(profile, NAMES);
    forget(row("EnumerateInstances, keys", &call, MI_RESULT_OK));
    call = call_in(profile, ENUMERATE);
    call.of = "Interop_NoSuchClass";
    forget(row("... of no class", &call, MI_RESULT_INVALID_CLASS));
    if (profile->query != NULL) {
        call = call_in(profile, QUERY);
        call.text = profile->query;
        forget(subject);
        subject = row("QueryInstances", &call, MI_RESULT_OK);
        call.text = "SELECT FROM";
        forget(row("... malformed", &call, MI_RESULT_INVALID_QUERY));
    }
    if (subject == NULL) {
        absent("GetInstance", "there is no instance");
        return;
    }
    call = call_in(profile, GET);
    call.instance = subject;
    found = row("GetInstance", &call, MI_RESULT_OK);
    forget(found);
    if (profile->association != NULL) {
        call.verb = ASSOCIATORS;
        call.text = profile->association;
        forget(row("AssociatorInstances", &call, MI_RESULT_OK));
        call.verb = REFERENCES;
        forget(row("ReferenceInstances", &call, MI_RESULT_OK));
    } else {
        absent("AssociatorInstances", "no association is known of");
        absent("ReferenceInstances", "no association is known of");
    }
    forget(subject);
}

static void methods(const Profile *profile) {
    Call call = call_in(profile, INVOKE);
    MI_Instance *parameters;
    MI_Value value;
    if (profile->method == NULL) {
        absent("Invoke", "no method is known of");
        return;
    }
    parameters = made("__PARAMETERS");
    add_text(parameters, profile->argument, profile->value, 0);
    call.of = profile->method_class;
    call.method = profile->method;
    call.parameters = parameters;
    forget(row("Invoke", &call, MI_RESULT_OK));
    forget(parameters);
    if (profile->talk_class == NULL) {
        absent("Invoke, streamed", "no method that streams is known of");
        return;
    }
    parameters = made("__PARAMETERS");
    value.uint32 = 2;
    NEED(MI_Instance_AddElement(parameters, "Rounds", &value, MI_UINT32, 0));
    call.of = profile->talk_class;
    call.method = "Talk";
    call.parameters = parameters;
    call.talkative = 1;
    forget(row("Invoke, streamed", &call, MI_RESULT_OK));
    forget(parameters);
}

/* One instance is made, changed and deleted: a life by getters, another by callbacks. */
static void writes(const Profile *profile) {
    static const Verb verbs[5] = {CREATE, CREATE, MODIFY, DELETE, DELETE};
    static const char *const names[5] = {"CreateInstance", "... again", "ModifyInstance", "DeleteInstance",
                                         "... again"};
    static const MI_Result wanted[5] = {MI_RESULT_OK, MI_RESULT_ALREADY_EXISTS, MI_RESULT_OK, MI_RESULT_OK,
                                        MI_RESULT_NOT_FOUND};
    Outcome outcomes[2][5];
    Call call = call_in(profile, CREATE);
    MI_Instance *instance;
    int at, way;
    if (profile->created == NULL || (is(profile->name, "Windows") && !is(variable("MI_WRITE"), "yes"))) {
        absent("CreateInstance", profile->created == NULL ? "no class is known of" : "not without MI_WRITE=yes");
        return;
    }
    instance = made(profile->created);
    add_text(instance, profile->created_key, "libmi_interop", MI_FLAG_KEY);
    if (is(profile->name, "Windows")) {
        add_text(instance, "UserName", "<SYSTEM>", MI_FLAG_KEY);
    }
    add_text(instance, profile->changed, "a <text> & more", 0);
    call.instance = instance;
    for (way = 0; way < 2; way++) {
        for (at = 0; at < 5; at++) {
            outcome_init(&outcomes[way][at]);
            call.verb = verbs[at];
            (way == 0 ? run_synchronous : run_asynchronous)(&call, &outcomes[way][at]);
        }
    }
    for (at = 0; at < 5; at++) {
        Outcome *by_getters = &outcomes[0][at], *by_callbacks = &outcomes[1][at];
        print_row(names[at], by_getters->result, by_callbacks->result, by_getters->objects,
                  by_getters->result == wanted[at] && by_callbacks->result == wanted[at], by_getters, by_callbacks);
        outcome_clear(by_getters);
        outcome_clear(by_callbacks);
    }
    forget(instance);
}

/* Makes indications until nobody waits for them any more. */
typedef struct Trigger {
    const Profile *profile;
    int stop;
    pthread_mutex_t lock;
} Trigger;

static void *fire(void *context) {
    Trigger *trigger = (Trigger *)context;
    Call call = call_in(trigger->profile, INVOKE);
    int stop = 0;
    call.of = trigger->profile->fire_class;
    call.method = "Fire";
    while (!stop) {
        Outcome outcome;
        outcome_init(&outcome);
        run_synchronous(&call, &outcome);
        outcome_clear(&outcome);
        pthread_mutex_lock(&trigger->lock);
        stop = trigger->stop;
        pthread_mutex_unlock(&trigger->lock);
    }
    return NULL;
}

static void subscribed(const char *name, const Profile *profile, MI_SubscriptionDeliveryOptions *delivery,
                       MI_Result wanted) {
    Call call = call_in(profile, SUBSCRIBE);
    Trigger trigger;
    pthread_t thread;
    call.text = profile->events;
    call.delivery = delivery;
    call.enough = 2;
    trigger.profile = profile;
    trigger.stop = 0;
    pthread_mutex_init(&trigger.lock, NULL);
    if (profile->fire_class != NULL && pthread_create(&thread, NULL, fire, &trigger) != 0) {
        exit(1);
    }
    forget(row(name, &call, wanted));
    pthread_mutex_lock(&trigger.lock);
    trigger.stop = 1;
    pthread_mutex_unlock(&trigger.lock);
    if (profile->fire_class != NULL) {
        pthread_join(thread, NULL);
    }
    pthread_mutex_destroy(&trigger.lock);
}

static void subscriptions(const Profile *profile) {
    MI_SubscriptionDeliveryOptions push = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    /* The test server has no push delivery, and says so. */
    int local = is(profile->name, "test server");
    if (profile->events == NULL) {
        absent("Subscribe", "no events are known of");
        return;
    }
    subscribed("Subscribe, pull", profile, NULL, MI_RESULT_OK);
    if (!local && variable("MI_DELIVERY") == NULL) {
        absent("Subscribe, push", "not without MI_DELIVERY");
        return;
    }
    NEED(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Push, &push));
    if (variable("MI_DELIVERY") != NULL) {
        NEED(MI_SubscriptionDeliveryOptions_SetDeliveryDestination(&push, variable("MI_DELIVERY")));
    }
    subscribed("Subscribe, push", profile, &push, local ? MI_RESULT_NOT_SUPPORTED : MI_RESULT_OK);
    MI_SubscriptionDeliveryOptions_Delete(&push);
}

static void classes(const Profile *profile) {
    Call call = call_in(profile, CLASS);
    forget(row("GetClass", &call, MI_RESULT_OK));
    if (profile->lists_no_classes) {
        absent("EnumerateClasses", "such a server has none");
        return;
    }
    call = call_in(profile, CLASSES);
    call.of = NULL;
    forget(row("EnumerateClasses", &call, MI_RESULT_OK));
}

int main(void) {
    const Profile *profile;
    Call call;
    if (variable("MI_HOST") == NULL) {
        printf("skipped: no MI_HOST\n");
        return 0;
    }
    connect_to_destination();
    profile = find_profile();
    if (profile == NULL) {
        printf("no class that is known of: set MI_NAMESPACE and MI_CLASS\n");
        disconnect();
        return 1;
    }
    printf("server: %s (%s:%s)\n", profile->name, profile->space, profile->of);
    heading();
    call = call_in(profile, TEST);
    forget(row("TestConnection", &call, MI_RESULT_OK));
    instances(profile);
    methods(profile);
    writes(profile);
    classes(profile);
    subscriptions(profile);
    disconnect();
    printf("%d not as they should be\n", failures);
    return failures != 0;
}
