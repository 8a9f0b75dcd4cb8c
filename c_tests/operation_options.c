/* MI_OperationOptionsFT: setters and getters, channels, custom options of every simple type, clones. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

static void channels(MI_OperationOptions *options) {
    MI_Uint32 found[8], count = 99, flags = 7, index;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 number = 0;

    REPORT(MI_OperationOptions_GetEnabledChannels(options, found, 8, &count, &flags));
    SHOW_HOLDS(count == 3 && found[0] == 0 && found[1] == 1 && found[2] == 2 && flags == 0);
    REPORT(MI_OperationOptions_DisableChannel(options, MI_WRITEMESSAGE_CHANNEL_VERBOSE));
    REPORT(MI_OperationOptions_DisableChannel(options, 77));
    REPORT(MI_OperationOptions_EnableChannel(options, 7));
    REPORT(MI_OperationOptions_EnableChannel(options, 7));
    REPORT(MI_OperationOptions_EnableChannel(options, 0));
    REPORT(MI_OperationOptions_GetEnabledChannels(options, found, 8, &count, NULL));
    for (index = 0; index < count; index++) printf("enabled: %u\n", found[index]);
    count = 99;
    REPORT_AS("a buffer that is too short", MI_OperationOptions_GetEnabledChannels(options, found, 2, &count, NULL));
    SHOW_NUMBER(count);
    REPORT_AS("a buffer that just fits", MI_OperationOptions_GetEnabledChannels(options, found, 3, &count, NULL));
    REPORT(MI_OperationOptions_GetEnabledChannels(options, NULL, 8, &count, NULL));
    REPORT(MI_OperationOptions_GetEnabledChannels(options, found, 8, NULL, NULL));
    REPORT_AS("channels of a name that is not set",
              options->ft->GetEnabledChannels(options, MI_T("nothing"), found, 8, &count, NULL));
    SHOW_NUMBER(count);
    REPORT_AS("a channel through another name's number", MI_OperationOptions_GetNumber(
        options, MI_T("__MI_OPERATIONOPTIONS_CHANNEL"), &number, NULL, NULL));
    REPORT(MI_OperationOptions_GetOption(options, MI_T("__MI_OPERATIONOPTIONS_CHANNEL"), &value, &type, NULL, NULL));
    SHOW_HOLDS(type == MI_UINT32A && value.uint32a.size == 3 && value.uint32a.data[1] == 2);
}

/* An empty buffer asks for the count. The original fails and says the count; the documentation says nothing of that. */
static void channel_count(MI_OperationOptions *options) {
    MI_Uint32 count = 99;
    REPORT_AS("an empty buffer", MI_OperationOptions_GetEnabledChannels(options, NULL, 0, &count, NULL));
    SHOW_NUMBER(count);
}

static void named_options(MI_OperationOptions *options) {
    MI_Interval interval = {1, 2, 3, 4, 5, 0, 0, 0}, read;
    MI_CallbackMode mode = MI_CALLBACKMODE_REPORT;
    MI_ProviderArchitecture architecture = MI_PROVIDER_ARCHITECTURE_32BIT;
    MI_Boolean flag = 9;
    const MI_Char *text = NULL;

    REPORT(MI_OperationOptions_GetTimeout(options, &read));
    REPORT(MI_OperationOptions_SetTimeout(options, &interval));
    REPORT(MI_OperationOptions_GetTimeout(options, &read));
    SHOW_HOLDS(memcmp(&interval, &read, sizeof read) == 0);
    REPORT(MI_OperationOptions_GetWriteErrorMode(options, &mode));
    REPORT(MI_OperationOptions_SetWriteErrorMode(options, MI_CALLBACKMODE_INQUIRE));
    REPORT(MI_OperationOptions_GetWriteErrorMode(options, &mode));
    SHOW_NUMBER(mode);
    REPORT(MI_OperationOptions_SetPromptUserMode(options, MI_CALLBACKMODE_IGNORE));
    REPORT(MI_OperationOptions_GetPromptUserMode(options, &mode));
    SHOW_NUMBER(mode);
    REPORT(MI_OperationOptions_GetPromptUserRegularMode(options, &mode, &flag));
    REPORT(MI_OperationOptions_SetPromptUserRegularMode(options, MI_CALLBACKMODE_REPORT, MI_TRUE));
    REPORT(MI_OperationOptions_GetPromptUserRegularMode(options, &mode, &flag));
    SHOW_HOLDS(mode == MI_CALLBACKMODE_REPORT && flag == MI_TRUE);
    REPORT(MI_OperationOptions_GetProviderArchitecture(options, &architecture, &flag));
    REPORT(MI_OperationOptions_SetProviderArchitecture(options, MI_PROVIDER_ARCHITECTURE_64BIT, MI_FALSE));
    REPORT(MI_OperationOptions_GetProviderArchitecture(options, &architecture, &flag));
    SHOW_HOLDS(architecture == MI_PROVIDER_ARCHITECTURE_64BIT && flag == MI_FALSE);
    REPORT(MI_OperationOptions_SetUseMachineID(options, MI_TRUE));
    REPORT(MI_OperationOptions_GetUseMachineID(options, &flag));
    SHOW_NUMBER(flag);
    REPORT(MI_OperationOptions_SetResourceUri(options, MI_T("http://uri")));
    REPORT(MI_OperationOptions_GetResourceUri(options, &text));
    SHOW_TEXT(text);
    REPORT(MI_OperationOptions_SetResourceUriPrefix(options, MI_T("http://prefix")));
    REPORT(MI_OperationOptions_GetResourceUriPrefix(options, &text));
    SHOW_TEXT(text);
}

static void own_options(MI_OperationOptions *options) {
    MI_Uint32 count = 0, index = 99, flags = 7, number = 0;
    const MI_Char *text = NULL, *name = NULL;
    MI_Value value;
    MI_Type type;

    REPORT(MI_OperationOptions_SetString(options, MI_T("Text"), MI_T("value"), 0));
    REPORT(MI_OperationOptions_GetString(options, MI_T("tEXT"), &text, &index, &flags));
    SHOW_TEXT(text);
    SHOW_NUMBER(index);
    SHOW_NUMBER(flags);
    REPORT(MI_OperationOptions_SetNumber(options, MI_T("Number"), 33, 0));
    REPORT(MI_OperationOptions_GetNumber(options, MI_T("Number"), &number, &index, &flags));
    SHOW_NUMBER(number);
    SHOW_NUMBER(index);
    REPORT(MI_OperationOptions_SetString(options, MI_T("Text"), MI_T("x"), 1));
    REPORT(MI_OperationOptions_SetNumber(options, MI_T("Number"), 33, 1));
    REPORT(MI_OperationOptions_SetNumber(options, MI_T("Text"), 33, 0));
    REPORT(MI_OperationOptions_GetNumber(options, MI_T("Text"), &number, NULL, NULL));
    REPORT(MI_OperationOptions_GetString(options, MI_T("Nothing"), &text, NULL, NULL));
    REPORT(MI_OperationOptions_GetOptionCount(options, &count));
    SHOW_NUMBER(count);
    for (index = 0; index < count; index++) {
        if (MI_OperationOptions_GetOptionAt(options, index, &name, &value, &type, &flags) == MI_RESULT_OK) {
            printf("%u %s, type %d, flags %u\n", index, SHOWN(name), (int)type, flags);
        }
    }
    REPORT(MI_OperationOptions_GetOptionAt(options, count, &name, &value, &type, &flags));
}

int main(void) {
    MI_OperationOptions options = MI_OPERATIONOPTIONS_NULL, copy = MI_OPERATIONOPTIONS_NULL;
    MI_Uint32 number = 0, count = 0;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    REPORT(MI_Application_NewOperationOptions(&application, MI_FALSE, NULL));
    REPORT(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    channels(&options);
    channel_count(&options);
    named_options(&options);
    own_options(&options);
    REPORT(MI_OperationOptions_Clone(&options, &copy));
    REPORT(MI_OperationOptions_SetNumber(&options, MI_T("Number"), 34, 0));
    REPORT(MI_OperationOptions_EnableChannel(&options, 8));
    MI_OperationOptions_Delete(&options);
    REPORT(MI_OperationOptions_GetNumber(&copy, MI_T("Number"), &number, NULL, NULL));
    SHOW_NUMBER(number);
    REPORT(MI_OperationOptions_GetOptionCount(&copy, &count));
    SHOW_NUMBER(count);
    MI_OperationOptions_Delete(&copy);
    SHOW_HOLDS(copy.reserved1 == 0 && copy.reserved2 == 0 && copy.ft == NULL);
    REPORT(MI_Application_Close(&application));
    return 0;
}
