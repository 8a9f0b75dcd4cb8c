/* A library whose constructor, and with it the dynamic loader, is the program's own while it runs. */
void under_the_loader(void);

__attribute__((constructor)) static void run(void) {
    under_the_loader();
}
