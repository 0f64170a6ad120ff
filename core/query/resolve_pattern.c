/* Patterns: which names are new, which are bound already, and what each kind of clause refuses.
 *
 * Names are settled first, path by path, elements before the path's own name; then the properties and conditions of all
 * elements, which in MATCH may read any variable of the pattern. In CREATE and MERGE they are looked at before: what
 * the clause makes is not there to be read while it is being made. */
#include "core/query/resolver.h"

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

typedef struct {
    ent_resolver *r;
    ent_pattern_use use;
    bool nullable;
} pattern_walk;

static const char *clause_of(const pattern_walk *walk)
{
    return walk->use == ENT_PATTERN_MERGE ? "MERGE" : "CREATE";
}

static bool makes(const pattern_walk *walk)
{
    return walk->use == ENT_PATTERN_CREATE || walk->use == ENT_PATTERN_MERGE;
}

static ent_known_var *known(ent_var *var)
{
    return (ent_known_var *)(void *)var;
}

/* ---- names ---- */

static ent_status introduce(pattern_walk *walk, ent_str name, ent_span where, ent_typing typing, ent_var **out,
                            bool *introduces)
{
    ent_resolver *r = walk->r;
    if (walk->use == ENT_PATTERN_PREDICATE && name.n > 0) {
        ent_status status = ENT_REJECT(r, where, "UndefinedVariable",
                                       "`%.*s` is not defined, and a pattern that stands for a condition cannot "
                                       "introduce it",
                                       ENT_STR_ARG(name));
        ent_hint_variables(r, r->scope, name);
        return status;
    }
    if (walk->nullable)
        typing.set |= ENT_NULL_TYPE;
    ENT_TRY(ent_resolver_new_var(r, name, where, typing, out));
    if (name.n > 0 && !ent_scope_add(r->arena, r->scope, *out))
        return ent_arena_status(r->arena, r->error);
    *introduces = true;
    return ENT_OK;
}

static ent_status already_bound(ent_resolver *r, ent_str name, ent_span where, const char *why, const char *hint)
{
    ent_status status =
        ENT_REJECT(r, where, "VariableAlreadyBound", "`%.*s` is bound already%s", ENT_STR_ARG(name), why);
    ent_hint(r->error, "%s", hint);
    return status;
}

static ent_status conflict(ent_resolver *r, const ent_var *var, ent_span where, const char *wanted)
{
    char have[200];
    ent_status status =
        ENT_REJECT(r, where, "VariableTypeConflict", "`%.*s` stands for %s here, but it is %s", ENT_STR_ARG(var->name),
                   wanted, ent_typing_text(have, sizeof have, ent_var_typing(var).set));
    ent_hint(r->error, "use another name here");
    return status;
}

static ent_span name_span(ent_span name, ent_span whole)
{
    return name.len ? name : whole;
}

/* alone: the path is this node and nothing else. */
static ent_status declare_node(pattern_walk *walk, ent_node_pattern *node, bool alone)
{
    ent_resolver *r = walk->r;
    ent_span where = name_span(node->name_span, node->span);
    ent_var *var = node->name.n ? ent_scope_find(r->scope, node->name, NULL) : NULL;
    node->introduces = false;
    if (!var)
        return introduce(walk, node->name, where, ent_typing_of(BIT(NODE)), &node->var, &node->introduces);
    if (makes(walk) && alone)
        return already_bound(r, node->name, where,
                             walk->use == ENT_PATTERN_MERGE ? ", so it cannot be merged" : ", so it cannot be created",
                             "use another name for the new node");
    if (makes(walk) && (node->labels || node->properties))
        return already_bound(r, node->name, where, ", so it cannot get labels or properties here",
                             "write only the name here, and use SET for labels and properties");
    if (!ent_typing_allows(ent_var_typing(var), BIT(NODE)))
        return conflict(r, var, where, "a node");
    return ent_resolver_read(r, node->name, where, NULL, &node->var);
}

static ent_status declare_rel(pattern_walk *walk, ent_rel_pattern *rel)
{
    ent_resolver *r = walk->r;
    ent_span where = name_span(rel->name_span, rel->span);
    ent_var *var = rel->name.n ? ent_scope_find(r->scope, rel->name, NULL) : NULL;
    rel->introduces = false;
    if (!var) {
        ent_typing typing = ent_typing_of(BIT(RELATIONSHIP));
        if (rel->var_length)
            typing = ent_typing_list(r->arena, typing);
        ENT_TRY(introduce(walk, rel->name, where, typing, &rel->var, &rel->introduces));
        known(rel->var)->pattern = r->pattern;
        return ENT_OK;
    }
    if (makes(walk))
        return already_bound(r, rel->name, where,
                             walk->use == ENT_PATTERN_MERGE ? ", so it cannot be merged" : ", so it cannot be created",
                             "use another name for the new relationship");
    ent_typing typing = ent_var_typing(var);
    bool fits = rel->var_length
                    ? ent_typing_allows(typing, BIT(LIST)) &&
                          (!(typing.set & BIT(LIST)) || ent_typing_allows(ent_typing_item(typing), BIT(RELATIONSHIP)))
                    : ent_typing_allows(typing, BIT(RELATIONSHIP));
    if (!fits)
        return conflict(r, var, where, rel->var_length ? "a list of relationships" : "a relationship");
    if (known(var)->pattern == r->pattern) {
        ent_status status = ENT_REJECT(
            r, where, "RelationshipUniquenessViolation",
            "`%.*s` stands twice in one pattern, but each relationship of a match is another", ENT_STR_ARG(rel->name));
        ent_hint(r->error, "use two names, or two MATCH clauses");
        return status;
    }
    known(var)->pattern = r->pattern;
    return ent_resolver_read(r, rel->name, where, NULL, &rel->var);
}

static ent_status declare_path(pattern_walk *walk, ent_path_pattern *path)
{
    ent_resolver *r = walk->r;
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        ENT_TRY(declare_node(walk, &path->nodes[i], path->rel_count == 0));
        if (i < path->rel_count)
            ENT_TRY(declare_rel(walk, &path->rels[i]));
    }
    path->var = NULL;
    if (path->name.n == 0)
        return ENT_OK;
    ent_span where = name_span(path->name_span, path->span);
    if (ent_scope_find(r->scope, path->name, NULL))
        return already_bound(r, path->name, where, ", so it cannot name a path", "use another name for the path");
    bool introduces;
    return introduce(walk, path->name, where, ent_typing_of(BIT(PATH)), &path->var, &introduces);
}

/* ---- what is written inside of the elements ---- */

static ent_status resolve_inside(pattern_walk *walk, ent_expr *properties, ent_expr *where)
{
    ent_resolver *r = walk->r;
    ent_typing typing;
    const char *saved = r->place;
    r->place = "a pattern";
    if (properties) {
        if (properties->kind == ENT_EXPR_PARAMETER && walk->use != ENT_PATTERN_CREATE) {
            ent_status status = ENT_REJECT(r, properties->span, "InvalidParameterUse",
                                           "a parameter cannot stand for all properties of a pattern in %s",
                                           walk->use == ENT_PATTERN_MERGE ? "MERGE" : "MATCH");
            ent_hint(r->error, "name each property: {key: $%.*s.key}", ENT_STR_ARG(properties->name));
            return status;
        }
        ENT_TRY(ent_resolve_expr(r, properties, &typing));
        ENT_TRY(ent_resolver_want(r, properties, typing, BIT(MAP) | ENT_ENTITY_TYPES, ENT_SYNTAX,
                                  "the properties of a pattern"));
    }
    r->place = "the condition";
    if (where && makes(walk))
        return ENT_REJECT(r, where->span, "UnexpectedSyntax", "WHERE cannot stand in a pattern of %s", clause_of(walk));
    if (where)
        ENT_TRY(ent_resolve_predicate(r, where));
    r->place = saved;
    return ENT_OK;
}

/* In the condition of a variable-length pattern its variable stands for each relationship, as the condition is asked of
 * each. */
static ent_status resolve_rel_inside(pattern_walk *walk, const ent_rel_pattern *rel)
{
    if (!rel->var_length || !rel->introduces)
        return resolve_inside(walk, rel->properties, rel->where);
    ent_typing list = ent_var_typing(rel->var);
    ENT_TRY(resolve_inside(walk, rel->properties, NULL));
    ent_var_set_typing(rel->var, ent_typing_of(BIT(RELATIONSHIP)));
    ENT_TRY(resolve_inside(walk, NULL, rel->where));
    ent_var_set_typing(rel->var, list);
    return ENT_OK;
}

static ent_status resolve_path_inside(pattern_walk *walk, const ent_path_pattern *path)
{
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        ENT_TRY(resolve_inside(walk, path->nodes[i].properties, path->nodes[i].where));
        if (i < path->rel_count)
            ENT_TRY(resolve_rel_inside(walk, &path->rels[i]));
    }
    return ENT_OK;
}

/* ---- what can be made ---- */

static ent_status check_made_labels(pattern_walk *walk, const ent_label *label)
{
    /* the parser bounds the depth */
    while (label && label->kind == ENT_LABEL_AND) {
        ENT_TRY(check_made_labels(walk, label->right));
        label = label->left;
    }
    if (!label || label->kind == ENT_LABEL_NAME)
        return ENT_OK;
    return ENT_REJECT(walk->r, label->span, "UnexpectedSyntax", "%s needs the names of labels, such as :A:B",
                      clause_of(walk));
}

/* A bound relationship is refused before this: its missing type is not what is wrong with it. */
static ent_status check_made_rel(pattern_walk *walk, const ent_rel_pattern *rel)
{
    ent_resolver *r = walk->r;
    if (rel->var_length)
        return ENT_REJECT(r, rel->span, "CreatingVarLength", "%s cannot make relationships of variable length",
                          clause_of(walk));
    if (rel->name.n > 0 && ent_scope_find(r->scope, rel->name, NULL))
        return ENT_OK;
    if (!rel->types || rel->types->kind != ENT_LABEL_NAME) {
        ent_status status = ENT_REJECT(r, rel->types ? rel->types->span : rel->span, "NoSingleRelationshipType",
                                       rel->types ? "%s needs exactly one type for a relationship, and this is not one"
                                                  : "%s needs a type for the relationship",
                                       clause_of(walk));
        if (rel->name.n > 0 && !rel->types)
            ent_hint(r->error, "a type stands behind a colon: [:%.*s]", ENT_STR_ARG(rel->name));
        else
            ent_hint(r->error, "write one type, such as [:KNOWS]");
        return status;
    }
    if (walk->use == ENT_PATTERN_CREATE && rel->direction == ENT_BOTH) {
        ent_status status =
            ENT_REJECT(r, rel->span, "RequiresDirectedRelationship", "CREATE needs one direction for a relationship");
        ent_hint(r->error, "write --> or <--");
        return status;
    }
    return ENT_OK;
}

static ent_status check_made_path(pattern_walk *walk, const ent_path_pattern *path)
{
    if (path->kind != ENT_PATH_PLAIN)
        return ENT_REJECT(walk->r, path->span, "UnexpectedSyntax", "%s cannot make a shortest path", clause_of(walk));
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        ENT_TRY(check_made_labels(walk, path->nodes[i].labels));
        if (i < path->rel_count)
            ENT_TRY(check_made_rel(walk, &path->rels[i]));
    }
    return ENT_OK;
}

ent_status ent_resolve_pattern(ent_resolver *r, const ent_pattern *pattern, ent_pattern_use use, bool nullable)
{
    pattern_walk walk = {r, use, nullable};
    r->pattern++;
    for (uint32_t i = 0; makes(&walk) && i < pattern->count; i++)
        ENT_TRY(check_made_path(&walk, &pattern->paths[i]));
    for (uint32_t i = 0; i < pattern->count; i++) {
        if (makes(&walk)) {
            r->introduce = clause_of(&walk);
            r->introduced = pattern;
            ENT_TRY(resolve_path_inside(&walk, &pattern->paths[i]));
            r->introduce = NULL;
        }
        ENT_TRY(declare_path(&walk, &pattern->paths[i]));
    }
    for (uint32_t i = 0; !makes(&walk) && i < pattern->count; i++)
        ENT_TRY(resolve_path_inside(&walk, &pattern->paths[i]));
    return ENT_OK;
}
