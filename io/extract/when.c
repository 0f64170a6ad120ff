/* Reads times by hand: months, years, weekdays, and what is told by its distance from the page's date. A month without
 * a year is the last one that began by the page's date. */
#include "io/extract/when.h"

#include "core/value/calendar.h"
#include "core/value/temporal.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    ent_document *d;
    const ent_cues *cues;
    ent_whens *out;
    uint32_t capacity, begin, end; /* of the sentence */
    int64_t day;                   /* told last; INT64_MIN: none */
    int year, month;               /* told last; 0: none */
} reader;

static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static const ent_token *token(const reader *r, uint32_t i)
{
    return &r->d->tokens[i];
}

static bool is(const reader *r, uint32_t i, const char *word)
{
    return i < r->end && ent_token_is(r->d, i, word);
}

static int number_at(const reader *r, uint32_t i)
{
    static const char *const words[] = {"zero", "one",   "two",   "three", "four", "five",
                                        "six",  "seven", "eight", "nine",  "ten"};
    if (i >= r->end)
        return -1;
    const ent_token *t = token(r, i);
    if (t->lower.p[0] >= '0' && t->lower.p[0] <= '9') {
        int value = 0;
        uint32_t k = 0;
        while (k < t->lower.n && k < 5 && t->lower.p[k] >= '0' && t->lower.p[k] <= '9')
            value = value * 10 + (t->lower.p[k++] - '0');
        bool ordinal = k + 2 == t->lower.n && k <= 2;
        return k == t->lower.n || ordinal ? value : -1;
    }
    for (int k = 0; k <= 10; k++)
        if (is(r, i, words[k]))
            return k;
    return is(r, i, "a") || is(r, i, "an") ? 1 : is(r, i, "couple") ? 2 : -1;
}

static int month_at(const reader *r, uint32_t i)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    if (i >= r->end || !token(r, i)->capital)
        return 0;
    ent_str w = token(r, i)->lower;
    for (int m = 0; m < 12; m++) {
        ent_str name = ent_str_of(names[m]);
        if (ent_str_equal(w, name) || (w.n == 3 && memcmp(w.p, name.p, 3) == 0) ||
            (m == 8 && ent_str_equal(w, ENT_STR("sept"))))
            return m + 1;
    }
    return 0;
}

static bool is_year(const reader *r, uint32_t i)
{
    if (i >= r->end || token(r, i)->type != ENT_TOKEN_NUMBER || token(r, i)->n != 4)
        return false;
    int value = number_at(r, i);
    return value >= 1900 && value <= (r->d->date.year ? r->d->date.year + 10 : 2100);
}

static int64_t page_day(const reader *r)
{
    return ent_days_from_civil(r->d->date.year, r->d->date.month, r->d->date.day);
}

/* ---- results ---- */

static void set_day(ent_when *w, int64_t days)
{
    int64_t year;
    int month, day;
    ent_civil_from_days(days, &year, &month, &day);
    snprintf(w->edtf, sizeof w->edtf, "%04d-%02d-%02d", (int)year % 10000, month, day);
}

static void set_month(ent_when *w, int year, int month)
{
    snprintf(w->edtf, sizeof w->edtf, "%04u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u);
}

static void set_year(ent_when *w, int year)
{
    snprintf(w->edtf, sizeof w->edtf, "%04u", (unsigned)year % 10000u);
}

static void set_month_of(ent_when *w, int64_t days)
{
    int64_t year;
    int month, day;
    ent_civil_from_days(days, &year, &month, &day);
    set_month(w, (int)year, month);
}

/* The month that holds all days of a span; none is known to hold a week that lies in two. */
static void set_month_around(ent_when *w, int64_t first, int64_t last)
{
    ent_when end = {0};
    set_month_of(w, first);
    set_month_of(&end, last);
    if (strcmp(w->edtf, end.edtf) != 0)
        w->edtf[0] = 0;
}

/* The week of a day, from Monday on; not beyond the page's day when that is in it. */
static void set_week_of(const reader *r, ent_when *w, int64_t day)
{
    int64_t monday = day - (ent_weekday(day) - 1), sunday = monday + 6, today = page_day(r);
    set_month_around(w, monday, today >= monday && today < sunday ? today : sunday);
}

/* ---- forms of time; each gives the tokens that it took, 0 for none ---- */

/* Words that announce what is to come, before a time: "will", "are to sign", "from 1 November". What is said, or told
 * to have been done, in between has its own time. */
static bool looks_ahead(const reader *r, uint32_t i)
{
    static const char *const words[] = {"will", "next", "shall",     "due",     "expected", "won't", "would",
                                        "'ll",  "set",  "scheduled", "planned", "plan",     "plans"};
    static const char *const limits[] = {"from", "until", "till", "by", "before", "starting", "effective"};
    bool had = false;
    const ent_when *before = r->out->count ? &r->out->times[r->out->count - 1] : NULL;
    if (before && before->future && before->token + before->count + 1 == i && !is(r, i - 1, ","))
        return true; /* "from 1 April to 31 December" */
    if (i > r->begin && (is(r, i - 1, "last") || is(r, i - 1, "since")))
        return false;
    for (size_t k = 0; k < sizeof limits / sizeof limits[0] && i > r->begin; k++)
        if (is(r, i - 1, limits[k]))
            return true;
    for (uint32_t back = 1; back <= 14 && i >= r->begin + back; back++) {
        uint32_t k = i - back;
        for (size_t n = 0; n < sizeof words / sizeof words[0]; n++)
            if (is(r, k, words[n]))
                return true;
        if (is(r, k, "to") && k > r->begin && (is(r, k - 1, "is") || is(r, k - 1, "are")))
            return true;
        if (had || ent_cue_at(r->d, r->cues, k, ENT_CUE_say) || token(r, k)->lower.p[0] == ';')
            return false;
        const ent_cue *st = ent_cue_at(r->d, r->cues, k, ENT_CUE_st);
        had = st && st->count == 1 && token(r, k)->lower.n > 3 &&
              memcmp(token(r, k)->lower.p + token(r, k)->lower.n - 2, "ed", 2) == 0 && !is(r, k - 1, "be");
    }
    return false;
}

/* A year for a month, or a day of one (0: none), without one: the last that has begun, or the next where the words look
 * ahead. */
static int year_of_month(const reader *r, uint32_t i, int month, int day, bool *future)
{
    const ent_day *page = &r->d->date;
    bool over = month < page->month || (month == page->month && day <= page->day);
    if ((!over || (month + 6 <= page->month && !is(r, i - 1, "from"))) && looks_ahead(r, i)) {
        *future = true;
        return page->year + over;
    }
    return over || month == page->month ? page->year - (!over && day > 0) : page->year - 1;
}

static bool is_day_number(const reader *r, uint32_t i, int month)
{
    int day = number_at(r, i);
    return i < r->end && token(r, i)->lower.p[0] >= '0' && token(r, i)->lower.p[0] <= '9' && day >= 1 &&
           day <= ent_month_length(2024, month);
}

/* "12 March 2024", "March 12, 2024", "March 2024", "March". */
static uint32_t month_form(const reader *r, uint32_t i, ent_when *w)
{
    uint32_t k = i;
    int day = 0, month = month_at(r, k);
    if (!month && i < r->end && token(r, i)->lower.p[0] >= '0' && token(r, i)->lower.p[0] <= '9') {
        uint32_t m = is(r, i + 1, "of") ? i + 2 : i + 1;
        month = month_at(r, m);
        if (!month || !is_day_number(r, i, month))
            return 0;
        day = number_at(r, i);
        k = m;
    }
    if (!month)
        return 0;
    k++;
    if (!day && is_day_number(r, k, month) && !is_year(r, k)) {
        day = number_at(r, k);
        k++;
    }
    uint32_t y = is(r, k, ",") || is(r, k, "of") ? k + 1 : k;
    int year = 0;
    if (is(r, k, "of") && is(r, k + 1, "that") && is(r, k + 2, "year") && r->year) {
        year = r->year;
        k += 3;
        y = r->end;
    }
    if (is_year(r, y)) {
        year = number_at(r, y);
        k = y + 1;
    } else if (is(r, y, "last") && is(r, y + 1, "year") && r->d->date.year) {
        year = r->d->date.year - 1;
        k = y + 2;
    } else if (is(r, y, "this") && is(r, y + 1, "year") && r->d->date.year) {
        year = r->d->date.year;
        k = y + 2;
    } else if (is(r, y, "next") && is(r, y + 1, "year") && r->d->date.year) {
        year = r->d->date.year + 1;
        k = y + 2;
        w->future = true;
    }
    if (month == 5 && !day && !year &&
        !(i > 0 && (is(r, i - 1, "in") || is(r, i - 1, "last") || is(r, i - 1, "since") || is(r, i - 1, "late") ||
                    is(r, i - 1, "early") || is(r, i - 1, "mid") || is(r, i - 1, "until"))))
        return 0; /* "May" the verb, or a name */
    if (!year && r->d->date.year) {
        bool future = false;
        year = year_of_month(r, i, month, day, &future);
        w->future = future;
    }
    if (!year)
        return 0;
    if (day && ent_month_length(year, month) >= day)
        set_day(w, ent_days_from_civil(year, month, day));
    else
        set_month(w, year, month);
    return k - i;
}

static uint32_t iso_form(const reader *r, uint32_t i, ent_when *w)
{
    if (!is_year(r, i) || i + 2 >= r->end || !token(r, i + 1)->hyphen || !token(r, i + 2)->hyphen)
        return 0;
    int year = number_at(r, i), month = number_at(r, i + 1), day = number_at(r, i + 2);
    if (month < 1 || month > 12 || day < 1 || day > ent_month_length(year, month))
        return 0;
    set_day(w, ent_days_from_civil(year, month, day));
    return 3;
}

static uint32_t year_form(const reader *r, uint32_t i, ent_when *w)
{
    static const char *const before[] = {"in",    "since", "of",  "until",   "from", "by", "early",
                                         "late",  "mid",   "the", "between", "and",  "a",  "during",
                                         "their", "its",   "s",   "around",  "back"};
    if (!is_year(r, i) || (i + 1 < r->end && token(r, i + 1)->hyphen && token(r, i + 1)->type == ENT_TOKEN_NUMBER))
        return 0;
    bool fits = i == r->begin || (token(r, i - 1)->type != ENT_TOKEN_WORD || token(r, i - 1)->lower.p[0] == '(');
    for (size_t k = 0; k < sizeof before / sizeof before[0] && i > 0; k++)
        fits = fits || is(r, i - 1, before[k]);
    fits = fits || ent_cue_at(r->d, r->cues, i + 1, ENT_CUE_instr);
    if (!fits || ent_cue_at(r->d, r->cues, i + 1, ENT_CUE_people))
        return 0;
    set_year(w, number_at(r, i));
    return 1;
}

/* "A week later", "two months before", "the following year": by the time told last, as precise as both. */
static uint32_t after_form(const reader *r, uint32_t i, ent_when *w)
{
    uint32_t k = i;
    int n = number_at(r, k), sign = 0;
    if (is(r, i, "the") && (is(r, i + 1, "following") || is(r, i + 1, "next") || is(r, i + 1, "previous"))) {
        n = 1;
        sign = is(r, i + 1, "previous") ? -1 : 1;
        k = i + 1;
    } else if (is(r, i, "the") && (is(r, i + 2, "before") || is(r, i + 2, "after"))) {
        n = 1;
    } else if ((is(r, i, "the") && is(r, i + 1, "same")) || is(r, i, "that")) {
        n = 0;
        sign = 1;
        k = is(r, i, "that") ? i : i + 1;
    }
    if (n < 0 || n > 200)
        return 0;
    uint32_t unit = k + 1;
    if (is(r, i, "the") && unit < r->end && token(r, unit)->lower.p[token(r, unit)->lower.n - 1] == 's')
        return 0; /* "the next years" */
    if (!sign)
        sign = is(r, unit + 1, "later") || is(r, unit + 1, "after")      ? 1
               : is(r, unit + 1, "earlier") || is(r, unit + 1, "before") ? -1
                                                                         : 0;
    if (!sign)
        return 0;
    uint32_t taken = unit + 1 - i;
    if (is(r, unit + 1, "later") || is(r, unit + 1, "earlier") || is(r, unit + 1, "before") || is(r, unit + 1, "after"))
        taken++;
    int64_t day = r->day;
    bool known = day != INT64_MIN;
    if (is(r, unit, "day") || is(r, unit, "days") || is(r, unit, "evening") || is(r, unit, "night")) {
        if (!known)
            return 0;
        set_day(w, day + sign * n);
    } else if (is(r, unit, "week") || is(r, unit, "weeks")) {
        if (!known)
            return 0;
        set_week_of(r, w, day + sign * 7 * n);
    } else if (is(r, unit, "month") || is(r, unit, "months")) {
        if (!r->month || !ent_days_add_months(ent_days_from_civil(r->year, r->month, 1), sign * n, &day))
            return 0;
        set_month_of(w, day);
    } else if ((is(r, unit, "year") || is(r, unit, "years")) && r->year) {
        set_year(w, r->year + sign * n);
    } else {
        return 0;
    }
    return taken;
}

/* Days told by another that was told before: "a day earlier", "hours later". */
static uint32_t beside_form(const reader *r, uint32_t i, ent_when *w)
{
    if (r->day != INT64_MIN && (is(r, i, "hours") || is(r, i, "minutes")) && is(r, i + 1, "later")) {
        set_day(w, r->day);
        return 2;
    }
    if (r->day != INT64_MIN && is(r, i, "same") && (is(r, i + 1, "day") || is(r, i + 1, "evening"))) {
        set_day(w, r->day);
        return 2;
    }
    return after_form(r, i, w);
}

/* "Last week", "of last week", "this week" behind a weekday: the weeks back, -1: none; the tokens that say so in *n. */
static int week_behind(const reader *r, uint32_t i, uint32_t *n)
{
    uint32_t k = is(r, i, "of") ? i + 1 : i;
    *n = k + 2 - i;
    return !is(r, k + 1, "week") ? -1 : is(r, k, "last") ? 1 : is(r, k, "this") ? 0 : -1;
}

static uint32_t weekday_form(const reader *r, uint32_t i, ent_when *w)
{
    int day = 0;
    for (int k = 0; k < 7; k++)
        if (is(r, i, weekdays[k]) && token(r, i)->capital)
            day = k + 1;
    if (!day)
        return 0;
    int64_t today = page_day(r);
    uint32_t n;
    int weeks = week_behind(r, i + 1, &n);
    if (weeks >= 0) {
        set_day(w, today - (ent_weekday(today) - day) - 7 * weeks);
        return n + 1;
    }
    int back = (ent_weekday(today) - day + 7) % 7;
    if (back == 0 && i > 0 && is(r, i - 1, "last"))
        back = 7;
    if ((i > 0 && is(r, i - 1, "next")) || (back > 0 && looks_ahead(r, i))) {
        w->future = true;
        back -= 7;
    }
    set_day(w, today - back);
    return 1;
}

static uint32_t ago_form(const reader *r, uint32_t i, ent_when *w)
{
    int n = number_at(r, i);
    uint32_t k = i + 1;
    bool vague = is(r, i, "some") || is(r, i, "several") || is(r, i, "many");
    if (n < 0 && !vague)
        return 0;
    if (is(r, k, "couple") || is(r, k, "few")) {
        vague = is(r, k, "few");
        n = 2;
        k++;
    }
    if (is(r, k, "of"))
        k++;
    if (k + 1 >= r->end || !is(r, k + 1, "ago") || n > 200)
        return 0;
    int64_t today = page_day(r), day = today;
    bool days = is(r, k, "day") || is(r, k, "days"), weeks = is(r, k, "week") || is(r, k, "weeks");
    bool months = is(r, k, "month") || is(r, k, "months"), years = is(r, k, "year") || is(r, k, "years");
    bool decades = is(r, k, "decade") || is(r, k, "decades");
    if (!days && !weeks && !months && !years && !decades)
        return 0;
    if (vague && days)
        set_month_around(w, today - 7, today - 1);
    else if (vague)
        w->edtf[0] = 0;
    else if (days)
        set_day(w, today - n);
    else if (weeks)
        set_month_of(w, today - 7 * n);
    else if (months && ent_days_add_months(today, -n, &day))
        set_month_of(w, day);
    else if (years)
        set_year(w, r->d->date.year - n);
    else if (decades)
        snprintf(w->edtf, sizeof w->edtf, "%04u~", (unsigned)(r->d->date.year - 10 * n) % 10000u);
    return k + 2 - i;
}

/* "Christmas Eve", "New Year's Day": the last one. */
static uint32_t feast_form(const reader *r, uint32_t i, ent_when *w)
{
    static const struct {
        const char *words[4];
        int month, day;
    } feasts[] = {{{"new", "year", "'s", "eve"}, 12, 31},
                  {{"new", "year", "'s", "day"}, 1, 1},
                  {{"christmas", "eve"}, 12, 24},
                  {{"christmas", "day"}, 12, 25},
                  {{"boxing", "day"}, 12, 26}};
    for (size_t f = 0; f < sizeof feasts / sizeof feasts[0]; f++) {
        uint32_t n = 0;
        while (n < 4 && feasts[f].words[n] && is(r, i + n, feasts[f].words[n]))
            n++;
        if (n < 4 && feasts[f].words[n])
            continue;
        int64_t day = ent_days_from_civil(r->d->date.year, feasts[f].month, feasts[f].day);
        if (day > page_day(r))
            day = ent_days_from_civil(r->d->date.year - 1, feasts[f].month, feasts[f].day);
        set_day(w, day);
        return n;
    }
    return 0;
}

/* "last week", "earlier this month", "this year", "yesterday". */
static uint32_t near_form(const reader *r, uint32_t i, ent_when *w)
{
    int64_t today = page_day(r), day = today;
    if (is(r, i, "yesterday")) {
        set_day(w, today - 1);
        return 1;
    }
    if (is(r, i, "midnight") && (is(r, i + 1, "on") || is(r, i + 1, "of")))
        return 0;
    if (is(r, i, "today") || is(r, i, "tonight") || is(r, i, "midnight")) {
        set_day(w, today);
        return 1;
    }
    if (is(r, i, "weekend") && !is(r, i - 1, "next")) {
        int64_t sunday = today - ent_weekday(today) % 7;
        set_month_around(w, sunday - 1, sunday);
        return 1;
    }
    bool last = is(r, i, "last"), next = is(r, i, "next"), current = is(r, i, "this");
    if (!last && !next && !current)
        return 0;
    w->future = next || looks_ahead(r, i);
    int step = last ? -1 : next ? 1 : 0;
    if (is(r, i + 1, "week"))
        set_week_of(r, w, today + 7 * step);
    else if (is(r, i + 1, "weekend"))
        set_month_of(w, today - ent_weekday(today) % 7 + (next ? 7 : 0));
    else if (is(r, i + 1, "month") && ent_days_add_months(today, step, &day))
        set_month_of(w, day);
    else if (is(r, i + 1, "year"))
        set_year(w, r->d->date.year + step);
    else if (is(r, i + 1, "summer") || is(r, i + 1, "spring") || is(r, i + 1, "autumn") || is(r, i + 1, "fall") ||
             is(r, i + 1, "winter"))
        set_year(w, r->d->date.year + (last && r->d->date.month < 9 && !is(r, i + 1, "winter") ? -1 : 0));
    else if (is(r, i + 1, "morning") || is(r, i + 1, "afternoon") || is(r, i + 1, "evening"))
        set_day(w, today);
    else if (last && is(r, i + 1, "night"))
        set_day(w, today - 1);
    else
        return 0;
    return 2;
}

/* The time of saying: "told reporters in Kigali on Sunday", "On Sunday, the minister said". A verb that states a status
 * in between has it instead, unless it is one of saying itself. */
static bool spoken(const reader *r, const ent_when *w)
{
    enum { BEHIND = 9, BEFORE = 12 };
    for (uint32_t back = 1; back <= BEHIND && w->token >= r->begin + back; back++) {
        uint32_t k = w->token - back;
        if (ent_cue_at(r->d, r->cues, k, ENT_CUE_say))
            return true;
        if (is(r, k, "after") || ent_cue_at(r->d, r->cues, k, ENT_CUE_talks))
            continue; /* "said after talks on Sunday" */
        if (ent_cue_at(r->d, r->cues, k, ENT_CUE_st) || ent_cue_at(r->d, r->cues, k, ENT_CUE_undo) ||
            ent_cue_at(r->d, r->cues, k, ENT_CUE_relative) || ent_cue_at(r->d, r->cues, k, ENT_CUE_clause))
            return false;
        if (token(r, k)->type == ENT_TOKEN_MARK && back > 1)
            break;
    }
    for (uint32_t k = w->token + w->count; k < r->end && k < w->token + w->count + BEFORE; k++) {
        if (ent_cue_at(r->d, r->cues, k, ENT_CUE_say))
            return true;
        if (ent_cue_at(r->d, r->cues, k, ENT_CUE_st) || ent_cue_at(r->d, r->cues, k, ENT_CUE_undo) ||
            ent_cue_at(r->d, r->cues, k, ENT_CUE_relative) || ent_cue_at(r->d, r->cues, k, ENT_CUE_clause))
            return false;
    }
    return false;
}

/* "MANILA, Feb 12 (Reuters) -": when the text was sent, not what it tells of. */
static bool is_dateline(const reader *r, const ent_when *w)
{
    uint32_t end = w->token + w->count;
    if (end >= r->end || w->token > r->begin + 6 || w->token == r->begin)
        return false;
    bool parted = is(r, end, "(") || is(r, end, "-") || is(r, end, "—") || is(r, end, "–") || is(r, end, ":");
    for (uint32_t k = r->begin; k < w->token && parted; k++)
        parted = token(r, k)->type == ENT_TOKEN_MARK || token(r, k)->capital;
    return parted;
}

/* What later words refer to: "the day before", "of that year". */
static void note(reader *r, const ent_when *w)
{
    int year = 0, month = 0, day = 0;
    int parts = sscanf(w->edtf, "%4d-%2d-%2d", &year, &month, &day);
    if (parts >= 1) {
        r->year = year;
        r->month = parts >= 2 ? month : 0;
    }
    if (parts == 3)
        r->day = ent_days_from_civil(year, month, day);
}

static bool add(reader *r, const ent_when *w)
{
    if (r->out->count == r->capacity) {
        uint32_t capacity = r->capacity ? r->capacity * 2 : 32;
        ent_when *more = ent_arena_array(r->d->arena, capacity, sizeof *more);
        if (!more)
            return false;
        if (r->out->count)
            memcpy(more, r->out->times, r->out->count * sizeof *more);
        r->out->times = more;
        r->capacity = capacity;
    }
    r->out->times[r->out->count++] = *w;
    return true;
}

uint32_t ent_whens_from(const ent_whens *whens, uint32_t token)
{
    uint32_t low = 0, high = whens->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (whens->times[middle].token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ent_status ent_whens_find(ent_document *document, const ent_cues *cues, ent_whens *out)
{
    *out = (ent_whens){0};
    reader r = {.d = document, .cues = cues, .out = out, .day = INT64_MIN};
    bool dated = document->date.year > 0;
    for (uint32_t s = 0; s < document->sentence_count; s++) {
        uint32_t begin = document->sentences[s].first;
        r.begin = begin;
        r.end = begin + document->sentences[s].count;
        for (uint32_t i = begin; i < r.end;) {
            ent_when w = {.token = i};
            uint32_t n = iso_form(&r, i, &w);
            n = n ? n : month_form(&r, i, &w);
            n = n ? n : year_form(&r, i, &w);
            if (!n && dated) {
                n = weekday_form(&r, i, &w);
                n = n ? n : beside_form(&r, i, &w);
                n = n ? n : ago_form(&r, i, &w);
                n = n ? n : near_form(&r, i, &w);
                n = n ? n : feast_form(&r, i, &w);
            }
            if (n) {
                w.count = n;
                w.speech = spoken(&r, &w);
                w.dateline = is_dateline(&r, &w);
                note(&r, &w);
                if (!add(&r, &w))
                    return ENT_NOMEM;
            }
            i += n ? n : 1;
        }
    }
    return ENT_OK;
}
