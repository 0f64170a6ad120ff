/* Reading the arguments of a command. Options may stand anywhere; `--` ends them; `--name=value` and `--name value`,
 * `-n value` and `-nvalue` mean the same; a lone `-` is an argument. */
#include "cli/args.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const cli_option cli_format_options[] = {
    {"format", 0, "FORMAT", "table, csv, tsv, json, jsonl or markdown; a table on a terminal, tsv otherwise", false},
    CLI_OPTIONS_END,
};

const cli_option cli_view_options[] = {
    {"as-of", 0, "DATE", "the state on this day (2025-06-30) instead of the latest", false},
    {"certainly", 0, NULL, "with --as-of: count an imprecise date only from the last day that it can mean", false},
    {"kind", 0, "KIND", "agreements of this kind, main or further (repeatable)", true},
    {"status", 0, "STATUS", "agreements with this status (repeatable)", true},
    {"stage", 0, "STAGE", "emerging, agreed, active, contested or ended (repeatable)", true},
    {"party", 0, "PARTY", "agreements that this party has part in (repeatable: any of them)", true},
    CLI_OPTIONS_END,
};

static const cli_option *find_long(const cli_command *command, const char *name, size_t length)
{
    for (int g = 0; g < 4 && command->options[g]; g++)
        for (const cli_option *o = command->options[g]; o->name; o++)
            if (strlen(o->name) == length && memcmp(o->name, name, length) == 0)
                return o;
    return NULL;
}

static const cli_option *find_short(const cli_command *command, char letter)
{
    for (int g = 0; g < 4 && command->options[g]; g++)
        for (const cli_option *o = command->options[g]; o->name; o++)
            if (o->letter == letter)
                return o;
    return NULL;
}

static int unknown_option(const cli_args *args, const char *given, size_t length)
{
    ent_str names[64];
    size_t count = 0;
    for (int g = 0; g < 4 && args->command->options[g]; g++)
        for (const cli_option *o = args->command->options[g]; o->name && count < 64; o++)
            names[count++] = ent_str_of(o->name);
    int near = ent_str_nearest((ent_str){given, (uint32_t)length}, names, count);
    if (near >= 0)
        return cli_usage(args, "unknown option `--%.*s`; did you mean `--%s`?", (int)length, given, names[near].p);
    return cli_usage(args, "unknown option `--%.*s`", (int)length, given);
}

/* One argument that begins with a dash; *i moves on when its value is the next one. */
static int read_option(cli_args *args, int argc, char **argv, int *i)
{
    const char *text = argv[*i];
    const cli_option *option;
    const char *value = NULL, *second = NULL;
    if (text[1] == '-') {
        const char *equals = strchr(text, '=');
        size_t length = equals ? (size_t)(equals - text - 2) : strlen(text + 2);
        option = find_long(args->command, text + 2, length);
        if (!option)
            return unknown_option(args, text + 2, length);
        value = equals ? equals + 1 : NULL;
        if (value && !option->value)
            return cli_usage(args, "option `--%s` takes no value", option->name);
    } else {
        option = find_short(args->command, text[1]);
        if (!option)
            return cli_usage(args, "unknown option `-%c`", text[1]);
        if (option->value && text[2] != '\0')
            value = text + 2;
        else if (text[2] != '\0')
            return cli_usage(args, "option `-%c` takes no value", text[1]);
    }
    if (option->value && !value) {
        if (*i + 1 >= argc)
            return cli_usage(args, "option `--%s` needs a value: %s", option->name, option->value);
        value = argv[++*i];
    }
    if (option->use == CLI_PAIR) {
        if (*i + 1 >= argc)
            return cli_usage(args, "option `--%s` needs two values: %s", option->name, option->value);
        second = argv[++*i];
    }
    args->given[args->given_count++] = (struct cli_given){option, value, second};
    return CLI_DONE;
}

static int check_counts(const cli_args *args)
{
    const cli_command *command = args->command;
    if (args->count < command->min_arguments)
        return cli_usage(args, "too few arguments: expected `%s %s`", command->name, command->arguments);
    if (command->max_arguments >= 0 && args->count > command->max_arguments)
        return cli_usage(args, "unexpected argument `%s`", args->positional[command->max_arguments]);
    for (int i = 0; i < args->given_count; i++)
        for (int j = 0; j < i; j++)
            if (args->given[i].option == args->given[j].option && args->given[i].option->use != CLI_REPEATED)
                return cli_usage(args, "option `--%s` is given twice", args->given[i].option->name);
    return CLI_DONE;
}

static void print_option(const cli_option *option)
{
    char head[64];
    int length = option->letter ? snprintf(head, sizeof head, "-%c, ", option->letter) : 0;
    snprintf(head + length, sizeof head - (size_t)length, "--%s%s%s", option->name, option->value ? " " : "",
             option->value ? option->value : "");
    printf("  %-22s  %s\n", head, option->help);
}

void cli_print_help(const cli_command *command, const char *summary)
{
    printf("Usage: entente %s %s [OPTIONS]\n\n%s\n", command->name, command->arguments, summary);
    if (command->details)
        printf("\n%s\n", command->details);
    if (command->describe)
        command->describe(command);
    printf("\nOptions:\n");
    for (int g = 0; g < 4 && command->options[g]; g++)
        for (const cli_option *o = command->options[g]; o->name; o++)
            if (find_long(command, o->name, strlen(o->name)) == o) /* a command's own one stands before a shared one */
                print_option(o);
    printf("  %-22s  %s\n", "-h, --help", "this text");
}

int cli_args_read(cli_args *args, int argc, char **argv, bool *wants_help)
{
    args->positional = ENT_NEW_ARRAY(args->arena, const char *, (size_t)argc + 1);
    args->given = ENT_NEW_ARRAY(args->arena, struct cli_given, (size_t)argc + 1);
    *wants_help = false;
    if (!args->positional || !args->given) {
        cli_error("out of memory");
        return CLI_FAILED;
    }
    bool options = true;
    for (int i = 0; i < argc; i++) {
        const char *text = argv[i];
        if (options && strcmp(text, "--") == 0) {
            options = false;
        } else if (options && (strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0)) {
            *wants_help = true;
            return CLI_DONE;
        } else if (options && text[0] == '-' && text[1] != '\0') {
            int status = read_option(args, argc, argv, &i);
            if (status != CLI_DONE)
                return status;
        } else {
            args->positional[args->count++] = text;
        }
    }
    return check_counts(args);
}

bool cli_flag(const cli_args *args, const char *option)
{
    for (int i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].option->name, option) == 0)
            return true;
    return false;
}

const char *cli_value(const cli_args *args, const char *option)
{
    for (int i = args->given_count; i-- > 0;)
        if (strcmp(args->given[i].option->name, option) == 0)
            return args->given[i].value;
    return NULL;
}

const char *cli_second_value(const cli_args *args, const char *option)
{
    for (int i = args->given_count; i-- > 0;)
        if (strcmp(args->given[i].option->name, option) == 0)
            return args->given[i].second;
    return NULL;
}

const char **cli_values(const cli_args *args, const char *option, uint32_t *count)
{
    const char **values = ENT_NEW_ARRAY(args->arena, const char *, (size_t)args->given_count + 1);
    *count = 0;
    for (int i = 0; values && i < args->given_count; i++)
        if (strcmp(args->given[i].option->name, option) == 0)
            values[(*count)++] = args->given[i].value;
    return values;
}

bool cli_number(const cli_args *args, const char *option, int64_t least, int64_t most, int64_t *out)
{
    const char *text = cli_value(args, option);
    if (!text)
        return true;
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < least || value > most) {
        char named[64];
        char letter = '\0';
        for (int i = 0; i < args->given_count; i++)
            if (strcmp(args->given[i].option->name, option) == 0)
                letter = args->given[i].option->letter;
        if (letter)
            snprintf(named, sizeof named, "-%c (--%s)", letter, option);
        else
            snprintf(named, sizeof named, "--%s", option);
        if (most == INT64_MAX)
            cli_usage(args, "`%s %s`: expected a whole number, at least %lld", named, text, (long long)least);
        else
            cli_usage(args, "`%s %s`: expected a whole number from %lld to %lld", named, text, (long long)least,
                      (long long)most);
        return false;
    }
    *out = value;
    return true;
}

int cli_choice(const char *what, const char *given, const char *const *names, int count)
{
    ent_str list[64];
    for (int i = 0; i < count && i < 64; i++) {
        list[i] = ent_str_of(names[i]);
        if (ent_str_equal_nocase(list[i], ent_str_of(given)))
            return i;
    }
    int near = ent_str_nearest(ent_str_of(given), list, (size_t)count);
    if (near >= 0)
        cli_error("unknown %s `%s`; did you mean `%s`?", what, given, names[near]);
    else
        cli_error("unknown %s `%s`", what, given);
    char known[512] = "";
    for (int i = 0; i < count; i++)
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? ", " : "", names[i]);
    cli_hint("known: %s", known);
    return -1;
}
