/*
 * One codec, over and over, for callgrind: `codecs NAME COUNT OPEN`, as `operations` (OPEN is not used).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "micodec.h"

#define ELEMENTS 10
/* Callgrind knows what is measured by its name. */
#define MEASURED __attribute__((noinline)) static
#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        MI_Result result_ = (call);                                                                                    \
        if (result_ != MI_RESULT_OK) {                                                                                 \
            fprintf(stderr, "line %d: %s: %u\n", __LINE__, #call, (unsigned)result_);                                  \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

static MI_Application application = MI_APPLICATION_NULL;

/* The sizes to which the limits belong. */
#define INSTANCE_TEXT 869
#define CLASS_TEXT 140

static const MI_Char *const names[ELEMENTS] = {
    MI_T("Name"),     MI_T("Caption"),  MI_T("Handle"),        MI_T("Priority"),       MI_T("Description"),
    MI_T("HostName"), MI_T("ParentID"), MI_T("ExecutionState"), MI_T("WorkingSetSize"), MI_T("CreationClassName"),
};

/* An instance whose text has the size that is meant: texts and numbers, as classes of systems have them. */
static MI_Instance *make_instance(void) {
    MI_Instance *instance;
    unsigned i;
    CHECK(application.ft->NewInstance(&application, MI_T("Linux_UnixProcess"), NULL, &instance));
    for (i = 0; i < ELEMENTS; i++) {
        MI_Value value;
        MI_Type type = MI_STRING;
        memset(&value, 0, sizeof value);
        if (i % 2) {
            value.string = i == 9 ? (MI_Char *)MI_T("one of the many processes")
                                  : (MI_Char *)MI_T("a text of a usual length");
        } else {
            value.uint64 = 0;
            value.uint32 = 1000 + i;
            type = MI_UINT32;
        }
        CHECK(instance->ft->AddElement(instance, names[i], &value, type, 0));
    }
    return instance;
}

static MI_Uint8 text[4096];
static MI_Uint32 text_length;

static void serialize(MI_Serializer *serializer, const MI_Instance *instance) {
    CHECK(MI_Serializer_SerializeInstance(serializer, 0, instance, text, sizeof text, &text_length));
}

static void check_length(MI_Uint32 length, MI_Uint32 wanted) {
    if (length == wanted) return;
    fprintf(stderr, "the text has %u bytes, not %u\n", (unsigned)length, (unsigned)wanted);
    exit(1);
}

MEASURED void run_write_instance(unsigned count, MI_Serializer *serializer, const MI_Instance *instance) {
    while (count--) serialize(serializer, instance);
}

static void write_instance(unsigned count) {
    MI_Serializer serializer;
    MI_Instance *instance = make_instance();
    CHECK(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    serialize(&serializer, instance);
    check_length(text_length, INSTANCE_TEXT);
    run_write_instance(count, &serializer, instance);
    CHECK(MI_Serializer_Close(&serializer));
    CHECK(MI_Instance_Delete(instance));
}

MEASURED void run_read_instance(unsigned count, MI_Deserializer *deserializer) {
    while (count--) {
        MI_Instance *instance = NULL;
        MI_Uint32 consumed = 0;
        CHECK(MI_Deserializer_DeserializeInstance(deserializer, 0, text, text_length, NULL, 0, NULL, NULL, &consumed,
                                                  &instance, NULL));
        CHECK(MI_Instance_Delete(instance));
    }
}

static void read_instance(unsigned count) {
    MI_Deserializer deserializer;
    write_instance(1);
    CHECK(MI_Application_NewDeserializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &deserializer));
    run_read_instance(count, &deserializer);
    CHECK(MI_Deserializer_Close(&deserializer));
}

static const char class_text[] = "class It {\n"
                                 "  uint32 A;\n"
                                 "  string B;\n"
                                 "  uint8 C[];\n"
                                 "  boolean D;\n"
                                 "  datetime E;\n"
                                 "  sint64 F;\n"
                                 "  uint32 Go([in] string Where, [out] real64 Far);\n"
                                 "};\n";

MEASURED void run_read_class(unsigned count, MI_Deserializer *deserializer, MI_Uint8 *from, MI_Uint32 length) {
    MI_DeserializerCallbacks callbacks;
    memset(&callbacks, 0, sizeof callbacks);
    while (count--) {
        MI_ClassA *classes = NULL;
        MI_Uint32 consumed = 0;
        CHECK(MI_Deserializer_DeserializeClassArray(deserializer, 0, NULL, &callbacks, from, length, NULL, NULL, NULL,
                                                    &consumed, &classes, NULL));
        MI_Deserializer_ReleaseClassArray(classes);
    }
}

static void read_class(unsigned count) {
    MI_Deserializer deserializer;
    check_length((MI_Uint32)sizeof class_text - 1, CLASS_TEXT);
    CHECK(MI_Application_NewDeserializer_Mof(&application, 0, (MI_Char *)MI_T("MI_MOF_CIMV2_EXTV1"), &deserializer));
    run_read_class(count, &deserializer, (MI_Uint8 *)class_text, CLASS_TEXT);
    CHECK(MI_Deserializer_Close(&deserializer));
}

struct Measured {
    const char *name;
    void (*run)(unsigned count);
};

static const struct Measured measured[] = {
    {"write-xml-instance", write_instance},
    {"read-xml-instance", read_instance},
    {"read-mof-class", read_class},
};

int main(int argc, char **argv) {
    size_t i;
    if (argc != 4) {
        fprintf(stderr, "usage: codecs NAME COUNT OPEN\n");
        return 2;
    }
    for (i = 0; i < sizeof measured / sizeof measured[0]; i++) {
        if (strcmp(measured[i].name, argv[1]) == 0) {
            CHECK(MI_Application_InitializeV1(0, NULL, NULL, &application));
            measured[i].run((unsigned)atoi(argv[2]));
            CHECK(MI_Application_Close(&application));
            return 0;
        }
    }
    fprintf(stderr, "codecs: no codec is called %s\n", argv[1]);
    return 2;
}
