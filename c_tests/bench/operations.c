/*
 * One operation, over and over, for callgrind: `operations NAME COUNT OPEN`. OPEN applications, sessions or operations
 * are open beside it. Two runs that differ only in COUNT tell what one repetition costs; start-up cancels out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "mi.h"

#define ELEMENTS 10

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session;
static unsigned open_beside;

static void open_application(MI_Application *to) {
    CHECK(MI_Application_InitializeV1(0, NULL, NULL, to));
}

static void close_application(MI_Application *from) {
    CHECK(from->ft->Close(from));
}

static void open_session(MI_Session *to) {
    CHECK(application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, to));
}

static void close_session(MI_Session *from) {
    CHECK(from->ft->Close(from, NULL, NULL));
}

/* A synchronous operation with one result; what is left of it afterwards is "finished but not closed". */
static void open_operation(MI_Operation *to) {
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_FAILED;
    const MI_Instance *instance;
    session.ft->TestConnection(&session, 0, NULL, to);
    while (more) CHECK(to->ft->GetInstance(to, &instance, &more, &result, NULL, NULL));
}

static void close_operation(MI_Operation *from) {
    CHECK(from->ft->Close(from));
}

/* What is measured. */

static void run_initialize(unsigned count) {
    MI_Application one;
    while (count--) {
        open_application(&one);
        close_application(&one);
    }
}

static void run_session(unsigned count) {
    MI_Session one;
    while (count--) {
        open_session(&one);
        close_session(&one);
    }
}

static void run_operation(unsigned count) {
    MI_Operation one;
    while (count--) {
        open_operation(&one);
        close_operation(&one);
    }
}

static const MI_Char *const names[ELEMENTS] = {
    MI_T("Name"),   MI_T("Caption"),  MI_T("Handle"),     MI_T("Priority"),      MI_T("Description"),
    MI_T("Status"), MI_T("ParentID"), MI_T("UserModeTime"), MI_T("WorkingSetSize"), MI_T("CreationClassName"),
};

/* Half numbers, half texts. */
static MI_Type element(unsigned at, MI_Value *value) {
    if (at % 2) {
        value->uint32 = at;
        return MI_UINT32;
    }
    value->string = (MI_Char *)MI_T("a text of the usual length");
    return MI_STRING;
}

static void run_instance(unsigned count) {
    while (count--) {
        MI_Instance *instance;
        MI_Value value;
        unsigned i;
        CHECK(application.ft->NewInstance(&application, MI_T("Linux_UnixProcess"), NULL, &instance));
        for (i = 0; i < ELEMENTS; i++) {
            MI_Type type = element(i, &value);
            CHECK(instance->ft->AddElement(instance, names[i], &value, type, 0));
        }
        for (i = 0; i < ELEMENTS; i++) {
            CHECK(instance->ft->GetElement(instance, names[i], &value, NULL, NULL, NULL));
        }
        CHECK(instance->ft->Delete(instance));
    }
}

/* The shortest call there is on a valid handle: all of it counts as the look-up. */
static void run_look_up(unsigned count) {
    MI_Application found;
    while (count--) CHECK(session.ft->GetApplication(&session, &found));
}

/* The same for an operation's handle. */
static MI_Operation looked_up;

static void run_look_up_operation(unsigned count) {
    MI_Session found;
    while (count--) CHECK(looked_up.ft->GetSession(&looked_up, &found));
}

/* What a call costs without a look-up that succeeds: to be taken off the above. */
static void run_no_look_up(unsigned count) {
    MI_Application found;
    while (count--) session.ft->GetApplication(NULL, &found);
}

/* What is open beside it. */

static void *all(size_t size) {
    void *memory = calloc(open_beside + 1, size);
    if (memory == NULL) exit(1);
    return memory;
}

typedef void (*Run)(unsigned count);

static void beside_applications(Run run, unsigned count) {
    MI_Application *others = (MI_Application *)all(sizeof *others);
    unsigned i;
    for (i = 0; i < open_beside; i++) open_application(&others[i]);
    run(count);
    for (i = 0; i < open_beside; i++) close_application(&others[i]);
    free(others);
}

static void beside_sessions(Run run, unsigned count) {
    MI_Session *others = (MI_Session *)all(sizeof *others);
    unsigned i;
    for (i = 0; i < open_beside; i++) open_session(&others[i]);
    run(count);
    for (i = 0; i < open_beside; i++) close_session(&others[i]);
    free(others);
}

static void beside_operations(Run run, unsigned count) {
    MI_Operation *others = (MI_Operation *)all(sizeof *others);
    unsigned i;
    for (i = 0; i < open_beside; i++) open_operation(&others[i]);
    run(count);
    for (i = 0; i < open_beside; i++) close_operation(&others[i]);
    free(others);
}

struct Measured {
    const char *name;
    Run run;
    void (*beside)(Run run, unsigned count);
};

static const struct Measured measured[] = {
    {"initialize", run_initialize, beside_applications},
    {"session", run_session, beside_sessions},
    {"operation", run_operation, beside_operations},
    {"instance", run_instance, beside_applications},
    {"look-up", run_look_up, beside_sessions},
    {"look-up-operation", run_look_up_operation, beside_operations},
    {"no-look-up", run_no_look_up, beside_sessions},
};

int main(int argc, char **argv) {
    size_t i;
    if (argc != 4) {
        fprintf(stderr, "usage: operations NAME COUNT OPEN\n");
        return 2;
    }
    open_beside = (unsigned)atoi(argv[3]);
    for (i = 0; i < sizeof measured / sizeof measured[0]; i++) {
        if (strcmp(measured[i].name, argv[1]) == 0) {
            open_application(&application);
            open_session(&session);
            open_operation(&looked_up);
            measured[i].beside(measured[i].run, (unsigned)atoi(argv[2]));
            close_operation(&looked_up);
            close_session(&session);
            close_application(&application);
            return 0;
        }
    }
    fprintf(stderr, "operations: no operation is called %s\n", argv[1]);
    return 2;
}
