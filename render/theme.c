#include "render/theme.h"

#include <string.h>

#define FAMILY               "DejaVu Sans"
#define FAMILY_AND_FALLBACKS "'DejaVu Sans', Verdana, 'Noto Sans', Arial, sans-serif"
#define SIZES                .font = FAMILY_AND_FALLBACKS, .font_face = FAMILY, .text_size = 13, .title_size = 18, .small_size = 12

/* Dashes, so that lines without a head differ where colours do not; kinds that are often without direction have one of
 * their own. */
#define SOLID        ""
#define LONG         "11 3.5"
#define SHORT        "5 3"
#define DOTS         "1.8 3"
#define DASH_DOT     "11 3 2 3"
#define DASH_DOT_DOT "11 3 2 3 2 3"

#define WEIGHTS \
    .stages = {{2.8, 1}, {1.9, 0.9}, {1.9, 0.9}, {1.2, 0.78}, {1.2, 0.78}, {1.2, 0.78}}, .aside = {0.55, 0.78}

/* Contrast with the background: text at least 7 to 1, lines at least 3 to 1 at their palest (WCAG 2.1). Two kinds
 * differ by what remains of their colours for readers without red or without green cones, most of all those with the
 * same dash. tests/unit/render/theme_test.c holds all themes to it. */
const theme theme_light = {
    .name = "light",
    SIZES,
    .background = "#ffffff",
    .ink = "#1a1a1a",
    .faint = "#4d4d4d",
    .rule = "#d0d0d0",
    .country_fill = "#f3f5f7",
    .organization_fill = "#fdf3df",
    .agreement_fill = "#ffffff",
    .other_fill = "#f0ecf6",
    .focus_fill = "#ffe9a8",
    .node_line = "#6b7280",
    .focus_line = "#1a1a1a",
    .changed_fill = "#fff3c0",
    .changed_line = "#d9a400",
    .fills = {"#cfe4f7", "#fde3c2", "#d3ecd2", "#ead9f1", "#f7d4d8", "#ece9b4", "#cfeceb", "#e0dcd4"},
    .kinds =
        {
            {"#cd3e05", SOLID, HEAD_FULL},
            {"#98339b", LONG, HEAD_FULL},
            {"#0f5585", SOLID, HEAD_HOLLOW},
            {"#1c7866", DASH_DOT, HEAD_FULL},
            {"#245c35", LONG, HEAD_HOLLOW},
            {"#35218a", DASH_DOT, HEAD_NOTCHED},
            {"#c8367b", SHORT, HEAD_NOTCHED},
            {"#604d03", SHORT, HEAD_FULL},
            {"#0e77b6", SOLID, HEAD_NOTCHED},
            {"#7c6e03", SHORT, HEAD_HOLLOW},
            {"#882258", DASH_DOT_DOT, HEAD_HOLLOW},
            {"#7a5f48", DOTS, HEAD_FULL},
        },
    .several = {"#1a1a1a", SOLID, HEAD_DOUBLE},
    .other = {"#6f6f6f", SOLID, HEAD_OPEN},
    WEIGHTS,
};

static const theme theme_dark = {
    .name = "dark",
    SIZES,
    .background = "#14181f",
    .ink = "#f2f2f2",
    .faint = "#c3c8cf",
    .rule = "#3f4650",
    .country_fill = "#262c35",
    .organization_fill = "#3a311d",
    .agreement_fill = "#1b2028",
    .other_fill = "#30293d",
    .focus_fill = "#5a4600",
    .node_line = "#9aa3af",
    .focus_line = "#ffffff",
    .changed_fill = "#352b00",
    .changed_line = "#a98a00",
    .fills = {"#1f3a55", "#50371a", "#234326", "#432d4d", "#542b32", "#45421a", "#1d4443", "#413d36"},
    .kinds =
        {
            {"#f68642", SOLID, HEAD_FULL},
            {"#d484cd", LONG, HEAD_FULL},
            {"#5fa2eb", SOLID, HEAD_HOLLOW},
            {"#2ccbaf", DASH_DOT, HEAD_FULL},
            {"#8ece6e", LONG, HEAD_HOLLOW},
            {"#a5adfd", DASH_DOT, HEAD_NOTCHED},
            {"#fd9dc6", SHORT, HEAD_NOTCHED},
            {"#dce570", SHORT, HEAD_FULL},
            {"#90d1fc", SOLID, HEAD_NOTCHED},
            {"#e7ad20", SHORT, HEAD_HOLLOW},
            {"#e1638d", DASH_DOT_DOT, HEAD_HOLLOW},
            {"#c1ad8e", DOTS, HEAD_FULL},
        },
    .several = {"#f2f2f2", SOLID, HEAD_DOUBLE},
    .other = {"#a0a0a0", SOLID, HEAD_OPEN},
    WEIGHTS,
};

/* Each kind has a dash of its own, as newsprint may have no colour. */
#define PAPER_DASHES                                                                                               \
    SOLID, "14 4", "14 3 5 3", "11 3 2 3", "7.5 3.5", "11 3 2 3 2 3", "3.5 2.5", "5 2.5 2 2.5", "20 3", "2 2 2 6", \
        "7 2 7 6", "1.8 3"

static const theme theme_print = {
    .name = "print",
    SIZES,
    .background = "#ffffff",
    .ink = "#000000",
    .faint = "#333333",
    .rule = "#808080",
    .country_fill = "#ffffff",
    .organization_fill = "#ffffff",
    .agreement_fill = "#ffffff",
    .other_fill = "#ffffff",
    .focus_fill = "#ffffff",
    .node_line = "#555555",
    .focus_line = "#000000",
    .changed_fill = "#ffffff",
    .changed_line = "#000000",
    .fills = {"#dcecf9", "#fdebd3", "#dff1de", "#efe3f4", "#fae0e3", "#f2f0c8", "#dbf1f0", "#e9e6e0"},
    .kinds =
        {
            {"#cd3e05", SOLID, HEAD_FULL},
            {"#98339b", "14 4", HEAD_FULL},
            {"#0f5585", "14 3 5 3", HEAD_HOLLOW},
            {"#1c7866", DASH_DOT, HEAD_FULL},
            {"#245c35", "7.5 3.5", HEAD_HOLLOW},
            {"#35218a", DASH_DOT_DOT, HEAD_NOTCHED},
            {"#c8367b", "3.5 2.5", HEAD_NOTCHED},
            {"#604d03", "5 2.5 2 2.5", HEAD_FULL},
            {"#0e77b6", "20 3", HEAD_NOTCHED},
            {"#7c6e03", "2 2 2 6", HEAD_HOLLOW},
            {"#882258", "7 2 7 6", HEAD_HOLLOW},
            {"#7a5f48", DOTS, HEAD_FULL},
        },
    .several = {"#000000", "26 2", HEAD_DOUBLE},
    .other = {"#666666", "1 2.5", HEAD_OPEN},
    WEIGHTS,
};

static const theme theme_mono = {
    .name = "mono",
    SIZES,
    .background = "#ffffff",
    .ink = "#000000",
    .faint = "#000000",
    .rule = "#000000",
    .country_fill = "#ffffff",
    .organization_fill = "#ffffff",
    .agreement_fill = "#ffffff",
    .other_fill = "#ffffff",
    .focus_fill = "#ffffff",
    .node_line = "#000000",
    .focus_line = "#000000",
    .changed_fill = "#ffffff",
    .changed_line = "#000000",
    .fills = {"#ffffff", "#e4e4e4", "#d0d0d0", "#f2f2f2", "#dadada", "#c6c6c6", "#ebebeb", "#bcbcbc"},
    .kinds =
        {
            {"#000000", SOLID, HEAD_FULL},
            {"#000000", "14 4", HEAD_FULL},
            {"#000000", "14 3 5 3", HEAD_HOLLOW},
            {"#000000", DASH_DOT, HEAD_FULL},
            {"#000000", "7.5 3.5", HEAD_HOLLOW},
            {"#000000", DASH_DOT_DOT, HEAD_NOTCHED},
            {"#000000", "3.5 2.5", HEAD_NOTCHED},
            {"#000000", "5 2.5 2 2.5", HEAD_FULL},
            {"#000000", "20 3", HEAD_NOTCHED},
            {"#000000", "2 2 2 6", HEAD_HOLLOW},
            {"#000000", "7 2 7 6", HEAD_HOLLOW},
            {"#000000", DOTS, HEAD_FULL},
        },
    .several = {"#000000", "26 2", HEAD_DOUBLE},
    .other = {"#000000", "1 2.5", HEAD_OPEN},
    .stages = {{2.8, 1}, {1.8, 1}, {1.8, 1}, {1.1, 1}, {1.1, 1}, {1.1, 1}},
    .aside = {0.5, 1},
};

const theme *const themes[THEMES] = {&theme_light, &theme_dark, &theme_print, &theme_mono};

const char *const theme_heads[THEME_HEADS] = {"full", "hollow", "notched", "open", "double"};

const theme_kind theme_kinds[THEME_KINDS] = {
    {"third_country_transfer", "third-country transfer", "TT"},
    {"safe_third_country", "safe third country", "ST"},
    {"readmission", "readmission", "RA"},
    {"evacuation_transit", "evacuation transit", "ET"},
    {"resettlement", "resettlement", "RS"},
    {"border_cooperation", "border cooperation", "BC"},
    {"asylum_cooperation", "asylum cooperation", "AC"},
    {"labour_mobility", "labour mobility", "LM"},
    {"free_movement", "free movement", "FM"},
    {"visa", "visa", "VI"},
    {"asylum_responsibility", "asylum responsibility", "AR"},
    {"partnership", "partnership", "PA"},
};

const theme_stage theme_stages[THEME_STAGES] = {
    {"active", "active: in force or used", SIGN_NONE},
    {"agreed", "agreed: signed, not yet in force", SIGN_NONE},
    {"contested", "contested: suspended or disputed", SIGN_BARS},
    {"emerging", "emerging: talks or announced", SIGN_NONE},
    {"ended", "ended or struck down", SIGN_CROSS},
    {NULL, "status unknown", SIGN_NONE},
};

int theme_kind_find(const char *kind)
{
    for (int i = 0; kind && i < THEME_KINDS; i++)
        if (strcmp(theme_kinds[i].kind, kind) == 0)
            return i;
    return -1;
}

int theme_stage_find(const char *stage)
{
    for (int i = 0; stage && i < THEME_STAGES - 1; i++)
        if (strcmp(theme_stages[i].stage, stage) == 0)
            return i;
    return THEME_STAGES - 1;
}

const theme_stroke *theme_stroke_of(const theme *t, const char *kind, bool several)
{
    int i = theme_kind_find(kind);
    return i >= 0 ? &t->kinds[i] : several ? &t->several : &t->other;
}

const theme_weight *theme_weight_of(const theme *t, const char *stage)
{
    return &t->stages[theme_stage_find(stage)];
}
