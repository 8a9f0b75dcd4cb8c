/*
 * The same classes and instances as MI_XML by two libraries: every class of a MOF schema with all flags, instances of
 * each class, and instances with values of every type. Values that docs/codecs.md lists as different are left out.
 *
 *     mi_xml OURS OTHER [FOLDER ROOT]     exit status 1 where something differs
 */
#define _GNU_SOURCE
#include "micodec.h"
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything goes through the tables: neither library's symbols are linked. */
struct library {
    const char *name;
    void *handle;
    MI_Application application;
    MI_Serializer serializer;
    const MI_SerializerFT *ft;
};

static struct library libraries[2] = {{.name = "ours"}, {.name = "other"}};
static unsigned long compared, differing, bytes;

static void need(int condition, const char *what) {
    if (condition)
        return;
    fprintf(stderr, "%s: %s\n", what, dlerror());
    exit(2);
}

static void *symbol(struct library *library, const char *name) {
    void *found = dlsym(library->handle, name);
    need(found != NULL, name);
    return found;
}

static void open_library(struct library *library, const char *path) {
    MI_Result (*initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);
    library->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
    need(library->handle != NULL, path);
    *(void **)&initialize = symbol(library, "MI_Application_InitializeV1");
    need(initialize(0, NULL, NULL, &library->application) == MI_RESULT_OK, path);
    library->ft = (*(const MI_ClientFT_V1 **)symbol(library, "mi_clientFT_V1"))->serializerFT;
    need(library->application.ft->NewSerializer(&library->application, 0, (MI_Char *)"MI_XML", &library->serializer) ==
             MI_RESULT_OK,
         path);
}

static unsigned long long state = 88172645463325252ull;

static unsigned long long any(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* One library's text of a class or an instance. */
struct text {
    MI_Result result[2];
    MI_Uint32 needed[2];
    char *bytes;
};

static MI_Result write_once(struct library *l, MI_Uint32 flags, const MI_Class *class_object, const MI_Instance *instance,
                            char *room, MI_Uint32 size, MI_Uint32 *needed) {
    if (class_object != NULL)
        return l->ft->SerializeClass(&l->serializer, flags, class_object, (MI_Uint8 *)room, size, needed);
    return l->ft->SerializeInstance(&l->serializer, flags, instance, (MI_Uint8 *)room, size, needed);
}

static struct text written(struct library *l, MI_Uint32 flags, const MI_Class *class_object, const MI_Instance *instance) {
    struct text text = {{MI_RESULT_OK, MI_RESULT_OK}, {0, 0}, NULL};
    text.result[0] = write_once(l, flags, class_object, instance, NULL, 0, &text.needed[0]);
    text.bytes = (char *)calloc(1, text.needed[0] + 1);
    text.result[1] = write_once(l, flags, class_object, instance, text.bytes, text.needed[0], &text.needed[1]);
    return text;
}

static void judge(const char *what, MI_Uint32 flags, struct text *texts) {
    const struct text *a = &texts[0], *b = &texts[1];
    size_t at = 0, from;
    int same = memcmp(a->result, b->result, sizeof a->result) == 0 && memcmp(a->needed, b->needed, sizeof a->needed) == 0 &&
               memcmp(a->bytes, b->bytes, a->needed[0]) == 0;
    compared++;
    bytes += b->needed[0];
    if (!same && differing++ < 20) {
        while (a->bytes[at] != 0 && a->bytes[at] == b->bytes[at])
            at++;
        from = at > 60 ? at - 60 : 0;
        printf("%s, flags %X: results %d %d, sizes %u %u\n  ours  %.160s\n  other %.160s\n", what, (unsigned)flags,
               (int)a->result[1], (int)b->result[1], a->needed[0], b->needed[0], a->bytes + from, b->bytes + from);
    }
    free(texts[0].bytes);
    free(texts[1].bytes);
}

static const size_t sizes[16] = {1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 2, sizeof(MI_Datetime), 8, 8, 8};

/* A value that both write alike; what is made for it is not freed. References and instances are of `library`. */
static MI_Value some_value(struct library *library, int type, unsigned long long seed);

static MI_Instance *some_target(struct library *library, unsigned long long seed) {
    int type = (int)((seed >> 8) % MI_STRING);
    MI_Instance *instance = NULL;
    MI_Value value;
    need(library->application.ft->NewInstance(&library->application, "T_Target", NULL, &instance) == MI_RESULT_OK, "new");
    if (seed & 1)
        instance->ft->SetNameSpace(instance, seed & 2 ? "root/here" : "root\\elsewhere");
    if (seed & 4)
        instance->ft->SetServerName(instance, "host");
    value.string = (MI_Char *)"<k>";
    instance->ft->AddElement(instance, "K", &value, MI_STRING, MI_FLAG_KEY);
    value = some_value(library, type, seed >> 16);
    instance->ft->AddElement(instance, "L", &value, (MI_Type)type, seed & 8 ? MI_FLAG_KEY : 0);
    return instance;
}

static MI_Value some_value(struct library *library, int type, unsigned long long seed) {
    static const char *const texts[] = {"", "x", "two words", "<&>\"'", "\303\251\342\202\254", "a\tb\r\nc", "]]>"};
    MI_Value value;
    memset(&value, 0, sizeof value);
    value.uint64 = seed;
    if (type == MI_BOOLEAN)
        value.boolean = seed & 1;
    else if (type == MI_REAL32)
        value.real32 = (float)(int)(seed % 100000) / 8;
    else if (type == MI_CHAR16)
        value.char16 = (MI_Char16)(0x40 + seed % 0xD000);
    else if (type == MI_STRING)
        value.string = (MI_Char *)texts[seed % 7];
    else if (type >= MI_REFERENCE)
        value.instance = some_target(library, seed);
    else if (type == MI_DATETIME && seed & 1) {
        MI_Timestamp *t = &value.datetime.u.timestamp;
        memset(&value, 0, sizeof value);
        value.datetime.isTimestamp = MI_TRUE;
        t->year = seed % 10000, t->month = seed % 13, t->day = seed % 32, t->hour = seed % 24;
        t->minute = seed % 60, t->second = seed % 61, t->microseconds = seed % 1000000, t->utc = (int)(seed % 1999) - 999;
    } else if (type == MI_DATETIME) {
        MI_Interval *i = &value.datetime.u.interval;
        memset(&value, 0, sizeof value);
        i->days = seed % 100000000, i->hours = seed % 24, i->minutes = seed % 60, i->seconds = seed % 60;
        i->microseconds = seed % 1000000;
    }
    return value;
}

static MI_Value some_array(struct library *library, int type, unsigned long long seed) {
    MI_Value array;
    unsigned count = seed % 4, at;
    char *data = (char *)calloc(4, sizes[type]);
    for (at = 0; at < count; at++) {
        MI_Value value = some_value(library, type, (seed >> 2) * (at + 1));
        memcpy(data + at * sizes[type], &value, sizes[type]);
    }
    memset(&array, 0, sizeof array);
    array.array.data = count > 0 ? data : NULL;
    array.array.size = count;
    return array;
}

static const MI_Uint32 instance_flags[] = {0, MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, 0x801, 0xF01};

/* Instances with the same values of both libraries, of a declared class or dynamic with some elements. */
static void compare_instances(const MI_ClassDecl *declaration, unsigned long long seed) {
    struct text texts[4][2];
    int which, at;
    for (which = 0; which < 2; which++) {
        struct library *l = &libraries[which];
        const char *name = declaration != NULL ? declaration->name : "T_Dynamic";
        MI_Uint32 count = declaration != NULL ? declaration->numProperties : 1 + seed % 20, index;
        MI_Instance *instance = NULL;
        state = seed | 1;
        need(l->application.ft->NewInstance(&l->application, name, declaration, &instance) == MI_RESULT_OK, name);
        if (any() % 2)
            instance->ft->SetNameSpace(instance, "root/here");
        /* After an element at least, or a dynamic instance of the original's is in no namespace when it is written. */
        if (declaration == NULL)
            instance->ft->AddElement(instance, "First", NULL, MI_BOOLEAN, MI_FLAG_NULL);
        for (index = 0; index < count; index++) {
            unsigned long long chosen = any(), with = any();
            int type = declaration != NULL ? (int)declaration->properties[index]->type : (int)(chosen >> 8 & 31);
            int element = type & ~MI_ARRAY;
            MI_Value value;
            char element_name[16];
            if (chosen % 4 == 0 || type == MI_REFERENCEA)
                continue;
            value = type & MI_ARRAY ? some_array(l, element, with) : some_value(l, element, with);
            (void)snprintf(element_name, sizeof element_name, "P%u", index);
            if (declaration != NULL)
                instance->ft->SetElementAt(instance, index, &value, (MI_Type)type, 0);
            else
                instance->ft->AddElement(instance, element_name, chosen % 4 == 1 ? NULL : &value, (MI_Type)type,
                                         chosen % 4 == 1 ? MI_FLAG_NULL : 0);
        }
        for (at = 0; at < 4; at++)
            texts[at][which] = written(l, instance_flags[at], NULL, instance);
        instance->ft->Delete(instance);
    }
    for (at = 0; at < 4; at++)
        judge(declaration != NULL ? declaration->name : "dynamic instance", instance_flags[at], texts[at]);
}

static void compare_classes(const MI_ClassDecl *declaration) {
    static const MI_Uint32 flags[] = {0, MI_SERIALIZER_FLAGS_CLASS_DEEP, 0x100, 0x200, 0x400, 0x800, 0x801, 0xF00, 0xF01};
    struct text texts[9][2];
    int which, at;
    for (which = 0; which < 2; which++) {
        struct library *l = &libraries[which];
        MI_Instance *instance = NULL;
        MI_Class *class_object = NULL;
        need(l->application.ft->NewInstance(&l->application, declaration->name, declaration, &instance) == MI_RESULT_OK &&
                 instance->ft->GetClass(instance, &class_object) == MI_RESULT_OK,
             declaration->name);
        for (at = 0; at < 9; at++)
            texts[at][which] = written(l, flags[at], class_object, NULL);
        class_object->ft->Delete(class_object);
        instance->ft->Delete(instance);
    }
    for (at = 0; at < 9; at++)
        judge(declaration->name, flags[at], texts[at]);
}

/* The schema: read by our library, handed to both as declarations that belong to nobody. */
static const char *folder;

static char *contents(const char *name, MI_Uint32 *length) {
    char path[4096], *text;
    FILE *file;
    long size;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    (void)fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = (char *)calloc(1, (size_t)size + 1);
    *length = (MI_Uint32)fread(text, 1, (size_t)size, file);
    (void)fclose(file);
    return text;
}

static MI_Result MI_CALL included(void *context, const MI_Char *name, MI_Uint8 **buffer, MI_Uint32 *length) {
    (void)context;
    *buffer = (MI_Uint8 *)contents(name, length);
    return *buffer != NULL ? MI_RESULT_OK : MI_RESULT_NOT_FOUND;
}

static void MI_CALL free_included(void *context, MI_Uint8 *buffer) {
    (void)context;
    free(buffer);
}

static MI_ClassDecl **declarations;
static size_t declared;

static MI_ClassDecl *declaration_of(const MI_ClassDecl *source) {
    MI_ClassDecl *copy;
    size_t at;
    if (source == NULL)
        return NULL;
    for (at = 0; at < declared; at++)
        if (strcmp(declarations[at]->name, source->name) == 0)
            return declarations[at];
    copy = (MI_ClassDecl *)malloc(sizeof *copy);
    *copy = *source;
    copy->owningClass = NULL;
    copy->superClassDecl = declaration_of(source->superClassDecl);
    declarations[declared++] = copy;
    return copy;
}

static void load(const char *root) {
    MI_Result (*make)(MI_Application *, MI_Uint32, MI_Char *, MI_Deserializer *);
    const MI_DeserializerFT_INTL *ft;
    MI_DeserializerCallbacks callbacks;
    MI_Deserializer deserializer;
    MI_ClassA *classes = NULL;
    MI_Uint32 length = 0, consumed = 0, at;
    char *text = contents(root, &length);
    need(text != NULL, root);
    memset(&callbacks, 0, sizeof callbacks);
    callbacks.getIncludedFileContent = included;
    callbacks.freeIncludedFileContent = free_included;
    *(void **)&make = symbol(&libraries[0], "MI_Application_NewDeserializer_Mof");
    need(make(&libraries[0].application, 0, (MI_Char *)MOFCODEC_FORMAT, &deserializer) == MI_RESULT_OK, root);
    ft = (const MI_DeserializerFT_INTL *)deserializer.reserved2;
    need(ft->DeserializeClassArray(&deserializer, 0, NULL, &callbacks, (MI_Uint8 *)text, length, NULL, NULL, NULL, &consumed,
                                   &classes, NULL) == MI_RESULT_OK,
         root);
    declarations = (MI_ClassDecl **)calloc(classes->size, sizeof *declarations);
    for (at = 0; at < classes->size; at++)
        (void)declaration_of(classes->data[at]->classDecl);
}

static void report(const char *what) {
    printf("%s: %lu texts of %lu bytes compared, %lu differ\n", what, compared, bytes, differing);
}

int main(int count, char **arguments) {
    size_t at;
    need(count >= 3, "usage: mi_xml OURS OTHER [FOLDER ROOT]");
    open_library(&libraries[0], arguments[1]);
    open_library(&libraries[1], arguments[2]);
    for (at = 0; at < 4000; at++)
        compare_instances(NULL, (at + 1) * 0x9E3779B97F4A7C15ull);
    report("dynamic instances");
    if (count >= 5) {
        folder = arguments[3];
        load(arguments[4]);
        for (at = 0; at < declared; at++)
            compare_classes(declarations[at]);
        report("and classes");
        for (at = 0; at < declared; at++)
            compare_instances(declarations[at], (at + 1) * 0x9E3779B97F4A7C15ull);
        report("and instances of them");
    }
    return differing != 0;
}
