/* Pictures of dots and pages of print hold the shapes of letters, not letters: what no installed font has would come
 * out as an empty box. Its name stands there instead. */
#ifndef RENDER_DRAWABLE_H
#define RENDER_DRAWABLE_H

#include "render/diagram.h"
#include "render/text.h"

/* Replaces in all texts of a diagram that are drawn what no installed font has: "[woman]", and for flags their letters
 * "[RW]". *replaced: how many characters. False when memory is out. */
bool drawable_make(diagram *diagram, text_measure *measure, uint32_t *replaced);

#endif
