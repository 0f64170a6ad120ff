/* Fuzz target: any bytes as a query. What parses must also dump, and must not nest deeper than promised. */
#include "core/query/ast.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_arena arena;
    ent_error error = {0};
    ent_statement *statement;
    if (size > UINT32_MAX)
        return 0;
    ent_str text = {(const char *)data, (uint32_t)size};
    ent_arena_init(&arena, NULL);
    ent_status status = ent_parse(&arena, text, &statement, &error);
    if (status == ENT_OK && ent_ast_dump(&arena, statement).n == 0)
        abort();
    if (status != ENT_OK && (error.text[0] == '\0' || error.where.at + (uint64_t)error.where.len > size))
        abort();
    ent_arena_fini(&arena);
    return 0;
}
