/* MI_ClassFT, MI_QualifierSetFT, MI_ParameterSetFT: a class made from a declaration, and all that can be asked of it. */
#include "declared.h"
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

static void qualifiers(const MI_Char *of, MI_QualifierSet *set) {
    MI_Uint32 count = 0, index, flags;
    const MI_Char *name;
    MI_Value value;
    MI_Type type;

    printf("%s: %s\n", SHOWN(of), result_name(MI_QualifierSet_GetQualifierCount(set, &count)));
    for (index = 0; index < count; index++) {
        if (MI_QualifierSet_GetQualifierAt(set, index, &name, &type, &flags, &value) != MI_RESULT_OK) {
            printf("GetQualifierAt(%u) failed\n", index);
        } else {
            printf("  %s, type %d, flavor %u", SHOWN(name), (int)type, flags);
            if (type == MI_STRING) printf(" = %s", SHOWN(value.string));
            if (type == MI_BOOLEAN) printf(" = %d", value.boolean);
            printf("\n");
        }
    }
    printf("  past the end: %s\n", result_name(MI_QualifierSet_GetQualifierAt(set, count, &name, &type, &flags, &value)));
}

static void elements(const MI_Class *thing) {
    MI_Uint32 count = 0, index = 99, flags = 0;
    const MI_Char *name = NULL;
    MI_Char *reference = NULL;
    MI_Value value;
    MI_Boolean exists;
    MI_Type type;
    MI_QualifierSet set;

    REPORT(MI_Class_GetElementCount(thing, &count));
    for (index = 0; index < count; index++) {
        if (MI_Class_GetElementAt(thing, index, &name, &value, &exists, &type, &reference, &set, &flags) != MI_RESULT_OK) {
            printf("GetElementAt(%u) failed\n", index);
            continue;
        }
        printf("%u %s, type %d%s", index, SHOWN(name), (int)type, flags & MI_FLAG_KEY ? ", key" : "");
        if (exists && type == MI_UINT32) printf(" = %u", value.uint32);
        printf("\n");
        qualifiers(name, &set);
    }
    REPORT(MI_Class_GetElement(thing, MI_T("sIZE"), &value, &exists, &type, &reference, &set, &flags, &index));
    SHOW_HOLDS(exists && value.uint32 == 7 && type == MI_UINT32 && index == 1);
    REPORT(MI_Class_GetElement(thing, MI_T("Nothing"), &value, &exists, &type, &reference, &set, &flags, &index));
    REPORT(MI_Class_GetElementAt(thing, count, &name, &value, &exists, &type, &reference, &set, &flags));
    REPORT(MI_Class_GetElement(thing, NULL, &value, &exists, &type, &reference, &set, &flags, &index));
}

static void class_methods(const MI_Class *thing) {
    MI_Uint32 count = 0, index = 99, each;
    const MI_Char *name = NULL;
    MI_Char *reference = NULL;
    MI_QualifierSet of_method, of_parameter;
    MI_ParameterSet set;
    MI_Type type = MI_BOOLEAN;

    REPORT(MI_Class_GetMethodCount(thing, &count));
    SHOW_NUMBER(count);
    REPORT(MI_Class_GetMethodAt(thing, 0, &name, &of_method, &set));
    SHOW_TEXT(name);
    REPORT(MI_Class_GetMethodAt(thing, count, &name, &of_method, &set));
    REPORT(MI_Class_GetMethod(thing, MI_T("Shrink"), &of_method, &set, &index));
    REPORT(MI_Class_GetMethod(thing, MI_T("gROW"), &of_method, &set, &index));
    SHOW_NUMBER(index);
    qualifiers(MI_T("Grow"), &of_method);
    REPORT(MI_ParameterSet_GetMethodReturnType(&set, &type, &of_method));
    SHOW_NUMBER(type);
    REPORT(MI_ParameterSet_GetParameterCount(&set, &count));
    SHOW_NUMBER(count);
    for (each = 0; each < count; each++) {
        reference = NULL;
        if (MI_ParameterSet_GetParameterAt(&set, each, &name, &type, &reference, &of_parameter) == MI_RESULT_OK) {
            printf("%u %s, type %d, of %s\n", each, SHOWN(name), (int)type, reference == NULL ? "nothing" : SHOWN(reference));
            qualifiers(name, &of_parameter);
        }
    }
    REPORT(MI_ParameterSet_GetParameterAt(&set, count, &name, &type, &reference, &of_parameter));
    REPORT(MI_ParameterSet_GetParameter(&set, MI_T("WHOSE"), &type, &reference, &of_parameter, &index));
    SHOW_TEXT(reference);
    REPORT(MI_ParameterSet_GetParameter(&set, MI_T("Nothing"), &type, &reference, &of_parameter, &index));
}

int main(void) {
    MI_Class *thing = NULL, *copy = NULL, *parent = NULL;
    MI_Instance *instance = NULL;
    const MI_Char *text = NULL;
    MI_QualifierSet set;
    MI_Uint32 index = 99;
    MI_Type type;
    MI_Uint32 flags;
    MI_Value value;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewInstance(&application, MI_T("Thing"), &thing_rtti, &instance));
    REPORT(MI_Instance_GetClass(instance, &thing));
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Class_GetClassName(thing, &text));
    SHOW_TEXT(text);
    REPORT(MI_Class_GetParentClassName(thing, &text));
    REPORT(MI_Class_GetParentClass(thing, &parent));
    /* A class of a declaration has no place; one that was fetched has. */
    text = NULL;
    REPORT(MI_Class_GetNameSpace(thing, &text));
    SHOW_HOLDS(text == NULL);
    REPORT(MI_Class_GetServerName(thing, &text));
    SHOW_HOLDS(text == NULL);
    REPORT(MI_Class_GetNameSpace(thing, NULL));
    REPORT(MI_Class_GetServerName(NULL, &text));
    elements(thing);
    class_methods(thing);
    REPORT(MI_Class_GetClassQualifierSet(thing, &set));
    qualifiers(MI_T("Thing"), &set);
    REPORT(MI_QualifierSet_GetQualifier(&set, MI_T("DESCRIPTION"), &type, &flags, &value, &index));
    SHOW_HOLDS(type == MI_STRING && index == 0 && SAME(value.string, MI_T("A thing")));
    REPORT(MI_QualifierSet_GetQualifier(&set, MI_T("Nothing"), &type, &flags, &value, &index));
    REPORT(MI_Class_Clone(thing, &copy));
    REPORT(MI_Class_Delete(thing));
    elements(copy);
    REPORT(MI_Application_NewInstanceFromClass(&application, MI_T("Thing"), copy, &instance));
    REPORT(MI_Class_Delete(copy));
    REPORT(MI_Instance_GetElement(instance, MI_T("Size"), &value, &type, &flags, &index));
    SHOW_HOLDS(type == MI_UINT32 && index == 1);
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Application_Close(&application));
    return 0;
}
