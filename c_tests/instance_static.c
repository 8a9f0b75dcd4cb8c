/* Instances of a declared class: fields at their offsets and the functions see the same; on the heap and copied. */
#include "declared.h"
#include "report.h"

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Instance *instance = NULL, *copy = NULL;
    Thing *thing;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 flags = 0, index = 99, count = 0;
    MI_Uint32 numbers[2] = {4, 5};
    MI_Boolean is = MI_FALSE;
    const MI_Char *text = NULL;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    REPORT(MI_Application_NewInstance(&application, MI_T("Thing"), &thing_rtti, &instance));
    thing = (Thing *)instance;
    REPORT(MI_Instance_GetClassName(instance, &text));
    SHOW_TEXT(text);
    REPORT(MI_Instance_GetElementCount(instance, &count));
    SHOW_NUMBER(count);
    SHOW_HOLDS(!thing->Name.exists && !thing->Parts.exists);
    value.string = (MI_Char *)MI_T("a name");
    REPORT(MI_Instance_SetElement(instance, MI_T("nAME"), &value, MI_STRING, 0));
    SHOW_HOLDS(thing->Name.exists && SAME(thing->Name.value, "a name") && thing->Name.value != value.string);
    value.uint32 = 9;
    REPORT(MI_Instance_SetElementAt(instance, 1, &value, MI_UINT32, 0));
    SHOW_HOLDS(thing->Size.exists && thing->Size.value == 9);
    value.uint32a.data = numbers;
    value.uint32a.size = 2;
    REPORT(MI_Instance_SetElement(instance, MI_T("Parts"), &value, MI_UINT32A, 0));
    numbers[0] = 0;
    SHOW_HOLDS(thing->Parts.exists && thing->Parts.value.size == 2 && thing->Parts.value.data[0] == 4);
    *(MI_Uint32 *)&thing->Size.value = 10;
    REPORT(MI_Instance_GetElement(instance, MI_T("size"), &value, &type, &flags, &index));
    SHOW_HOLDS(value.uint32 == 10 && type == MI_UINT32 && index == 1);
    REPORT(MI_Instance_GetElementAt(instance, 0, &text, &value, &type, &flags));
    SHOW_HOLDS((flags & MI_FLAG_KEY) && type == MI_STRING && SAME(text, "Name"));
    REPORT_AS("another type", MI_Instance_SetElement(instance, MI_T("Size"), &value, MI_STRING, 0));
    REPORT_AS("an unknown name", MI_Instance_SetElement(instance, MI_T("Nothing"), &value, MI_STRING, 0));
    REPORT(MI_Instance_IsA(instance, &thing_rtti, &is));
    SHOW_NUMBER(is);
    REPORT(MI_Instance_Clone(instance, &copy));
    REPORT(MI_Instance_ClearElement(instance, MI_T("Name")));
    SHOW_HOLDS(!thing->Name.exists);
    REPORT(MI_Instance_GetElement(instance, MI_T("Name"), &value, &type, &flags, NULL));
    SHOW_HOLDS(flags & MI_FLAG_NULL);
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Instance_GetElement(copy, MI_T("Name"), &value, &type, &flags, NULL));
    SHOW_TEXT(value.string);
    REPORT(MI_Instance_GetElement(copy, MI_T("Parts"), &value, &type, &flags, NULL));
    SHOW_HOLDS(value.uint32a.size == 2 && value.uint32a.data[1] == 5);
    REPORT(MI_Instance_Delete(copy));
    REPORT(MI_Application_Close(&application));
    return 0;
}
