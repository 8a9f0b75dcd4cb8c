/* Objects of WMI that a test makes: classes and instances with typed properties, qualifiers and methods. They take only
   the VARIANTs that the SDK's table of CIM types names, and count who holds them. */
#ifndef C_TESTS_SCRIPT_OBJECT_H
#define C_TESTS_SCRIPT_OBJECT_H

#define COBJMACROS
#include "report.h"
#include <ole2.h>
#include <stdarg.h>
#include <wbemcli.h>
#include <wchar.h>

/* Everything of a script's that somebody holds. */
static LONG living;

/* The properties that are written are printed. */
static int say_puts;

#define SCRIPT_MOST 24

typedef struct Object Object;

/* A property, a qualifier, a method, or a value of a context. */
typedef struct Named {
    WCHAR name[64];
    CIMTYPE cim;
    VARIANT value;
    LONG flavor;
    const WCHAR *origin;
    Object *input, *output;
    struct Named *qualifiers;
    int qualifier_count;
} Named;

/* A class, an instance, or a method's parameters. */
struct Object {
    IWbemClassObject face;
    LONG references;
    int is_class;
    WCHAR name[64];
    const WCHAR *superclasses[4];
    const WCHAR *place;
    Named *properties, *methods, *qualifiers;
    int property_count, method_count, qualifier_count;
    int property_at, method_at;
};

/* Stands in every slot that no test has a use for. */
static HRESULT STDMETHODCALLTYPE unscripted(void) {
    printf("A CALL THAT IS NOT IN THE SCRIPT\n");
    return E_NOTIMPL;
}
#define UNSCRIPTED ((void *)unscripted)

/* Values. */

static inline VARIANT v_null(void) {
    VARIANT v;
    memset(&v, 0, sizeof v);
    v.vt = VT_NULL;
    return v;
}

#define VALUE_OF(NAME, TYPE, VT, MEMBER)      \
    static inline VARIANT NAME(TYPE value) {  \
        VARIANT v = v_null();                 \
        v.vt = VT;                            \
        v.MEMBER = value;                     \
        return v;                             \
    }
VALUE_OF(v_ui1, BYTE, VT_UI1, bVal)
VALUE_OF(v_i2, SHORT, VT_I2, iVal)
VALUE_OF(v_i4, LONG, VT_I4, lVal)
VALUE_OF(v_r4, FLOAT, VT_R4, fltVal)
VALUE_OF(v_r8, DOUBLE, VT_R8, dblVal)
VALUE_OF(v_of_bool, VARIANT_BOOL, VT_BOOL, boolVal)
VALUE_OF(v_unknown, IUnknown *, VT_UNKNOWN, punkVal)
#undef VALUE_OF

static inline VARIANT v_bool(int value) {
    return v_of_bool(value ? VARIANT_TRUE : VARIANT_FALSE);
}

static inline VARIANT v_text(const WCHAR *text) {
    VARIANT v = v_null();
    v.vt = VT_BSTR;
    v.bstrVal = SysAllocString(text);
    return v;
}

static inline VARIANT v_object(Object *object) {
    InterlockedIncrement(&object->references);
    return v_unknown((IUnknown *)&object->face);
}

/* An array of `count` values of one type, which it takes. */
static inline VARIANT v_array(VARTYPE vt, int count, ...) {
    VARIANT v = v_null();
    va_list all;
    LONG i;
    v.vt = VT_ARRAY | vt;
    v.parray = SafeArrayCreateVector(vt, 0, (ULONG)count);
    va_start(all, count);
    for (i = 0; i < count; i++) {
        VARIANT element = va_arg(all, VARIANT);
        void *from = vt == VT_BSTR || vt == VT_UNKNOWN ? (void *)element.byref : (void *)&element.byref;
        if (element.vt != vt || FAILED(SafeArrayPutElement(v.parray, &i, from))) printf("AN ARRAY OF THE TEST'S IS WRONG\n");
        VariantClear(&element);
    }
    va_end(all);
    return v;
}

/* What the SDK's table says that holds a value of this type. */
static inline VARTYPE vt_of(CIMTYPE cim) {
    VARTYPE array = cim & CIM_FLAG_ARRAY ? VT_ARRAY : 0;
    switch (cim & ~CIM_FLAG_ARRAY) {
    case CIM_UINT8: return array | VT_UI1;
    case CIM_SINT8: case CIM_SINT16: case CIM_CHAR16: return array | VT_I2;
    case CIM_UINT16: case CIM_SINT32: case CIM_UINT32: return array | VT_I4;
    case CIM_REAL32: return array | VT_R4;
    case CIM_REAL64: return array | VT_R8;
    case CIM_BOOLEAN: return array | VT_BOOL;
    case CIM_OBJECT: return array | VT_UNKNOWN;
    default: return array | VT_BSTR;
    }
}

static inline const char *cim_name(CIMTYPE cim) {
    static const struct { CIMTYPE cim; const char *name; } all[] = {
        {CIM_UINT8, "uint8"}, {CIM_SINT8, "sint8"}, {CIM_UINT16, "uint16"}, {CIM_SINT16, "sint16"}, {CIM_UINT32, "uint32"},
        {CIM_SINT32, "sint32"}, {CIM_UINT64, "uint64"}, {CIM_SINT64, "sint64"}, {CIM_REAL32, "real32"}, {CIM_REAL64, "real64"},
        {CIM_BOOLEAN, "boolean"}, {CIM_STRING, "string"}, {CIM_DATETIME, "datetime"}, {CIM_REFERENCE, "reference"},
        {CIM_CHAR16, "char16"}, {CIM_OBJECT, "object"}};
    size_t i;
    for (i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].cim == (cim & ~CIM_FLAG_ARRAY)) return all[i].name;
    return "no type";
}

static void print_members(const Object *object);

static void print_scalar(VARTYPE vt, const void *data) {
    switch (vt) {
    case VT_NULL: printf("NULL"); break;
    case VT_UI1: printf("%u", *(const BYTE *)data); break;
    case VT_I2: printf("%d", *(const SHORT *)data); break;
    case VT_I4: printf("%ld", *(const LONG *)data); break;
    case VT_R4: printf("%.9g", (double)*(const FLOAT *)data); break;
    case VT_R8: printf("%.17g", *(const DOUBLE *)data); break;
    case VT_BOOL:
        printf(*(const VARIANT_BOOL *)data == VARIANT_TRUE ? "true" : *(const VARIANT_BOOL *)data == 0 ? "false" : "NO BOOLEAN");
        break;
    case VT_BSTR: printf("'%s'", *(BSTR const *)data == NULL ? "" : shown_wide((const MI_Char *)*(BSTR const *)data)); break;
    case VT_UNKNOWN: print_members(*(Object *const *)data); break;
    default: printf("A VARIANT THAT WMI DOES NOT TAKE: %d", vt); break;
    }
}

static inline void print_variant(VARIANT *v) {
    LONG first, last, i;
    if (!(v->vt & VT_ARRAY)) {
        print_scalar(v->vt, &v->byref);
        return;
    }
    printf("{");
    if (FAILED(SafeArrayGetLBound(v->parray, 1, &first)) || FAILED(SafeArrayGetUBound(v->parray, 1, &last))) printf("NO ARRAY");
    else
        for (i = first; i <= last; i++) {
            void *element = NULL;
            if (i > first) printf(", ");
            SafeArrayPtrOfIndex(v->parray, &i, &element);
            print_scalar(v->vt & ~VT_ARRAY, element);
        }
    printf("}");
}

/* `class {name type = value; ...}`. */
static void print_members(const Object *object) {
    int i;
    printf("%s {", shown_wide((const MI_Char *)object->name));
    for (i = 0; i < object->property_count; i++) {
        Named *one = &object->properties[i];
        printf("%s%s %s%s = ", i > 0 ? "; " : "", shown_wide((const MI_Char *)one->name), cim_name(one->cim),
               one->cim & CIM_FLAG_ARRAY ? "[]" : "");
        print_variant(&one->value);
    }
    printf("}");
}

/* Lists of names. */

static inline Named *find(Named *all, int count, const WCHAR *name) {
    int i;
    for (i = 0; i < count; i++)
        if (lstrcmpiW(all[i].name, name) == 0) return &all[i];
    return NULL;
}

/* Makes one; it takes the value. */
static inline Named *append(Named **all, int *count, const WCHAR *name, VARIANT value) {
    Named *one;
    if (*all == NULL) *all = calloc(SCRIPT_MOST, sizeof **all);
    if (*count == SCRIPT_MOST) {
        printf("THE TEST'S OBJECT IS FULL\n");
        exit(1);
    }
    one = &(*all)[(*count)++];
    lstrcpynW(one->name, name, 64);
    one->value = value;
    return one;
}

static inline void release_all(Named *all, int count);

static inline HRESULT STDMETHODCALLTYPE object_query(IWbemClassObject *face, REFIID iid, void **out) {
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IWbemClassObject)) {
        *out = NULL;
        return E_NOINTERFACE;
    }
    IWbemClassObject_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE object_add(IWbemClassObject *face) {
    return (ULONG)InterlockedIncrement(&((Object *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE object_release(IWbemClassObject *face) {
    Object *object = (Object *)face;
    LONG left = InterlockedDecrement(&object->references);
    if (left == 0) {
        release_all(object->properties, object->property_count);
        release_all(object->methods, object->method_count);
        release_all(object->qualifiers, object->qualifier_count);
        free(object);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline void object_drop(Object *object) {
    if (object != NULL) object_release(&object->face);
}

static inline void release_all(Named *all, int count) {
    int i;
    for (i = 0; i < count; i++) {
        VariantClear(&all[i].value);
        object_drop(all[i].input);
        object_drop(all[i].output);
        release_all(all[i].qualifiers, all[i].qualifier_count);
    }
    free(all);
}

/* What enumerations and getters of all kinds answer. */
static inline HRESULT give(const Named *one, BSTR *name, VARIANT *value, CIMTYPE *cim, LONG *flavor) {
    if (name != NULL) *name = SysAllocString(one->name);
    if (cim != NULL) *cim = one->cim;
    if (flavor != NULL) *flavor = one->flavor;
    if (value == NULL) return S_OK;
    VariantInit(value);
    return VariantCopy(value, (VARIANT *)&one->value);
}

/* A set of qualifiers; it keeps the object that they are of. */
typedef struct Qualifiers {
    IWbemQualifierSet face;
    LONG references;
    Object *owner;
    Named *all;
    int count, at;
} Qualifiers;

static inline HRESULT STDMETHODCALLTYPE qualifiers_query(IWbemQualifierSet *face, REFIID iid, void **out) {
    (void)iid;
    IWbemQualifierSet_AddRef(face);
    *out = face;
    return S_OK;
}

static inline ULONG STDMETHODCALLTYPE qualifiers_add(IWbemQualifierSet *face) {
    return (ULONG)InterlockedIncrement(&((Qualifiers *)face)->references);
}

static inline ULONG STDMETHODCALLTYPE qualifiers_release(IWbemQualifierSet *face) {
    Qualifiers *set = (Qualifiers *)face;
    LONG left = InterlockedDecrement(&set->references);
    if (left == 0) {
        object_drop(set->owner);
        free(set);
        InterlockedDecrement(&living);
    }
    return (ULONG)left;
}

static inline HRESULT STDMETHODCALLTYPE qualifiers_get(IWbemQualifierSet *face, LPCWSTR name, LONG flags, VARIANT *value,
                                                       LONG *flavor) {
    Qualifiers *set = (Qualifiers *)face;
    Named *one = find(set->all, set->count, name);
    (void)flags;
    return one == NULL ? (HRESULT)WBEM_E_NOT_FOUND : give(one, NULL, value, NULL, flavor);
}

static inline HRESULT STDMETHODCALLTYPE qualifiers_begin(IWbemQualifierSet *face, LONG flags) {
    (void)flags;
    ((Qualifiers *)face)->at = 0;
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE qualifiers_next(IWbemQualifierSet *face, LONG flags, BSTR *name, VARIANT *value,
                                                        LONG *flavor) {
    Qualifiers *set = (Qualifiers *)face;
    (void)flags;
    return set->at == set->count ? (HRESULT)WBEM_S_NO_MORE_DATA : give(&set->all[set->at++], name, value, NULL, flavor);
}

static inline HRESULT qualifiers_of(Object *owner, Named *all, int count, IWbemQualifierSet **out) {
    static IWbemQualifierSetVtbl table = {.QueryInterface = qualifiers_query, .AddRef = qualifiers_add,
        .Release = qualifiers_release, .Get = qualifiers_get, .Put = UNSCRIPTED, .Delete = UNSCRIPTED, .GetNames = UNSCRIPTED,
        .BeginEnumeration = qualifiers_begin, .Next = qualifiers_next, .EndEnumeration = UNSCRIPTED};
    Qualifiers *set = calloc(1, sizeof *set);
    *set = (Qualifiers){{&table}, 1, owner, all, count, 0};
    InterlockedIncrement(&owner->references);
    InterlockedIncrement(&living);
    *out = &set->face;
    return S_OK;
}

/* The object itself. */

/* A key of an object path. */
static inline void append_key(WCHAR *path, const Named *key) {
    WCHAR *end = path + lstrlenW(path);
    const WCHAR *from;
    if (key->value.vt != VT_BSTR || (key->cim & ~CIM_FLAG_ARRAY) == CIM_UINT64 || key->cim == CIM_SINT64) {
        if (key->value.vt == VT_BSTR) lstrcpyW(end, key->value.bstrVal);
        else if (key->value.vt == VT_BOOL) lstrcpyW(end, key->value.boolVal ? L"TRUE" : L"FALSE");
        else wsprintfW(end, L"%d", key->value.vt == VT_UI1 ? key->value.bVal : key->value.vt == VT_I2 ? key->value.iVal
                                                                                                     : key->value.lVal);
        return;
    }
    *end++ = '"';
    for (from = key->value.bstrVal; *from != 0; from++) {
        if (*from == '"' || *from == '\\') *end++ = '\\';
        *end++ = *from;
    }
    *end++ = '"';
    *end = 0;
}

/* The relative path; false where the object has none: an instance whose keys are not all there. */
static inline int relative_path(Object *object, WCHAR *path) {
    int i, keys = 0;
    lstrcpyW(path, object->name);
    if (object->is_class) return 1;
    if (find(object->qualifiers, object->qualifier_count, L"singleton") != NULL) {
        lstrcatW(path, L"=@");
        return 1;
    }
    for (i = 0; i < object->property_count; i++) {
        Named *one = &object->properties[i];
        if (find(one->qualifiers, one->qualifier_count, L"key") == NULL) continue;
        if (one->value.vt == VT_NULL) return 0;
        lstrcatW(path, keys++ == 0 ? L"." : L",");
        lstrcatW(path, one->name);
        lstrcatW(path, L"=");
        append_key(path, one);
    }
    return keys > 0;
}

static inline VARIANT superclasses_of(const Object *object) {
    int count = 0;
    LONG i;
    VARIANT v = v_null();
    while (count < 4 && object->superclasses[count] != NULL) count++;
    v.vt = VT_ARRAY | VT_BSTR;
    v.parray = SafeArrayCreateVector(VT_BSTR, 0, (ULONG)count);
    for (i = 0; i < count; i++) {
        BSTR name = SysAllocString(object->superclasses[i]);
        SafeArrayPutElement(v.parray, &i, name);
        SysFreeString(name);
    }
    return v;
}

static inline HRESULT system_property(Object *object, const WCHAR *name, VARIANT *value, CIMTYPE *cim) {
    WCHAR path[1024], whole[1200];
    VARIANT found = v_null();
    CIMTYPE type = CIM_STRING;
    if (lstrcmpiW(name, L"__CLASS") == 0) found = v_text(object->name);
    else if (lstrcmpiW(name, L"__GENUS") == 0) found = v_i4(object->is_class ? 1 : 2), type = CIM_SINT32;
    else if (lstrcmpiW(name, L"__DERIVATION") == 0) found = superclasses_of(object), type = CIM_STRING | CIM_FLAG_ARRAY;
    else if (lstrcmpiW(name, L"__NAMESPACE") == 0) found = object->place == NULL ? found : v_text(object->place);
    else if (lstrcmpiW(name, L"__SERVER") == 0) found = object->place == NULL ? found : v_text(L"SCRIPTED");
    else if (lstrcmpiW(name, L"__RELPATH") == 0) found = relative_path(object, path) ? v_text(path) : found;
    else if (lstrcmpiW(name, L"__PATH") == 0) {
        if (object->place != NULL && relative_path(object, path)) {
            lstrcpyW(whole, L"\\\\SCRIPTED\\");
            lstrcatW(whole, object->place);
            lstrcatW(whole, L":");
            lstrcatW(whole, path);
            found = v_text(whole);
        }
    } else return WBEM_E_NOT_FOUND;
    if (cim != NULL) *cim = type;
    if (value != NULL) *value = found;
    else VariantClear(&found);
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE object_get(IWbemClassObject *face, LPCWSTR name, LONG flags, VARIANT *value, CIMTYPE *cim,
                                                   LONG *flavor) {
    Object *object = (Object *)face;
    Named *one = find(object->properties, object->property_count, name);
    (void)flags;
    return one == NULL ? system_property(object, name, value, cim) : give(one, NULL, value, cim, flavor);
}

/* A property that is there takes what its type is held in, NULL besides. */
static inline HRESULT STDMETHODCALLTYPE object_put(IWbemClassObject *face, LPCWSTR name, LONG flags, VARIANT *value, CIMTYPE cim) {
    Object *object = (Object *)face;
    Named *one = find(object->properties, object->property_count, name);
    if (one == NULL) return WBEM_E_NOT_FOUND;
    if (say_puts) printf("    Put %s\n", shown_wide((const MI_Char *)one->name));
    if (flags != 0 || (cim != 0 && cim != one->cim)) return WBEM_E_INVALID_PARAMETER;
    if (value->vt != VT_NULL && value->vt != vt_of(one->cim)) return WBEM_E_TYPE_MISMATCH;
    VariantClear(&one->value);
    return VariantCopy(&one->value, value);
}

static inline HRESULT STDMETHODCALLTYPE object_begin(IWbemClassObject *face, LONG flags) {
    ((Object *)face)->property_at = 0;
    return flags == WBEM_FLAG_NONSYSTEM_ONLY ? S_OK : (HRESULT)WBEM_E_INVALID_PARAMETER;
}

static inline HRESULT STDMETHODCALLTYPE object_next(IWbemClassObject *face, LONG flags, BSTR *name, VARIANT *value, CIMTYPE *cim,
                                                    LONG *flavor) {
    Object *object = (Object *)face;
    (void)flags;
    if (object->property_at == object->property_count) return WBEM_S_NO_MORE_DATA;
    return give(&object->properties[object->property_at++], name, value, cim, flavor);
}

static inline HRESULT STDMETHODCALLTYPE object_qualifiers(IWbemClassObject *face, IWbemQualifierSet **out) {
    Object *object = (Object *)face;
    return qualifiers_of(object, object->qualifiers, object->qualifier_count, out);
}

static inline HRESULT named_qualifiers(Object *object, Named *one, IWbemQualifierSet **out) {
    if (one == NULL) return WBEM_E_NOT_FOUND;
    return qualifiers_of(object, one->qualifiers, one->qualifier_count, out);
}

static inline HRESULT STDMETHODCALLTYPE object_property_qualifiers(IWbemClassObject *face, LPCWSTR name, IWbemQualifierSet **out) {
    Object *object = (Object *)face;
    return named_qualifiers(object, find(object->properties, object->property_count, name), out);
}

static inline HRESULT STDMETHODCALLTYPE object_method_qualifiers(IWbemClassObject *face, LPCWSTR name, IWbemQualifierSet **out) {
    Object *object = (Object *)face;
    return named_qualifiers(object, find(object->methods, object->method_count, name), out);
}

static inline HRESULT origin_of(const Object *object, const Named *one, BSTR *origin) {
    if (one == NULL) return WBEM_E_NOT_FOUND;
    *origin = SysAllocString(one->origin != NULL ? one->origin : object->name);
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE object_property_origin(IWbemClassObject *face, LPCWSTR name, BSTR *origin) {
    Object *object = (Object *)face;
    return origin_of(object, find(object->properties, object->property_count, name), origin);
}

static inline HRESULT STDMETHODCALLTYPE object_method_origin(IWbemClassObject *face, LPCWSTR name, BSTR *origin) {
    Object *object = (Object *)face;
    return origin_of(object, find(object->methods, object->method_count, name), origin);
}

static inline IWbemClassObject *held(Object *object) {
    if (object == NULL) return NULL;
    object_add(&object->face);
    return &object->face;
}

static inline HRESULT STDMETHODCALLTYPE object_get_method(IWbemClassObject *face, LPCWSTR name, LONG flags, IWbemClassObject **input,
                                                          IWbemClassObject **output) {
    Object *object = (Object *)face;
    Named *one = find(object->methods, object->method_count, name);
    (void)flags;
    if (one == NULL) return WBEM_E_NOT_FOUND;
    if (input != NULL) *input = held(one->input);
    if (output != NULL) *output = held(one->output);
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE object_begin_methods(IWbemClassObject *face, LONG flags) {
    (void)flags;
    ((Object *)face)->method_at = 0;
    return S_OK;
}

static inline HRESULT STDMETHODCALLTYPE object_next_method(IWbemClassObject *face, LONG flags, BSTR *name, IWbemClassObject **input,
                                                           IWbemClassObject **output) {
    Object *object = (Object *)face;
    Named *one;
    (void)flags;
    if (object->method_at == object->method_count) return WBEM_S_NO_MORE_DATA;
    one = &object->methods[object->method_at++];
    *name = SysAllocString(one->name);
    *input = held(one->input);
    *output = held(one->output);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE object_spawn(IWbemClassObject *face, LONG flags, IWbemClassObject **out);

static inline Object *object_new(int is_class, const WCHAR *name) {
    static IWbemClassObjectVtbl table = {.QueryInterface = object_query, .AddRef = object_add, .Release = object_release,
        .GetQualifierSet = object_qualifiers, .Get = object_get, .Put = object_put, .Delete = UNSCRIPTED, .GetNames = UNSCRIPTED,
        .BeginEnumeration = object_begin, .Next = object_next, .EndEnumeration = UNSCRIPTED,
        .GetPropertyQualifierSet = object_property_qualifiers, .Clone = UNSCRIPTED, .GetObjectText = UNSCRIPTED,
        .SpawnDerivedClass = UNSCRIPTED, .SpawnInstance = object_spawn, .CompareTo = UNSCRIPTED,
        .GetPropertyOrigin = object_property_origin, .InheritsFrom = UNSCRIPTED, .GetMethod = object_get_method,
        .PutMethod = UNSCRIPTED, .DeleteMethod = UNSCRIPTED, .BeginMethodEnumeration = object_begin_methods,
        .NextMethod = object_next_method, .EndMethodEnumeration = UNSCRIPTED, .GetMethodQualifierSet = object_method_qualifiers,
        .GetMethodOrigin = object_method_origin};
    Object *object = calloc(1, sizeof *object);
    object->face.lpVtbl = &table;
    object->references = 1;
    object->is_class = is_class;
    lstrcpynW(object->name, name, 64);
    InterlockedIncrement(&living);
    return object;
}

static inline void copy_qualifiers(const Named *from, Named *to) {
    int i;
    for (i = 0; i < from->qualifier_count; i++) {
        VARIANT copy = v_null();
        VariantCopy(&copy, (VARIANT *)&from->qualifiers[i].value);
        append(&to->qualifiers, &to->qualifier_count, from->qualifiers[i].name, copy)->flavor = from->qualifiers[i].flavor;
    }
}

/* An instance of a class, with its defaults. */
static inline Object *spawn(Object *class) {
    Object *made = object_new(0, class->name);
    int i;
    memcpy(made->superclasses, class->superclasses, sizeof made->superclasses);
    for (i = 0; i < class->property_count; i++) {
        Named *from = &class->properties[i];
        VARIANT copy = v_null();
        Named *to;
        VariantCopy(&copy, &from->value);
        to = append(&made->properties, &made->property_count, from->name, copy);
        to->cim = from->cim;
        to->origin = from->origin;
        copy_qualifiers(from, to);
    }
    for (i = 0; i < class->qualifier_count; i++)
        append(&made->qualifiers, &made->qualifier_count, class->qualifiers[i].name, v_bool(1));
    return made;
}

static HRESULT STDMETHODCALLTYPE object_spawn(IWbemClassObject *face, LONG flags, IWbemClassObject **out) {
    (void)flags;
    *out = &spawn((Object *)face)->face;
    return S_OK;
}

/* How a test makes them. */

static inline Named *property(Object *object, const WCHAR *name, CIMTYPE cim, VARIANT value) {
    Named *one = append(&object->properties, &object->property_count, name, value);
    if (value.vt != VT_NULL && value.vt != vt_of(cim)) printf("THE TEST GIVES THE WRONG VARIANT\n");
    one->cim = cim;
    return one;
}

static inline Named *qualify(Named *one, const WCHAR *name, VARIANT value, LONG flavor) {
    append(&one->qualifiers, &one->qualifier_count, name, value)->flavor = flavor;
    return one;
}

static inline Named *key(Named *one) {
    return qualify(one, L"key", v_bool(1), WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE | WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS);
}

static inline void qualify_class(Object *class, const WCHAR *name, VARIANT value, LONG flavor) {
    append(&class->qualifiers, &class->qualifier_count, name, value)->flavor = flavor;
}

/* It takes the parameters. */
static inline Named *method(Object *class, const WCHAR *name, Object *input, Object *output) {
    Named *one = append(&class->methods, &class->method_count, name, v_null());
    one->input = input;
    one->output = output;
    return one;
}

/* Sets what is there. */
static inline void set(Object *object, const WCHAR *name, VARIANT value) {
    Named *one = find(object->properties, object->property_count, name);
    if (one == NULL || (value.vt != VT_NULL && value.vt != vt_of(one->cim))) printf("THE TEST SETS WHAT IS NOT THERE\n");
    else {
        VariantClear(&one->value);
        one->value = value;
    }
}

#endif
