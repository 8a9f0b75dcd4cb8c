/*
 * One codec, over and over, for callgrind: `codecs NAME COUNT SIZE`, as `operations`. SIZE is how many parts a text of
 * a growing shape has: such a run prints how many parts it has read and written, and one part must not cost more in a
 * larger text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "micodec.h"

#define ELEMENTS 10
/* Callgrind knows what is measured by its name. */
#define MEASURED __attribute__((noinline)) static

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

/* A text of a head, so many parts, and a tail. */
struct Shape {
    const char *name;
    const char *format;
    MI_Boolean is_class;
    const char *head;
    const char *part;
    const char *tail;
};

static const struct Shape shapes[] = {
    {"mof-properties", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "class A { ", "uint32 P%u; ", "};"},
    {"mof-methods", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "class A { ", "uint32 M%u(); ", "};"},
    {"mof-parameters", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "class A { uint32 M(string S", ", [In] uint8 P%u", "); };"},
    {"mof-qualifiers", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "[Abstract", ", Q%u(\"a\")", "] class A {};"},
    {"mof-elements", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "class A { uint32 V[] = { 1", ", %u", " }; };"},
    {"mof-pieces", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "[Description (\"a\"", " \"b%u \"", ")] class A {};"},
    {"mof-comments", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "", "/* %u \xC3\xA9 */ ", "class A {};"},
    {"mof-classes", "MI_MOF_CIMV2_EXTV1", MI_TRUE, "", "class C%u {}; ", ""},
    {"xml-properties", "MI_XML", MI_FALSE, "<INSTANCE CLASSNAME=\"A\">",
     "<PROPERTY NAME=\"P%u\" TYPE=\"uint32\"><VALUE>1</VALUE></PROPERTY>", "</INSTANCE>"},
    {"xml-elements", "MI_XML", MI_FALSE,
     "<INSTANCE CLASSNAME=\"A\"><PROPERTY.ARRAY NAME=\"P\" TYPE=\"string\"><VALUE.ARRAY>",
     "<VALUE>%u &amp; &#65;</VALUE>", "</VALUE.ARRAY></PROPERTY.ARRAY></INSTANCE>"},
    {"xml-class", "MI_XML", MI_TRUE, "<CLASS NAME=\"A\">", "<PROPERTY NAME=\"P%u\" TYPE=\"uint32\"></PROPERTY>",
     "</CLASS>"},
    {"xml-methods", "MI_XML", MI_TRUE, "<CLASS NAME=\"A\">", "<METHOD NAME=\"M%u\" TYPE=\"uint32\"></METHOD>",
     "</CLASS>"},
    {"xml-qualifiers", "MI_XML", MI_TRUE, "<CLASS NAME=\"A\">",
     "<QUALIFIER NAME=\"Q%u\" TYPE=\"string\"><VALUE>a</VALUE></QUALIFIER>", "</CLASS>"},
};

static char *make_text(const struct Shape *shape, unsigned size) {
    char *made = (char *)malloc(512 + (size_t)size * 128);
    size_t length;
    unsigned i;
    if (made == NULL) exit(1);
    length = (size_t)sprintf(made, "%s", shape->head);
    for (i = 0; i < size; i++) length += (size_t)sprintf(made + length, shape->part, i);
    sprintf(made + length, "%s", shape->tail);
    return made;
}

/* Both ways of writing, into a buffer that is large enough. */
static MI_Uint8 written[1 << 22];
static MI_Serializer writers[2];

static void write_both(const MI_Class *one, const MI_Instance *other) {
    unsigned i;
    for (i = 0; i < 2; i++) {
        MI_Uint32 length;
        if (one) CHECK(MI_Serializer_SerializeClass(&writers[i], 0, one, written, sizeof written, &length));
        if (other) CHECK(MI_Serializer_SerializeInstance(&writers[i], 0, other, written, sizeof written, &length));
    }
}

static void read_all_classes(MI_Deserializer *deserializer, MI_Uint8 *from, MI_Uint32 length) {
    MI_DeserializerCallbacks callbacks;
    MI_ClassA *classes = NULL;
    MI_Uint32 i;
    memset(&callbacks, 0, sizeof callbacks);
    CHECK(MI_Deserializer_DeserializeClassArray(deserializer, 0, NULL, &callbacks, from, length, NULL, NULL, NULL, NULL,
                                                &classes, NULL));
    for (i = 0; i < classes->size; i++) write_both(classes->data[i], NULL);
    MI_Deserializer_ReleaseClassArray(classes);
}

MEASURED void run_shape(unsigned count, const struct Shape *shape, MI_Deserializer *deserializer, char *from) {
    MI_Uint32 length = (MI_Uint32)strlen(from), consumed;
    while (count--) {
        MI_Class *class_object = NULL;
        MI_Instance *instance = NULL;
        if (strcmp(shape->format, "MI_XML") != 0) {
            read_all_classes(deserializer, (MI_Uint8 *)from, length);
        } else if (shape->is_class) {
            CHECK(MI_Deserializer_DeserializeClass(deserializer, 0, (MI_Uint8 *)from, length, NULL, NULL, NULL, NULL, NULL,
                                                   &consumed, &class_object, NULL));
            write_both(class_object, NULL);
            CHECK(MI_Class_Delete(class_object));
        } else {
            CHECK(MI_Deserializer_DeserializeInstance(deserializer, 0, (MI_Uint8 *)from, length, NULL, 0, NULL, NULL,
                                                      &consumed, &instance, NULL));
            write_both(NULL, instance);
            CHECK(MI_Instance_Delete(instance));
        }
    }
}

static void grow(const struct Shape *shape, unsigned count, unsigned size) {
    MI_Deserializer deserializer;
    char *made = make_text(shape, size);
    int is_mof = strcmp(shape->format, "MI_XML") != 0;
    CHECK(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &writers[0]));
    CHECK(MI_Application_NewSerializer_Mof(&application, 0, (MI_Char *)MI_T("MI_MOF_CIMV2_EXTV1"), &writers[1]));
    CHECK((is_mof ? MI_Application_NewDeserializer_Mof : MI_Application_NewDeserializer)(
        &application, 0, (MI_Char *)shape->format, &deserializer));
    run_shape(count, shape, &deserializer, made);
    printf("%lu\n", (unsigned long)count * size);
    CHECK(MI_Deserializer_Close(&deserializer));
    CHECK(MI_Serializer_Close(&writers[0]));
    CHECK(MI_Serializer_Close(&writers[1]));
    free(made);
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
        fprintf(stderr, "usage: codecs NAME COUNT SIZE\n");
        return 2;
    }
    for (i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (strcmp(shapes[i].name, argv[1]) == 0) {
            CHECK(MI_Application_InitializeV1(0, NULL, NULL, &application));
            grow(&shapes[i], (unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]));
            CHECK(MI_Application_Close(&application));
            return 0;
        }
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
