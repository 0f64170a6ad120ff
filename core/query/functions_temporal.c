#include "core/query/function_tables.h"

const ent_function_table ent_functions_temporal = {0};
