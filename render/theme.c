#include "render/theme.h"

#include <string.h>

/* Contrast with the background: text at least 7 to 1, lines and shapes at least 3 to 1 (WCAG 2.1); the colours of kinds
 * are after Okabe and Ito (2008) and Paul Tol, the light ones darkened. tests/unit/render/theme_test.c holds them to
 * it. */
const theme theme_light = {
    .font = "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif",
    .font_face = "DejaVu Sans",
    .text_size = 13,
    .title_size = 18,
    .small_size = 12,
    .background = "#ffffff",
    .ink = "#1a1a1a",
    .faint = "#4d4d4d",
    .several = "#1a1a1a",
    .other = "#808080",
    .country_fill = "#f3f5f7",
    .organization_fill = "#fdf3df",
    .agreement_fill = "#ffffff",
    .other_fill = "#f0ecf6",
    .focus_fill = "#ffe9a8",
    .node_line = "#6b7280",
    .focus_line = "#1a1a1a",
};

const theme_kind theme_kinds[THEME_KINDS] = {
    {"third_country_transfer", "third-country transfer", "TT", "#d55e00"},
    {"safe_third_country", "safe third country", "ST", "#aa4499"},
    {"readmission", "readmission", "RA", "#0072b2"},
    {"evacuation_transit", "evacuation transit", "ET", "#00916a"},
    {"resettlement", "resettlement", "RS", "#0f5c2e"},
    {"border_cooperation", "border cooperation", "BC", "#332288"},
    {"asylum_cooperation", "asylum cooperation", "AC", "#e0559a"},
    {"labour_mobility", "labour mobility", "LM", "#8a8a00"},
    {"free_movement", "free movement", "FM", "#2f93d0"},
    {"visa", "visa", "VI", "#b87a00"},
    {"asylum_responsibility", "asylum responsibility", "AR", "#882255"},
    {"partnership", "partnership", "PA", "#7a6a55"},
};

const theme_line theme_lines[THEME_LINES] = {
    {"active", "", "solid", 2.6, "active: in force or used"},
    {"agreed", "11 4", "dashed", 2, "agreed: signed, not yet in force"},
    {"contested", "11 4 2.5 4", "dashed", 2, "contested: suspended or disputed"},
    {"emerging", "5 4", "dashed", 1.6, "emerging: talks or announced"},
    {"ended", "1.5 4", "dotted", 1.8, "ended"},
    {NULL, "", "solid", 1.2, "status unknown"},
};

int theme_kind_find(const char *kind)
{
    for (int i = 0; kind && i < THEME_KINDS; i++)
        if (strcmp(theme_kinds[i].kind, kind) == 0)
            return i;
    return -1;
}

int theme_line_find(const char *stage)
{
    for (int i = 0; stage && i < THEME_LINES - 1; i++)
        if (strcmp(theme_lines[i].stage, stage) == 0)
            return i;
    return THEME_LINES - 1;
}
