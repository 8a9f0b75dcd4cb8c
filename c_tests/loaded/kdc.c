/*
 * The library is unloaded while a thread of its own still waits for a KDC. argv[1]: the library; argv[2]: another one
 * whose constructor calls `under_the_loader`; argv[3]: a folder for settings.
 */
#include "life.h"
#include "../remote.h"
#include "../silent_kdc.h"
#include <sched.h>

static Finals asked = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
static Finals ended = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
static int ends;
static unsigned short service_port;

static const char *path;
static void *library;
static MI_Application application;
static MI_Session session;

static void count_question(void) {
    finals_add(&asked);
}

static void begin(void) {
    library = load(path);
    NEED(find_initialize(library)(0, NULL, NULL, &application));
    /* For whose log-on the KDC is asked. */
    open_remote(&application, &session, service_port, MI_AUTH_TYPE_KERBEROS, "SILENT.TEST", NULL);
}

static void start(MI_Operation *operation) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = &ended;
    callbacks.instanceResult = on_instance;
    session.ft->TestConnection(&session, 0, &callbacks, operation);
    ends++;
}

static void end(MI_Operation *operation) {
    NEED(operation->ft->Close(operation));
    NEED(session.ft->Close(&session, NULL, NULL));
    NEED(application.ft->Close(&application));
    finals_wait(&ended, ends);
    dlclose(library);
}

static void wait_for_threads(int count) {
    while (library_threads(1) != count) sched_yield();
}

/*
 * The constructor's thread holds the loader's lock. Closing needs it on no thread of the library that is waited for; the
 * one that logs on needs it before it keeps the library mapped by itself, and cannot come to that before all is closed
 * and unloaded.
 */
void under_the_loader(void);
void under_the_loader(void) {
    MI_Operation operation;
    start(&operation);
    wait_for_threads(1);
    end(&operation);
}

int main(int argc, char **argv) {
    SilentKdc kdc;
    MI_Operation operation;
    int service, before;
    if (argc < 4 || chdir(argv[3]) != 0) return 1;
    path = argv[1];
    service = listen_on_loopback(&service_port);

    silent_kdc_start(&kdc, count_question);
    begin();
    start(&operation);
    finals_wait(&asked, 1);
    end(&operation);
    printf("waiting: %d, mapped: %d\n", library_threads(1), mapped("libmi.so") > 0);
    library = load(path);
    printf("used: %d\n", life(find_initialize(library)));
    dlclose(library);
    printf("waiting: %d, mapped: %d\n", library_threads(1), mapped("libmi.so") > 0);
    silent_kdc_end(&kdc);
    wait_for_threads(0);
    /* What a living thread held back goes with the next unloading. */
    dlclose(load(path));
    printf("waiting: %d, mapped: %d\n", library_threads(1), mapped("libmi.so") > 0);

    silent_kdc_start(&kdc, count_question);
    before = asked.count;
    begin();
    if (dlopen(argv[2], RTLD_NOW) == NULL) printf("%s\n", dlerror());
    finals_wait(&asked, before + 1);
    printf("begun after the unloading, mapped: %d\n", mapped("libmi.so") > 0);
    silent_kdc_end(&kdc);
    wait_for_threads(0);
    close(service);
    return 0;
}
