#include "cli/module.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running program, with a slash at its end; "" when it is not to be found out. */
static void program_folder(char folder[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[1] = '\0';
}

static void *open_module(const char *module)
{
    char folder[PATH_MAX], path[2 * PATH_MAX];
    program_folder(folder);
    /* built; installed, wherever the whole was put; installed, the program alone having been moved */
    static const char *const places[] = {"", ENTENTE_MODULE_FROM_PROGRAM "/", ENTENTE_MODULE_FOLDER "/"};
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%sentente-%s.so", *places[i] == '/' ? "" : folder, places[i], module);
        if (access(path, R_OK) != 0)
            continue;
        void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (!handle)
            cli_error("the module %s cannot be opened: %s", path, dlerror());
        return handle;
    }
    cli_error("the module entente-%s.so is missing", module);
    cli_hint("looked for in %s and %s", folder, ENTENTE_MODULE_FOLDER);
    return NULL;
}

const cli_command *cli_module_find(const char *module, const char *command)
{
    void *handle = open_module(module);
    if (!handle)
        return NULL;
    char symbol[64];
    snprintf(symbol, sizeof symbol, "cli_module_%s", module);
    const cli_command *const *commands = dlsym(handle, symbol);
    for (; commands && *commands; commands++)
        if (strcmp((*commands)->name, command) == 0)
            return *commands;
    cli_error("the module entente-%s.so does not have the command `%s`: it belongs to another version", module,
              command);
    return NULL;
}

bool cli_module_register(const char *module, entente *db)
{
    void *handle = open_module(module);
    if (!handle)
        return false;
    entente_status (*procedures)(entente *) = (entente_status(*)(entente *))dlsym(handle, "cli_module_procedures");
    if (procedures && procedures(db) == ENTENTE_OK)
        return true;
    cli_error("the procedures of the module entente-%s.so cannot be used", module);
    return false;
}
