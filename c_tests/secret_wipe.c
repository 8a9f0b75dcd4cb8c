/*
 * A password never goes back to the allocator readable: this program's own free() looks at every block that anyone
 * frees, and counts those in which the password still stands.
 */
/* Not on Windows: it stands in for the C library's own allocator. */
#include "report.h"
#include <malloc.h>

#ifdef __cplusplus
extern "C" {
#endif
void __libc_free(void *block);
void *__libc_realloc(void *block, size_t size);
void free(void *block);
void *realloc(void *block, size_t size);
#ifdef __cplusplus
}
#endif

/* Built at run time, so that no copy of it lies in the program's data. */
static char secret[] = "XYXYXYXYXYXYXYXYXYXYXYXYX";
static volatile int watching;
static volatile long readable;

static void look_at(const char *block) {
    size_t size = malloc_usable_size((void *)block), at;
    const size_t length = sizeof secret - 1;
    for (at = 0; at + length <= size; at++) {
        if (block[at] == secret[0] && memcmp(block + at, secret, length) == 0) readable++;
    }
}

void free(void *block) {
    if (watching && block != NULL) look_at((const char *)block);
    __libc_free(block);
}

void *realloc(void *block, size_t size) {
    if (watching && block != NULL) look_at((const char *)block);
    return __libc_realloc(block, size);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL, copy = MI_DESTINATIONOPTIONS_NULL;
    MI_SubscriptionDeliveryOptions delivery = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    MI_UserCredentials given;
    const MI_Char *name = NULL;
    MI_Char buffer[64];
    MI_Uint32 length = 0, index;
    char *probe;

    for (index = 0; index + 1 < sizeof secret; index++) secret[index] = (char)('a' + (index * 7) % 26);
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    watching = 1;
    /* The watch works: a block with the secret is noticed. */
    probe = (char *)malloc(64);
    strcpy(probe, secret);
    free(probe);
    SHOW_HOLDS(readable == 1);
    readable = 0;

    NEED(MI_Application_NewDestinationOptions(&application, &options));
    NEED(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Pull, &delivery));
    memset(&given, 0, sizeof given);
    given.authenticationType = MI_AUTH_TYPE_BASIC;
    given.credentials.usernamePassword.username = MI_T("user");
    given.credentials.usernamePassword.password = secret;
    REPORT(MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    REPORT(MI_DestinationOptions_AddProxyCredentials(&options, &given));
    REPORT(MI_SubscriptionDeliveryOptions_AddDeliveryCredentials(&delivery, &given));
    given.credentials.usernamePassword.username = NULL;
    REPORT_AS("refused credentials", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    for (index = 0; index < 100; index++) MI_DestinationOptions_SetNumber(&options, MI_T("n"), index);
    REPORT(MI_DestinationOptions_GetCredentialsPasswordAt(&options, 0, &name, buffer, 64, &length, NULL));
    SHOW_HOLDS(strcmp(buffer, secret) == 0);
    REPORT(MI_DestinationOptions_Clone(&options, &copy));
    MI_DestinationOptions_Delete(&options);
    REPORT(MI_DestinationOptions_GetCredentialsPasswordAt(&copy, 0, &name, buffer, 64, &length, NULL));
    MI_DestinationOptions_Delete(&copy);
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&delivery));
    REPORT(MI_Application_Close(&application));
    watching = 0;
    SHOW_NUMBER(readable);
    return 0;
}
