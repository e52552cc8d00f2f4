/*
 * launch PROGRAM ARGUMENT...: becomes PROGRAM, with an environment in which nothing steers it.
 *
 * What an image and a Language set is for the programs of the Repl. Java and the C library would obey it too: JAVA_TOOL_OPTIONS,
 * LD_PRELOAD, LC_ALL and many more, some of them before a line of pid1 has run. So all of it is kept under a prefix, from under
 * which pid1's ProgramEnvironment gives it to programs. Linked statically: LD_PRELOAD and its kin have no power here either.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* PodVariables.PROGRAM_PREFIX */
#define PROGRAM_PREFIX "REPLYARD_PROGRAM_"

extern char **environ;

/* The operator's words to pid1, and the folder that it works in. */
static int is_for_pid1(const char *variable) {
    return strncmp(variable, "REPLYARD_", 9) == 0 || strncmp(variable, "REPL_", 5) == 0 || strncmp(variable, "HOME=", 5) == 0;
}

static char *for_programs(const char *variable) {
    char *kept = malloc(sizeof PROGRAM_PREFIX + strlen(variable));
    return kept == NULL ? NULL : strcat(strcpy(kept, PROGRAM_PREFIX), variable);
}

int main(int argc, char **argv) {
    size_t count = 0;
    char **own;

    if (argc < 2) {
        fputs("usage: launch PROGRAM ARGUMENT...\n", stderr);
        return 2;
    }
    while (environ[count] != NULL) {
        count++;
    }
    own = calloc(count + 2, sizeof *own);
    if (own == NULL) {
        perror("launch");
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        own[i] = is_for_pid1(environ[i]) ? environ[i] : for_programs(environ[i]);
        if (own[i] == NULL) {
            perror("launch");
            return 1;
        }
    }
    /* Java takes the encoding of file names and of the environment from the locale, and from nowhere else. */
    own[count] = "LANG=C.UTF-8";
    execve(argv[1], argv + 1, own);
    perror(argv[1]);
    return 127;
}
