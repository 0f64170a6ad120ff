/* `CALL agreements.asOf(...)` and `CALL agreements.changes(...)`. */
#ifndef CLI_TIME_PROCEDURES_H
#define CLI_TIME_PROCEDURES_H

#include "core/entente.h"

/* Registers them on a connection. The error is the connection's. */
entente_status cli_time_procedures_register(entente *db);

#endif
