/*
 * Preloaded before a C test, this runs it on another libmi.so: the one named in MI_OTHER_LIBMI. It takes the place of
 * the two symbols that begin everything, and of the functions of serializers, whose handles hold no table; the rest of
 * the API goes through the tables that the other library gave.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

typedef unsigned int (*initialize)(unsigned int flags, const char *id, void **error, void *application);

/*
 * An executable that was not compiled with -fPIC has a copy of this, which the loader has made read-only by the time
 * the constructor below runs; either way all use the one that is assigned there.
 */
const void *mi_clientFT_V1;

static void *other(void) {
    static void *handle;
    const char *path = getenv("MI_OTHER_LIBMI");
    if (handle == NULL && path != NULL) {
        handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
        if (handle == NULL) {
            fprintf(stderr, "other libmi: %s\n", dlerror());
            exit(77);
        }
    }
    return handle;
}

__attribute__((constructor)) static void begin(void) {
    void *library = other();
    const void **tables = library == NULL ? NULL : (const void **)dlsym(library, "mi_clientFT_V1");
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (tables != NULL && mprotect((void *)((uintptr_t)&mi_clientFT_V1 & -page), page, PROT_READ | PROT_WRITE) == 0) {
        mi_clientFT_V1 = *tables;
    }
}

unsigned int MI_Application_InitializeV1(unsigned int flags, const char *id, void **error, void *application) {
    void *library = other();
    initialize function = library == NULL ? NULL : (initialize)dlsym(library, "MI_Application_InitializeV1");
    if (function == NULL) {
        fprintf(stderr, "other libmi: MI_OTHER_LIBMI names no library with MI_Application_InitializeV1\n");
        exit(77);
    }
    return function(flags, id, error, application);
}

/* The table of serializers in MI_ClientFT_V1. A NULL handle is not handed on: the original follows it. */
struct serializers {
    unsigned int (*close)(void *serializer);
    unsigned int (*write[2])(void *serializer, unsigned int flags, const void *object, void *buffer, unsigned int length,
                             unsigned int *needed);
};

static const struct serializers *serializers(void) {
    return ((const struct serializers *const *)mi_clientFT_V1)[4];
}

unsigned int MI_Serializer_Close(void *serializer) {
    return serializer == NULL ? 4 : serializers()->close(serializer);
}

unsigned int MI_Serializer_SerializeClass(void *serializer, unsigned int flags, const void *object, void *buffer,
                                          unsigned int length, unsigned int *needed) {
    return serializer == NULL ? 4 : serializers()->write[0](serializer, flags, object, buffer, length, needed);
}

unsigned int MI_Serializer_SerializeInstance(void *serializer, unsigned int flags, const void *object, void *buffer,
                                             unsigned int length, unsigned int *needed) {
    return serializer == NULL ? 4 : serializers()->write[1](serializer, flags, object, buffer, length, needed);
}
