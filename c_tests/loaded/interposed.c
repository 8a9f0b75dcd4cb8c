/*
 * An executable that defines every name the library exports, and exports them to it: the library must not call any of
 * them. Linked with a generated file of such functions, each of which ends the process. argv[1]: the library.
 */
#include "life.h"

int main(int argc, char **argv) {
    void *library;
    if (argc < 2) return 1;
    library = load(argv[1]);
    printf("used: %d\n", life(find_initialize(library)));
    dlclose(library);
    printf("still mapped: %d\n", mapped("libmi.so"));
    return 0;
}
