/* A class as a generator would write it: a key, a property with a default, an array, a method with parameters. */
#ifndef C_TESTS_DECLARED_H
#define C_TESTS_DECLARED_H

#include "mi.h"
#include <stddef.h>

typedef struct _Thing {
    MI_Instance __instance;
    MI_ConstStringField Name;
    MI_ConstUint32Field Size;
    MI_ConstUint32AField Parts;
} Thing;

/* First letter, last letter and length of a name, in lower case. */
#define CODE(FIRST, LAST, LENGTH) (((MI_Uint32)(FIRST) << 16) | ((MI_Uint32)(LAST) << 8) | (LENGTH))

static const MI_Char *const description_value = MI_T("A thing");
static const MI_Boolean true_value = MI_TRUE;
static const MI_Uint32 size_default = 7;

static const MI_Qualifier description = {MI_T("Description"), MI_STRING, MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS |
                                         MI_FLAG_TRANSLATABLE, &description_value};
static const MI_Qualifier key = {MI_T("Key"), MI_BOOLEAN, MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TOSUBCLASS, &true_value};
static const MI_Qualifier *const class_qualifiers[] = {&description};
static const MI_Qualifier *const key_qualifiers[] = {&key, &description};

static const MI_PropertyDecl name_decl = {MI_FLAG_PROPERTY | MI_FLAG_KEY, CODE('n', 'e', 4), MI_T("Name"), key_qualifiers,
                                          2, MI_STRING, NULL, 0, offsetof(Thing, Name), MI_T("Thing"), MI_T("Thing"),
                                          NULL};
static const MI_PropertyDecl size_decl = {MI_FLAG_PROPERTY, CODE('s', 'e', 4), MI_T("Size"), NULL, 0, MI_UINT32, NULL, 0,
                                          offsetof(Thing, Size), MI_T("Thing"), MI_T("Thing"), &size_default};
static const MI_PropertyDecl parts_decl = {MI_FLAG_PROPERTY, CODE('p', 's', 5), MI_T("Parts"), NULL, 0, MI_UINT32A, NULL,
                                           0, offsetof(Thing, Parts), MI_T("Thing"), MI_T("Thing"), NULL};
static const MI_PropertyDecl *const properties[] = {&name_decl, &size_decl, &parts_decl};

static const MI_ParameterDecl return_decl = {MI_FLAG_PARAMETER | MI_FLAG_OUT, CODE('m', 'n', 11), MI_T("MIReturn"), NULL,
                                             0, MI_UINT32, NULL, 0, 0};
static const MI_ParameterDecl by_decl = {MI_FLAG_PARAMETER | MI_FLAG_IN, CODE('b', 'y', 2), MI_T("By"), class_qualifiers,
                                         1, MI_UINT32, NULL, 0, 8};
static const MI_ParameterDecl whose_decl = {MI_FLAG_PARAMETER | MI_FLAG_OUT, CODE('w', 'e', 5), MI_T("Whose"), NULL, 0,
                                            MI_REFERENCE, MI_T("Thing"), 0, 16};
static const MI_ParameterDecl *const parameters[] = {&return_decl, &by_decl, &whose_decl};
static const MI_MethodDecl grow_decl = {MI_FLAG_METHOD, CODE('g', 'w', 4), MI_T("Grow"), class_qualifiers, 1, parameters,
                                        3, 32, MI_UINT32, MI_T("Thing"), MI_T("Thing"), NULL, NULL};
static const MI_MethodDecl *const methods[] = {&grow_decl};

static const MI_SchemaDecl schema = {NULL, 0, NULL, 0};

static const MI_ClassDecl thing_rtti = {MI_FLAG_CLASS, CODE('t', 'g', 5), MI_T("Thing"), class_qualifiers, 1, properties,
                                        3, sizeof(Thing), NULL, NULL, methods, 1, &schema, NULL, NULL};

#endif
