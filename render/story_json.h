/* The data of a diagram as JSON, for programs and for the page around it: nodes, edges, agreements with their course,
 * sources. Without the characters < > & (they are written as escapes), so that it stands harmless in any markup. */
#ifndef RENDER_STORY_JSON_H
#define RENDER_STORY_JSON_H

#include "render/story.h"
#include "render/theme.h"

/* In the diagram's arena; NUL-terminated. The diagram has its story. NULL when memory is out. */
const char *story_json(const diagram *diagram);

/* What the words of records look like and mean: kinds, stages, statuses; also as JSON. */
const char *story_vocabulary_json(ent_arena *arena, const theme *theme);

#endif
