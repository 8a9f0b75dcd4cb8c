/* MI_DeserializerFT: MI_XML and MOF back to instances and classes, names, callbacks, arrays, errors, handles. */
#include "report.h"
#include "micodec.h"

static MI_Application application = MI_APPLICATION_NULL;

#define BYTES(TEXT) (MI_Uint8 *)(TEXT), (MI_Uint32)strlen(TEXT)

static const char instance_xml[] =
    "<INSTANCE CLASSNAME=\"T_A\"><PROPERTY NAME=\"Id\" TYPE=\"string\"><VALUE>one &amp; two</VALUE></PROPERTY>"
    "<PROPERTY NAME=\"Count\" TYPE=\"uint32\"><VALUE>7</VALUE></PROPERTY></INSTANCE>";
static const char class_xml[] =
    "<CLASS NAME=\"T_B\" SUPERCLASS=\"T_A\"><PROPERTY NAME=\"More\" TYPE=\"uint8\"><VALUE>3</VALUE></PROPERTY></CLASS>";
static const char class_mof[] =
    "[Description(\"a class\")]\nclass T_A\n{\n  [Key] string Id;\n  uint32 Count = 5;\n  uint32 Go([In] string How[]);\n};\n";
static const char broken_mof[] = "class T_A\n{\n  uint33 Count;\n  string;\n};\n";

static void show_error(MI_Instance *details) {
    MI_Value value;
    MI_Type type;
    MI_Uint32 flags, index;
    if (details == NULL) {
        printf("details: none\n");
        return;
    }
    if (MI_Instance_GetElement(details, MI_T("Message"), &value, &type, &flags, &index) == MI_RESULT_OK)
        printf("details: %s\n", SHOWN(value.string));
    MI_Instance_Delete(details);
}

static void show_instance(MI_Instance *instance) {
    MI_Uint32 count = 0, at;
    const MI_Char *name = NULL;
    if (instance == NULL) {
        printf("instance: none\n");
        return;
    }
    (void)MI_Instance_GetClassName(instance, &name);
    (void)MI_Instance_GetElementCount(instance, &count);
    printf("instance of %s, %u elements:", SHOWN(name), count);
    for (at = 0; at < count; at++) {
        MI_Value value;
        MI_Type type;
        MI_Uint32 flags;
        (void)MI_Instance_GetElementAt(instance, at, &name, &value, &type, &flags);
        printf(" %s/%u", SHOWN(name), (unsigned)type);
        if (flags & MI_FLAG_NULL)
            printf("=NULL");
        else if (type == MI_STRING)
            printf("=%s", SHOWN(value.string));
        else if (type == MI_UINT32)
            printf("=%u", value.uint32);
    }
    printf("\n");
    MI_Instance_Delete(instance);
}

static MI_Class *class_from(MI_Deserializer *deserializer, const char *text, MI_Class *parent) {
    MI_Class *found = NULL;
    MI_Instance *details = NULL;
    MI_Uint32 consumed = 0;
    REPORT(MI_Deserializer_DeserializeClass(deserializer, 0, BYTES(text), parent, NULL, MI_T("root/x"), NULL, NULL,
                                            &consumed, &found, &details));
    SHOW_HOLDS(consumed == (found == NULL ? 0 : strlen(text)));
    show_error(details);
    return found;
}

static int needed_calls = 0;

static MI_Result MI_CALL class_needed(void *context, const MI_Char *server, const MI_Char *space,
                                      const MI_Char *name, MI_Class **answer) {
    MI_Class *known = (MI_Class *)context;
    needed_calls++;
    (void)server;
    (void)space;
    if (known == NULL || !SAME(name, "T_A"))
        return MI_RESULT_NOT_FOUND;
    return MI_Class_Clone(known, answer);
}

static void names(MI_Deserializer *deserializer, const char *class_text, const char *instance_text) {
    MI_Char name[32];
    MI_Uint32 length = 0;
    REPORT(MI_Deserializer_Class_GetClassName(deserializer, BYTES(class_text), NULL, &length, NULL));
    SHOW_NUMBER(length);
    length = 3;
    REPORT(MI_Deserializer_Class_GetClassName(deserializer, BYTES(class_text), name, &length, NULL));
    SHOW_NUMBER(length);
    length = 32;
    REPORT(MI_Deserializer_Class_GetClassName(deserializer, BYTES(class_text), name, &length, NULL));
    SHOW_TEXT(name);
    length = 32;
    REPORT(MI_Deserializer_Class_GetParentClassName(deserializer, BYTES(class_text), name, &length, NULL));
    length = 32;
    REPORT(MI_Deserializer_Instance_GetClassName(deserializer, BYTES(instance_text), name, &length, NULL));
    SHOW_TEXT(name);
}

static void xml(MI_Class *known) {
    MI_Deserializer deserializer;
    MI_Deserializer copy;
    MI_Instance *instance = NULL, *details = NULL;
    MI_Class *found = NULL;
    MI_Uint32 consumed = 0;
    char two[2 * sizeof instance_xml];
    REPORT(MI_Application_NewDeserializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &deserializer));
    names(&deserializer, class_xml, instance_xml);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, BYTES(instance_xml), NULL, 0, NULL, NULL, &consumed,
                                               &instance, &details));
    show_instance(instance);
    show_error(details);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, BYTES(instance_xml), &known, 1, NULL, NULL, &consumed,
                                               &instance, &details));
    show_instance(instance);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, BYTES(instance_xml), NULL, 0, class_needed, known,
                                               &consumed, &instance, &details));
    show_instance(instance);
    SHOW_NUMBER(needed_calls);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, BYTES(instance_xml), NULL, 0, class_needed, NULL,
                                               &consumed, &instance, &details));
    show_error(details);
    strcpy(two, instance_xml);
    strcat(two, instance_xml);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, BYTES(two), NULL, 0, NULL, NULL, &consumed, &instance,
                                               &details));
    SHOW_HOLDS(consumed == strlen(instance_xml));
    MI_Instance_Delete(instance);
    found = class_from(&deserializer, class_xml, known);
    if (found != NULL) {
        MI_Uint32 count = 0;
        REPORT(MI_Class_GetElementCount(found, &count));
        SHOW_NUMBER(count);
        MI_Class_Delete(found);
    }
    (void)class_from(&deserializer, "<CLASS NAME=\"T_C\"><!ENTITY x 'y'></CLASS>", NULL);
    (void)class_from(&deserializer, "<CLASS NAME=\"T_C\"><PROPERTY NAME=\"P\" TYPE=\"uint8\"><VALUE>300</VALUE></PROPERTY>",
                     NULL);
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 1, BYTES(instance_xml), NULL, 0, NULL, NULL, NULL,
                                               &instance, NULL));
    REPORT(MI_Deserializer_DeserializeInstance(&deserializer, 0, NULL, 9, NULL, 0, NULL, NULL, NULL, &instance, NULL));
    copy = deserializer;
    REPORT(MI_Deserializer_Close(&deserializer));
    REPORT(MI_Deserializer_Close(&deserializer));
    REPORT(MI_Deserializer_Close(&copy));
    REPORT(MI_Deserializer_DeserializeInstance(&copy, 0, BYTES(instance_xml), NULL, 0, NULL, NULL, NULL, &instance,
                                               NULL));
}

static MI_Result MI_CALL included(void *context, const MI_Char *name, MI_Uint8 **buffer, MI_Uint32 *length) {
    *(int *)context += 1;
    if (!SAME(name, "a.mof"))
        return MI_RESULT_NOT_FOUND;
    *length = (MI_Uint32)strlen(class_mof);
    *buffer = (MI_Uint8 *)malloc(*length);
    memcpy(*buffer, class_mof, *length);
    return MI_RESULT_OK;
}

static void MI_CALL free_included(void *context, MI_Uint8 *buffer) {
    *(int *)context += 100;
    free(buffer);
}

static void arrays(MI_Deserializer *deserializer) {
    static const char text[] = "#pragma include(\"a.mof\")\nclass T_B : T_A { uint8 More; };\n"
                               "instance of T_B as $b { Id = \"x\"; More = 9; };\ninstance of T_A { Id = \"y\" \"z\"; };\n";
    MI_DeserializerCallbacks callbacks;
    MI_ClassA *classes = NULL;
    MI_InstanceA *instances = NULL;
    MI_Instance *details = NULL;
    MI_Uint32 consumed = 0;
    int calls = 0;
    memset(&callbacks, 0, sizeof callbacks);
    callbacks.includedFileContext = &calls;
    callbacks.getIncludedFileContent = included;
    callbacks.freeIncludedFileContent = free_included;
    REPORT(MI_Deserializer_DeserializeClassArray(deserializer, 0, NULL, &callbacks, BYTES(text), NULL, NULL,
                                                 MI_T("root/x"), &consumed, &classes, &details));
    SHOW_NUMBER(calls);
    SHOW_HOLDS(consumed == strlen(text) && classes != NULL && classes->size == 2);
    REPORT(MI_Deserializer_DeserializeInstanceArray(deserializer, 0, NULL, &callbacks, BYTES(text), NULL, &consumed,
                                                    &instances, &details));
    SHOW_HOLDS(instances != NULL && instances->size == 2);
    SHOW_HOLDS(MI_Array_IsInternal((MI_Array *)classes) && MI_Array_IsInternal((MI_Array *)instances));
    if (instances != NULL) {
        show_instance(instances->data[1]);
        instances->data[1] = NULL;
        MI_Deserializer_ReleaseInstanceArray(instances);
    }
    if (classes != NULL)
        MI_Deserializer_ReleaseClassArray(classes);
    callbacks.getIncludedFileContent = NULL;
    REPORT(MI_Deserializer_DeserializeClassArray(deserializer, 0, NULL, &callbacks, BYTES(text), NULL, NULL, NULL,
                                                 &consumed, &classes, &details));
    show_error(details);
}

static MI_Class *mof(void) {
    MI_Deserializer deserializer;
    MI_Serializer serializer;
    MI_Class *found;
    MI_Uint32 needed = 0;
    MI_Char *text;
    REPORT(MI_Application_NewDeserializer(&application, 0, (MI_Char *)MI_T("MI_MOF_CIMV2_EXTV1"), &deserializer));
    SHOW_HOLDS(MI_Deserializer_IsInternal(&deserializer));
    names(&deserializer, class_mof, "instance of T_Z { };");
    (void)class_from(&deserializer, broken_mof, NULL);
    (void)class_from(&deserializer, "class T_B : T_Missing { };", NULL);
    found = class_from(&deserializer, class_mof, NULL);
    arrays(&deserializer);
    REPORT(MI_Application_NewSerializer_Mof(&application, 0, (MI_Char *)MI_T("MI_MOF_CIMV2_EXTV1"), &serializer));
    REPORT(MI_Serializer_SerializeClass(&serializer, 0, found, NULL, 0, &needed));
    text = (MI_Char *)calloc(1, needed + sizeof *text);
    REPORT(MI_Serializer_SerializeClass(&serializer, 0, found, (MI_Uint8 *)text, needed, &needed));
    printf("%s", SHOWN(text));
    free(text);
    REPORT(MI_Serializer_Close(&serializer));
    SHOW_HOLDS(serializer.reserved1 == 0 && serializer.reserved2 == 0);
    REPORT(MI_Deserializer_Close(&deserializer));
    REPORT(MI_Application_NewSerializer_Mof(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    REPORT(MI_Application_NewDeserializer_Mof(&application, 0, NULL, &deserializer));
    REPORT(MI_Application_NewSerializer_Binary(&application, 0, (MI_Char *)MI_T("x"), &serializer));
    REPORT(MI_Application_NewDeserializer_Binary(&application, 0, (MI_Char *)MI_T("x"), &deserializer));
    return found;
}

int main(void) {
    MI_Class *known;
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    known = mof();
    xml(known);
    MI_Class_Delete(known);
    REPORT(MI_Application_Close(&application));
    return 0;
}
