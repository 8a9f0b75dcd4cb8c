/*
 * The callbacks besides results: messages, progress, questions, errors that end nothing, streamed parameters; on
 * synchronous and asynchronous operations. What dies here are children of this process.
 */
/* Not on Windows: it needs a method that sends messages on its way. */
#include "close.h"
#include <signal.h>

typedef MI_Result(MI_CALL *Respond)(MI_Operation *, MI_OperationCallback_ResponseType);

#define NO MI_OperationCallback_ResponseType_No
#define YES MI_OperationCallback_ResponseType_Yes
#define NO_TO_ALL MI_OperationCallback_ResponseType_NoToAll
#define YES_TO_ALL MI_OperationCallback_ResponseType_YesToAll

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;

/* ---- what is called -------------------------------------------------------------------------------------------- */

typedef struct Heard {
    Async results; /* first: result callbacks take it for their context */
    int messages[4], progress, last_percent;
    int prompts, critical, errors, streamed;
    int unowed; /* questions that came without a response function */
    char texts[512];
    MI_OperationCallback_ResponseType answer, answer_to_errors;
    int later; /* who is asked leaves the answer to another thread */
    Gate asked;
    Respond respond;
    MI_Operation *lent;
    const MI_Char *message;
    const MI_Instance *error;
    const MI_Char *name;
    const MI_Value *value;
    MI_Type type;
    MI_Result answered, twice;
} Heard;

static void heard_init(Heard *heard) {
    memset(heard, 0, sizeof *heard);
    async_init(&heard->results);
    gate_init(&heard->asked);
    heard->answer = heard->answer_to_errors = YES;
    heard->answered = heard->twice = (MI_Result)99;
}

static void MI_CALL on_message(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    Heard *heard = (Heard *)context;
    (void)operation;
    heard->messages[channel < 3 ? channel : 3] += text != NULL && *text != 0;
}

static void MI_CALL on_progress(MI_Operation *operation, void *context, const MI_Char *activity,
                                const MI_Char *current, const MI_Char *status, MI_Uint32 percent, MI_Uint32 seconds) {
    Heard *heard = (Heard *)context;
    (void)operation, (void)seconds;
    heard->progress += activity != NULL && current != NULL && status != NULL;
    heard->last_percent = (int)percent;
}

static void asked(Heard *heard, MI_Operation *operation, Respond respond, MI_OperationCallback_ResponseType answer) {
    heard->respond = respond;
    heard->lent = operation;
    if (respond == NULL) {
        heard->unowed++;
    } else if (!heard->later) {
        heard->answered = respond(operation, answer);
        heard->twice = respond(operation, NO);
    }
    gate_add(&heard->asked);
}

static void MI_CALL on_prompt(MI_Operation *operation, void *context, const MI_Char *message, MI_PromptType type,
                              Respond respond) {
    Heard *heard = (Heard *)context;
    heard->prompts++;
    heard->critical += type == MI_PROMPTTYPE_CRITICAL;
    heard->message = message;
    asked(heard, operation, respond, heard->answer);
}

static void MI_CALL on_error(MI_Operation *operation, void *context, MI_Instance *error, Respond respond) {
    Heard *heard = (Heard *)context;
    heard->errors++;
    heard->error = error;
    asked(heard, operation, respond, heard->answer_to_errors);
}

static void MI_CALL on_streamed(MI_Operation *operation, void *context, const MI_Char *name, MI_Type type,
                                const MI_Value *value, Acknowledge acknowledge) {
    Heard *heard = (Heard *)context;
    heard->streamed++;
    heard->lent = operation;
    heard->name = name;
    heard->type = type;
    heard->value = value;
    if (strlen(heard->texts) + strlen(name) + 2 < sizeof heard->texts) {
        strcat(heard->texts, name);
        strcat(heard->texts, " ");
    }
    heard->results.acknowledge = acknowledge;
    if (acknowledge != NULL && !heard->later) heard->answered = acknowledge(operation);
    gate_add(&heard->asked);
}

static MI_OperationCallbacks all_of(Heard *heard, int asynchronous) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = heard;
    callbacks.promptUser = on_prompt;
    callbacks.writeError = on_error;
    callbacks.writeMessage = on_message;
    callbacks.writeProgress = on_progress;
    callbacks.streamedParameterResult = on_streamed;
    if (asynchronous) callbacks.instanceResult = async_instance;
    return callbacks;
}

/* ---- what is done ---------------------------------------------------------------------------------------------- */

/* A child that waits to be ended. */
static pid_t child(void) {
    pid_t pid;
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        signal(SIGTERM, SIG_DFL);
        for (;;) pause();
    }
    return pid;
}

/* How a child ended; one that nobody ended is ended here. */
static const char *fate(pid_t pid) {
    int status = 0, ended = 0, tries;
    for (tries = 0; tries < 20 && !ended; tries++) ended = waitpid(pid, &status, WNOHANG) == pid;
    if (!ended) {
        /* A signal that was sent before is delivered before this one: of those pending the lowest goes first. */
        kill(pid, SIGVTALRM);
        while (waitpid(pid, &status, 0) < 0) {}
    }
    if (!WIFSIGNALED(status)) return "ended by itself";
    if (WTERMSIG(status) == SIGTERM) return "terminated";
    return WTERMSIG(status) == SIGVTALRM ? "left alone" : "ended by another signal";
}

/* The child is really gone: SIGTERM has been sent before the final result came. */
static const char *killed(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {}
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM ? "terminated" : "ended otherwise";
}

static MI_Instance *handles_of(const pid_t *pids, MI_Uint32 count) {
    MI_Instance *parameters = NULL;
    MI_Char texts[8][24];
    MI_Char *pointers[8];
    MI_Value value;
    MI_Uint32 i;
    for (i = 0; i < count; i++) {
        snprintf(texts[i], sizeof texts[i], "%d", (int)pids[i]);
        pointers[i] = texts[i];
    }
    value.stringa.data = pointers;
    value.stringa.size = count;
    NEED(MI_Application_NewInstance(&application, MI_T("Parameters"), NULL, &parameters));
    NEED(MI_Instance_AddElement(parameters, MI_T("Handles"), &value, MI_STRINGA, 0));
    return parameters;
}

static MI_Instance *stream(void) {
    MI_Instance *parameters = NULL;
    MI_Value value;
    value.boolean = MI_TRUE;
    NEED(MI_Application_NewInstance(&application, MI_T("Parameters"), NULL, &parameters));
    NEED(MI_Instance_AddElement(parameters, MI_T("Stream"), &value, MI_BOOLEAN, 0));
    return parameters;
}

static MI_Operation invoke(MI_Uint32 flags, MI_OperationOptions *options, const MI_Char *method,
                           const MI_Instance *parameters, MI_OperationCallbacks *callbacks) {
    MI_Operation operation, found;
    const MI_Instance *instance = NULL;
    enumerate_few(&session, NULL, 0, &found);
    NEED(MI_Operation_GetInstance(&found, &instance, NULL, NULL, NULL, NULL));
    MI_Session_Invoke(&session, flags, options, MI_T("root/cimv2"), NULL, method, instance, parameters, callbacks,
                      &operation);
    MI_Operation_Close(&found);
    return operation;
}

/* On the process itself rather than on the operating system. */
static MI_Operation invoke_on(pid_t pid, MI_OperationOptions *options, const MI_Char *method,
                              const MI_Instance *parameters, MI_OperationCallbacks *callbacks) {
    MI_Operation operation, found;
    const MI_Instance *instance = NULL;
    char query[100];
    snprintf(query, sizeof query, "SELECT * FROM Linux_UnixProcess WHERE Handle = '%d'", (int)pid);
    MI_Session_QueryInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("WQL"), query, NULL, &found);
    NEED(MI_Operation_GetInstance(&found, &instance, NULL, NULL, NULL, NULL));
    MI_Session_Invoke(&session, 0, options, NULL, NULL, method, instance, parameters, callbacks, &operation);
    MI_Operation_Close(&found);
    return operation;
}

/* Reads a call to its end: ReturnValue, or what it failed with. */
static void finish(const char *what, MI_Operation *operation) {
    const MI_Instance *instance = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    MI_Value value;
    MI_Type type;
    int objects = 0;
    value.uint32 = 99;
    while (more) {
        if (MI_Operation_GetInstance(operation, &instance, &more, &result, &text, NULL) != MI_RESULT_OK) break;
        if (instance == NULL) continue;
        objects++;
        if (MI_Instance_GetElement(instance, MI_T("ReturnValue"), &value, &type, NULL, NULL) != MI_RESULT_OK)
            value.uint32 = 98;
    }
    printf("%s: %s, %d object, ReturnValue %u\n", what, result_name(result), objects, value.uint32);
    NEED(MI_Operation_Close(operation));
}

/* The same for an asynchronous one: it is waited for. */
static void finish_async(const char *what, Heard *heard, MI_Operation *operation) {
    gate_wait(&heard->results.finals, 1);
    gate_wait(&heard->results.left, gate_count(&heard->results.results));
    printf("%s: %s, %d final\n", what, result_name(heard->results.final_result), gate_count(&heard->results.finals));
    if (operation != NULL) NEED(MI_Operation_Close(operation));
}

/* ---- messages and progress ------------------------------------------------------------------------------------- */

static void messages(void) {
    MI_OperationOptions options;
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Uint32 channels[4] = {9, 9, 9, 9}, count = 0;
    Heard heard;

    heard_init(&heard);
    callbacks = all_of(&heard, 0);
    operation = invoke(0, NULL, MI_T("GetLoad"), NULL, &callbacks);
    finish("GetLoad", &operation);
    printf("verbose messages %d, others %d, progress %d, %d%%\n", heard.messages[MI_WRITEMESSAGE_CHANNEL_VERBOSE],
           heard.messages[0] + heard.messages[2] + heard.messages[3], heard.progress, heard.last_percent);

    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    REPORT(MI_OperationOptions_DisableChannel(&options, MI_WRITEMESSAGE_CHANNEL_VERBOSE));
    REPORT(MI_OperationOptions_GetEnabledChannels(&options, channels, 4, &count, NULL));
    SHOW_NUMBER(count);
    heard_init(&heard);
    callbacks = all_of(&heard, 0);
    operation = invoke(0, &options, MI_T("GetLoad"), NULL, &callbacks);
    /* Options are read at the call. */
    REPORT(MI_OperationOptions_EnableChannel(&options, MI_WRITEMESSAGE_CHANNEL_VERBOSE));
    finish("disabled", &operation);
    SHOW_NUMBER(heard.messages[MI_WRITEMESSAGE_CHANNEL_VERBOSE]);
    SHOW_NUMBER(heard.progress);
    heard_init(&heard);
    callbacks = all_of(&heard, 1);
    operation = invoke(0, &options, MI_T("GetLoad"), NULL, &callbacks);
    finish_async("enabled again, asynchronous", &heard, &operation);
    SHOW_NUMBER(heard.messages[MI_WRITEMESSAGE_CHANNEL_VERBOSE]);
    MI_OperationOptions_Delete(&options);
}

/* ---- questions ------------------------------------------------------------------------------------------------- */

static const char *answer_name(MI_OperationCallback_ResponseType answer) {
    static const char *const names[] = {"No", "Yes", "NoToAll", "YesToAll"};
    return names[(int)answer];
}

/* Two children and one answer, given inside the callback. */
static void answered(MI_OperationCallback_ResponseType answer, int asynchronous) {
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters;
    Heard heard;
    pid_t pids[2];
    pids[0] = child();
    pids[1] = child();
    parameters = handles_of(pids, 2);
    heard_init(&heard);
    heard.answer = answer;
    callbacks = all_of(&heard, asynchronous);
    operation = invoke(0, NULL, MI_T("TerminateProcesses"), parameters, &callbacks);
    if (asynchronous) {
        finish_async(answer_name(answer), &heard, &operation);
    } else {
        finish(answer_name(answer), &operation);
    }
    printf("  prompts %d, critical %d, answered %s, twice %s, streamed %s\n", heard.prompts, heard.critical,
           result_name(heard.answered), result_name(heard.twice), heard.texts);
    printf("  %s, %s\n", fate(pids[0]), fate(pids[1]));
    MI_Instance_Delete(parameters);
}

/* The mode and the automatic answer; both for a critical question and for a regular one. */
static void automatic(const char *what, MI_CallbackMode mode, int regular, MI_Boolean ack, int with_callback) {
    MI_OperationOptions options;
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters;
    Heard heard;
    pid_t pids[2];
    pids[0] = child();
    pids[1] = child();
    parameters = handles_of(pids, 1);
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    if (regular) {
        NEED(MI_OperationOptions_SetPromptUserRegularMode(&options, mode, ack));
    } else {
        NEED(MI_OperationOptions_SetPromptUserMode(&options, mode));
    }
    heard_init(&heard);
    callbacks = all_of(&heard, 0);
    if (!with_callback) callbacks.promptUser = NULL;
    operation = invoke(0, &options, MI_T("TerminateProcesses"), parameters, &callbacks);
    finish(what, &operation);
    operation = invoke_on(pids[1], &options, MI_T("Terminate"), NULL, &callbacks);
    finish("  critical", &operation);
    printf("  prompts %d, critical %d, without a response function %d: %s, critical %s\n", heard.prompts,
           heard.critical, heard.unowed, fate(pids[0]), fate(pids[1]));
    MI_Instance_Delete(parameters);
    MI_OperationOptions_Delete(&options);
}

/* The answer comes from another thread, after the callback has returned; what it was told is still there. */
static void answered_later(int asynchronous) {
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    Heard heard;
    pid_t pid = child();
    heard_init(&heard);
    heard.later = 1;
    callbacks = all_of(&heard, asynchronous);
    operation = invoke_on(pid, NULL, MI_T("Terminate"), NULL, &callbacks);
    gate_wait(&heard.asked, 1);
    printf("asked %s: it names the process: %s\n", asynchronous ? "asynchronously" : "synchronously",
           strstr(heard.message, "terminate process") == heard.message ? "yes" : "NO");
    REPORT_AS("an answer that is none", heard.respond(heard.lent, (MI_OperationCallback_ResponseType)7));
    REPORT_AS("through the handle it was given", heard.respond(heard.lent, YES));
    if (asynchronous) {
        finish_async("Terminate", &heard, NULL);
    } else {
        finish("Terminate", &operation);
        REPORT_AS("after the end", heard.respond(&operation, YES));
    }
    printf("  %s\n", killed(pid));
    if (asynchronous) {
        REPORT_AS("twice", heard.respond(&operation, YES));
        NEED(MI_Operation_Close(&operation));
    }
}

/* Cancelled or closed while the answer is owed: the end waits for the answer, which changes nothing any more. */
static void ended_while_owed(int asynchronous, int closed) {
    MI_OperationCallbacks callbacks;
    MI_Operation operation, copy, other;
    Heard heard;
    pid_t pid = child();
    printf("%s while an answer is owed, %s\n", closed ? "closed" : "cancelled",
           asynchronous ? "asynchronous" : "synchronous");
    heard_init(&heard);
    heard.later = 1;
    callbacks = all_of(&heard, asynchronous);
    operation = invoke_on(pid, NULL, MI_T("Terminate"), NULL, &callbacks);
    copy = operation;
    gate_wait(&heard.asked, 1);
    if (closed) {
        REPORT(MI_Operation_Close(&operation));
    } else {
        REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    }
    /* Time for the library to do what it must not do before the answer. */
    enumerate(&session, NULL, 0, &other);
    NEED(drain(&other));
    NEED(MI_Operation_Close(&other));
    printf("finals before the answer: %d\n", gate_count(&heard.results.finals));
    REPORT_AS("the answer", heard.respond(closed ? heard.lent : &copy, YES));
    if (asynchronous) {
        finish_async("the end", &heard, closed ? NULL : &operation);
    } else if (!closed) {
        finish("the end", &operation);
    }
    REPORT_AS("the answer again", heard.respond(&copy, YES));
    printf("  %s\n", fate(pid));
}

/* ---- errors that end nothing ----------------------------------------------------------------------------------- */

static void errors(const char *what, int set, MI_CallbackMode mode, MI_OperationCallback_ResponseType answer,
                   int asynchronous, int with_callback) {
    MI_OperationOptions options;
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters;
    Heard heard;
    pid_t pids[4];
    /* Two that are not there: numbers beyond the largest there can be. */
    pids[0] = 99999999;
    pids[1] = child();
    pids[2] = 99999998;
    pids[3] = child();
    parameters = handles_of(pids, 4);
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    if (set) NEED(MI_OperationOptions_SetWriteErrorMode(&options, mode));
    heard_init(&heard);
    heard.answer = YES_TO_ALL;
    heard.answer_to_errors = answer;
    callbacks = all_of(&heard, asynchronous);
    if (!with_callback) callbacks.writeError = NULL;
    operation = invoke(0, &options, MI_T("TerminateProcesses"), parameters, &callbacks);
    if (asynchronous) {
        finish_async(what, &heard, &operation);
    } else {
        finish(what, &operation);
    }
    printf("  errors %d, prompts %d, without a response function %d: %s, %s\n", heard.errors, heard.prompts,
           heard.unowed, fate(pids[1]), fate(pids[3]));
    MI_Instance_Delete(parameters);
    MI_OperationOptions_Delete(&options);
}

static void error_later(void) {
    MI_OperationOptions options;
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters;
    const MI_Char *name = NULL;
    MI_Value value;
    MI_Type type;
    Heard heard;
    pid_t missing = 99999999;
    parameters = handles_of(&missing, 1);
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    NEED(MI_OperationOptions_SetWriteErrorMode(&options, MI_CALLBACKMODE_INQUIRE));
    heard_init(&heard);
    heard.later = 1;
    callbacks = all_of(&heard, 0);
    operation = invoke(0, &options, MI_T("TerminateProcesses"), parameters, &callbacks);
    gate_wait(&heard.asked, 1);
    REPORT(MI_Instance_GetClassName(heard.error, &name));
    SHOW_TEXT(name);
    NEED(MI_Instance_GetElement(heard.error, MI_T("CIMStatusCode"), &value, &type, NULL, NULL));
    printf("CIMStatusCode: %s\n", result_name((MI_Result)value.uint32));
    NEED(MI_Instance_GetElement(heard.error, MI_T("ErrorSource"), &value, &type, NULL, NULL));
    SHOW_TEXT(value.string);
    REPORT_AS("the answer to an error", heard.respond(heard.lent, YES));
    finish("an error answered later", &operation);
    MI_Instance_Delete(parameters);
    MI_OperationOptions_Delete(&options);
}

/* ---- streamed parameters --------------------------------------------------------------------------------------- */

static void streamed(int asynchronous, MI_Uint32 flags) {
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters = stream();
    Heard heard;
    heard_init(&heard);
    callbacks = all_of(&heard, asynchronous);
    operation = invoke(flags, NULL, MI_T("GetLoad"), parameters, &callbacks);
    if (asynchronous && flags != 0) {
        gate_wait(&heard.results.finals, 1);
        NEED(heard.results.acknowledge(&operation));
    }
    if (asynchronous) {
        finish_async("streamed", &heard, &operation);
    } else {
        finish("streamed", &operation);
    }
    printf("  %s, acknowledged: %s\n", heard.texts, result_name(heard.answered));
    MI_Instance_Delete(parameters);
}

/* The value is there until the acknowledgement, and the next does not come before. */
static void streamed_later(void) {
    MI_OperationCallbacks callbacks;
    MI_Operation operation;
    MI_Instance *parameters = stream();
    Heard heard;
    heard_init(&heard);
    heard.later = 1;
    callbacks = all_of(&heard, 0);
    operation = invoke(MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, NULL, MI_T("GetLoad"), parameters, &callbacks);
    gate_wait(&heard.asked, 1);
    SHOW_TEXT(heard.name);
    SHOW_HOLDS(heard.type == MI_UINT32A && heard.value->uint32a.size == 3 && heard.value->uint32a.data[2] == 15);
    SHOW_NUMBER(heard.streamed);
    REPORT_AS("acknowledged", heard.results.acknowledge(heard.lent));
    gate_wait(&heard.asked, 2);
    SHOW_TEXT(heard.name);
    SHOW_HOLDS(heard.type == MI_REAL64A && heard.value->real64a.size == 3);
    REPORT_AS("through a copy", heard.results.acknowledge(&operation));
    REPORT_AS("once too often", heard.results.acknowledge(&operation));
    finish("streamed", &operation);
    MI_Instance_Delete(parameters);
}

int main(void) {
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    messages();
    answered(YES, 0);
    answered(NO, 0);
    answered(YES_TO_ALL, 0);
    answered(NO_TO_ALL, 0);
    answered(YES, 1);
    answered(NO_TO_ALL, 1);
    automatic("inquire", MI_CALLBACKMODE_INQUIRE, 0, MI_TRUE, 1);
    automatic("inquire, nobody there", MI_CALLBACKMODE_INQUIRE, 0, MI_TRUE, 0);
    automatic("report", MI_CALLBACKMODE_REPORT, 0, MI_TRUE, 1);
    automatic("ignore", MI_CALLBACKMODE_IGNORE, 0, MI_TRUE, 1);
    automatic("report, regular yes", MI_CALLBACKMODE_REPORT, 1, MI_TRUE, 1);
    automatic("report, regular no", MI_CALLBACKMODE_REPORT, 1, MI_FALSE, 1);
    automatic("ignore, regular no", MI_CALLBACKMODE_IGNORE, 1, MI_FALSE, 1);
    automatic("inquire, regular no, nobody there", MI_CALLBACKMODE_INQUIRE, 1, MI_FALSE, 0);
    answered_later(0);
    answered_later(1);
    ended_while_owed(0, 0);
    ended_while_owed(0, 1);
    ended_while_owed(1, 0);
    ended_while_owed(1, 1);
    errors("errors as they come", 0, MI_CALLBACKMODE_REPORT, YES, 0, 1);
    errors("errors, report", 1, MI_CALLBACKMODE_REPORT, NO, 1, 1);
    errors("errors, inquire, yes", 1, MI_CALLBACKMODE_INQUIRE, YES, 0, 1);
    errors("errors, inquire, no", 1, MI_CALLBACKMODE_INQUIRE, NO, 1, 1);
    errors("errors, inquire, yes to all", 1, MI_CALLBACKMODE_INQUIRE, YES_TO_ALL, 0, 1);
    errors("errors, inquire, no to all", 1, MI_CALLBACKMODE_INQUIRE, NO_TO_ALL, 0, 1);
    errors("errors, inquire, nobody there", 1, MI_CALLBACKMODE_INQUIRE, NO, 0, 0);
    errors("errors, ignore", 1, MI_CALLBACKMODE_IGNORE, NO, 0, 1);
    error_later();
    streamed(0, 0);
    streamed(1, 0);
    streamed(0, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS);
    streamed(1, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS);
    streamed_later();
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
