/* The words and rules of data/lexicon, compiled into tables by io/tools/make_lexicon.py.
 *
 * A cue is a phrase with a class (what it does in a sentence) and what it says about kind or status. A form is a way in
 * which a party is named. A pattern says in which order parties and cues make an agreement. */
#ifndef ENT_IO_EXTRACT_LEXICON_H
#define ENT_IO_EXTRACT_LEXICON_H

#include "core/base/str.h"
#include "lexicon_classes.h" /* made with the tables: ENT_CUE_CLASSES, the classes that the data uses */

#define X(name) ENT_CUE_##name,
typedef enum { ENT_CUE_CLASSES(X) ENT_CUE_COUNT } ent_cue_class;
#undef X

typedef struct {
    uint16_t cue_class; /* ent_cue_class */
    int16_t status;     /* ent_record_status, or -1 */
    int8_t kind;        /* ent_kind, or -1 */
    uint8_t weight;     /* of a topic, 1 to 9 */
} ent_cue_entry;

enum { ENT_PHRASE_TOKENS = 8 }; /* the longest phrase or form */

/* A phrase in lower case, its words parted by single blanks: its entries and their number; 0: there is none. */
uint32_t ent_lexicon_cues(ent_str phrase, const ent_cue_entry **entries);
/* How many words the longest phrase, or form, has that begins with this word; 0: none does. */
uint32_t ent_lexicon_cue_reach(ent_str word);
uint32_t ent_lexicon_form_reach(ent_str word);

typedef enum {
    ENT_FORM_OF_NAME,
    ENT_FORM_OF_ORGANISATION,
    ENT_FORM_OF_ACTOR,     /* a capital, a government office */
    ENT_FORM_OF_ADJECTIVE, /* also a people where the two are alike */
    ENT_FORM_OF_PEOPLE,
    ENT_FORM_OF_PERSON,      /* a leader or minister */
    ENT_FORM_OF_DESCRIPTION, /* "the East African nation": code is a region or a property */
    ENT_FORM_OF_NOTHING      /* a name that names no party: New Mexico */
} ent_form_type;

typedef struct {
    uint8_t type;   /* ent_form_type */
    char code[20];  /* the party; "" for none. Those that exist come first */
    char until[11]; /* of a former state: YYYY-MM-DD; "" */
    uint16_t rule;  /* from 1: see ent_lexicon_rule; 0: none */
} ent_surface;

/* A form as it is written (case counts): its meanings and their number. */
uint32_t ent_lexicon_forms(ent_str form, const ent_surface **surfaces);

/* What decides an ambiguous form: code when one of `words` is there, the first rule that holds. */
typedef struct {
    const char *code; /* "": it names no party then */
    const char
        *where; /* "before" and "after" (the next word), "text", "name" (a capitalised word follows), "" (always) */
    const char *words; /* parted by |, in lower case */
    bool last;         /* of this form's rules */
} ent_form_rule;
const ent_form_rule *ent_lexicon_rule(uint16_t rule);

/* ---- patterns ---- */

typedef enum {
    ENT_OP_END,
    ENT_OP_CUE,   /* one of the classes a, b, c, d; 0 for fewer */
    ENT_OP_GAP,   /* up to a tokens; b: it may cross parties */
    ENT_OP_PARTY, /* into slot a; b: flags */
} ent_op_type;

enum {
    ENT_SLOT_PAIR = 1,     /* a group of several parties */
    ENT_SLOT_OWNER = 2,    /* possessive, adjective or a bare name before a noun */
    ENT_SLOT_PEOPLE = 4,   /* also nationals */
    ENT_SLOT_PLACE = 8,    /* also behind "in", "at", ... */
    ENT_SLOT_HYPHEN = 16,  /* joined by hyphens */
    ENT_SLOT_SUBJECT = 32, /* no preposition before it */
};

typedef struct {
    uint8_t type, optional;
    uint16_t a, b, c, d;
} ent_pattern_op;

typedef enum { ENT_FRAME_deal, ENT_FRAME_move, ENT_FRAME_measure, ENT_FRAME_role } ent_frame_type;

typedef struct {
    uint16_t op;     /* the first of its ops */
    uint8_t type;    /* ent_frame_type */
    uint8_t subject; /* slot A is: 1 the subject of the first cue; 2 the party that the text is about */
    int16_t status;  /* -1: the text around tells */
    int8_t kind;     /* -1 */
    char roles[4];   /* A>B, A<B, A=B, A-B; empty: not told */
    uint8_t priority;
    const char *name; /* for explanations and tests */
} ent_pattern;

extern const ent_pattern ent_patterns[];
extern const uint32_t ent_pattern_count;
extern const ent_pattern_op ent_pattern_ops[];

bool ent_lexicon_is_abbreviation(ent_str lower);
bool ent_lexicon_is_opening(ent_str lower);
/* Whether a description fits a party: a region ("Eastern Africa") or a property ("kingdom"). */
bool ent_lexicon_describes(const char *description, const char *code);

#endif
