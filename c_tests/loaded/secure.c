/*
 * A close that is refused, and reported unless MI_LOG says otherwise; in a setuid or setcap host no variable is read.
 * argv[1]: the library.
 */
#include "life.h"
#include <sys/auxv.h>

int main(int argc, char **argv) {
    MI_Application application;
    MI_Session session;
    void *library;
    if (argc < 2) return 1;
    printf("secure: %d\n", getauxval(AT_SECURE) != 0);
    library = load(argv[1]);
    if (find_initialize(library)(0, NULL, NULL, &application) != MI_RESULT_OK) return 2;
    if (application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session) != MI_RESULT_OK) return 3;
    printf("refused: %d\n", application.ft->Close(&application) == MI_RESULT_FAILED);
    if (session.ft->Close(&session, NULL, NULL) != MI_RESULT_OK) return 4;
    if (application.ft->Close(&application) != MI_RESULT_OK) return 5;
    dlclose(library);
    return 0;
}
