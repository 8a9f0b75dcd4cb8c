/* A provider as generated code declares one: static declarations, a field block, a function table, MI_Main. */
#include <MI.h>

typedef struct _Sample_Disk {
    MI_Instance __instance;
    MI_ConstStringField DeviceID;
    MI_ConstUint64Field Size;
    MI_ConstBooleanField Mounted;
    MI_ConstStringAField Labels;
} Sample_Disk;

typedef struct _Sample_Disk_Self {
    MI_Uint32 requests;
} Sample_Disk_Self;

static MI_CONST MI_Boolean key_value = MI_TRUE;
static MI_CONST MI_Char *description_value = MI_T("A disk");
static MI_CONST MI_Qualifier key_qualifier = {MI_T("Key"), MI_BOOLEAN,
                                              MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TOSUBCLASS, &key_value};
static MI_CONST MI_Qualifier description_qualifier = {
    MI_T("Description"), MI_STRING, MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS | MI_FLAG_TRANSLATABLE,
    &description_value};
static MI_Qualifier MI_CONST *MI_CONST device_id_qualifiers[] = {&key_qualifier, &description_qualifier};

static MI_CONST MI_PropertyDecl device_id_property = {
    MI_FLAG_PROPERTY | MI_FLAG_KEY, 0x0064640A, MI_T("DeviceID"), device_id_qualifiers,
    MI_COUNT(device_id_qualifiers), MI_STRING, NULL, 0, offsetof(Sample_Disk, DeviceID), MI_T("Sample_Disk"),
    MI_T("Sample_Disk"), NULL};
static MI_CONST MI_PropertyDecl size_property = {
    MI_FLAG_PROPERTY | MI_FLAG_READONLY, 0x00736504, MI_T("Size"), NULL, 0, MI_UINT64, NULL, 0,
    offsetof(Sample_Disk, Size), MI_T("Sample_Disk"), MI_T("Sample_Disk"), NULL};
static MI_CONST MI_PropertyDecl labels_property = {
    MI_FLAG_PROPERTY, 0x006C7306, MI_T("Labels"), NULL, 0, MI_STRINGA, NULL, 0, MI_OFFSETOF(Sample_Disk, Labels),
    MI_T("Sample_Disk"), MI_T("Sample_Disk"), NULL};
static MI_PropertyDecl MI_CONST *MI_CONST disk_properties[] = {&device_id_property, &size_property,
                                                               &labels_property};

extern MI_CONST MI_SchemaDecl sample_schema;

static void MI_CALL Sample_Disk_Load(void **self, MI_Module_Self *module_self, MI_Context *context) {
    static Sample_Disk_Self state;
    (void)module_self;
    *self = &state;
    MI_PostResult(context, MI_RESULT_OK);
}

static void MI_CALL Sample_Disk_Unload(void *self, MI_Context *context) {
    MI_UNREFERENCED_PARAMETER(self);
    MI_Context_PostResult(context, MI_RESULT_OK);
}

extern MI_CONST MI_ClassDecl Sample_Disk_rtti;

static void MI_CALL Sample_Disk_Enumerate(void *self, MI_Context *context, const MI_Char *name_space,
                                          const MI_Char *class_name, const MI_PropertySet *properties,
                                          MI_Boolean keys_only, const MI_Filter *filter) {
    Sample_Disk disk;
    MI_Value value;
    MI_Result result;
    MI_Boolean wanted = MI_FALSE;
    ((Sample_Disk_Self *)self)->requests++;
    (void)name_space;
    (void)class_name;

    memset(&disk, 0, sizeof(disk));
    result = MI_ConstructInstance(context, &Sample_Disk_rtti, MI_InstanceOf(&disk));
    if (result != MI_RESULT_OK) {
        MI_PostError(context, (MI_Uint32)result, MI_RESULT_TYPE_MI, MI_T("no instance"));
        return;
    }
    value.string = (MI_Char *)MI_T("sda");
    MI_Instance_SetElementAt(&disk.__instance, 0, &value, MI_STRING, MI_FLAG_BORROW);
    if (!keys_only && properties != NULL &&
        MI_PropertySet_ContainsElement(properties, MI_T("Size"), &wanted) == MI_RESULT_OK && wanted) {
        disk.Size.value = MI_ULL(1000000000000);
        disk.Size.exists = 1;
    }
    wanted = MI_TRUE;
    if (filter != NULL) MI_Filter_Evaluate(filter, &disk.__instance, &wanted);
    if (wanted) MI_PostInstance(context, &disk.__instance);
    MI_Instance_Destruct(&disk.__instance);
    MI_PostResult(context, MI_RESULT_OK);
}

static MI_CONST MI_ProviderFT disk_functions = {
    (MI_ProviderFT_Load)Sample_Disk_Load,
    (MI_ProviderFT_Unload)Sample_Disk_Unload,
    NULL,
    (MI_ProviderFT_EnumerateInstances)Sample_Disk_Enumerate,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

MI_CONST MI_ClassDecl Sample_Disk_rtti = {
    MI_FLAG_CLASS, 0x0073690B, MI_T("Sample_Disk"), NULL, 0, disk_properties, MI_COUNT(disk_properties),
    sizeof(Sample_Disk), NULL, NULL, NULL, 0, &sample_schema, &disk_functions, NULL};

static MI_ClassDecl MI_CONST *MI_CONST classes[] = {&Sample_Disk_rtti};
MI_CONST MI_SchemaDecl sample_schema = {NULL, 0, classes, MI_COUNT(classes)};

static MI_Server *server_given;

MI_Result MI_CALL MI_Server_GetVersion(MI_Uint32 *version) {
    return server_given->serverFT->GetVersion(version);
}

MI_Result MI_CALL MI_Server_GetSystemName(const MI_Char **systemName) {
    return server_given->serverFT->GetSystemName(systemName);
}

MI_EXTERN_C MI_EXPORT MI_Module *MI_MAIN_CALL MI_Main(_In_ MI_Server *server) {
    static MI_Module module;
    server_given = server;
    module.version = MI_MAKE_VERSION(1, 0, 0);
    module.generatorVersion = MI_VERSION;
    module.flags = MI_MODULE_FLAG_STANDARD_QUALIFIERS | MI_MODULE_FLAG_FILTER_SUPPORT;
    module.charSize = sizeof(MI_Char);
    module.schemaDecl = (MI_SchemaDecl *)&sample_schema;
    return &module;
}
