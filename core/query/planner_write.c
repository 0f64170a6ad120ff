/* CREATE, MERGE, SET, REMOVE and DELETE. */
#include "core/query/planner.h"
#include "core/query/walk.h"

/* Collects the names of :A:B:C in order. Label trees are as deep as the parser allows. */
static bool collect_labels(const ent_label *label, ent_str *names, uint32_t *n)
{
    if (label->kind == ENT_LABEL_AND)
        return collect_labels(label->left, names, n) && collect_labels(label->right, names, n);
    if (label->kind != ENT_LABEL_NAME)
        return false;
    if (names)
        names[*n] = label->name;
    ++*n;
    return true;
}

static bool label_names(ent_planner *planner, const ent_label *label, ent_names *out)
{
    uint32_t n = 0;
    if (!collect_labels(label, NULL, &n))
        return false;
    out->names = ENT_NEW_ARRAY(planner->arena, ent_str, n);
    if (out->names)
        collect_labels(label, out->names, &out->count);
    return true;
}

static ent_status bad_labels(ent_planner *planner, const ent_label *label)
{
    return ent_fail(planner->error, ENT_SYNTAX, ENT_PHASE_COMPILE, label->span, "UnexpectedSyntax",
                    "what is created has plain labels or one plain type, no alternatives and no negation");
}

typedef struct {
    const ent_slots *a, *b;
    bool found;
} mention;

static void look_for(ent_walk *walk, const ent_var *var)
{
    mention *m = walk->user;
    m->found |= ent_slots_has(m->a, var->slot) || (m->b && ent_slots_has(m->b, var->slot));
}

/* Whether an expression names a variable of either set. b may be NULL. */
static bool mentions(ent_expr *expr, const ent_slots *a, const ent_slots *b)
{
    mention m = {a, b, false};
    ent_walk walk = {.var = look_for, .user = &m};
    ent_walk_expr(&walk, expr);
    return m.found;
}

/* The operator below, when what a CREATE makes may be added to it. */
static ent_plan_node *create_below(const ent_chain *chain)
{
    return chain->top->op == ENT_OP_CREATE ? chain->top : NULL;
}

/* Adds what a path makes to node->create. no_nulls: of MERGE. */
static ent_status add_elements(ent_planner *planner, ent_chain *chain, ent_plan_node *node,
                               const ent_path_pattern *path, bool no_nulls)
{
    ent_plan_element *elements = node->create.elements;
    for (uint32_t i = 0; i < 2 * path->rel_count + 1; i++) {
        /* All nodes first: a relationship needs both its ends. */
        bool is_rel = i > path->rel_count;
        const ent_node_pattern *end = is_rel ? NULL : &path->nodes[i];
        const ent_rel_pattern *rel = is_rel ? &path->rels[i - path->rel_count - 1] : NULL;
        ent_var *var = is_rel ? rel->var : end->var;
        ent_expr *props = is_rel ? rel->properties : end->properties;
        const ent_label *labels = is_rel ? rel->types : end->labels;
        if (ent_slots_has(&chain->bound, var->slot) || ent_slots_has(&node->defs, var->slot))
            continue;
        ent_plan_element *element = &elements[node->create.count++];
        *element = (ent_plan_element){.is_rel = is_rel, .slot = var->slot, .no_nulls = no_nulls};
        element->where = is_rel ? rel->span : end->span;
        if (labels && !label_names(planner, labels, &element->labels))
            return bad_labels(planner, labels);
        ENT_TRY(ent_planner_memory(planner));
        if (is_rel) {
            uint32_t r = (uint32_t)(rel - path->rels);
            bool in = rel->direction == ENT_IN;
            element->from = path->nodes[in ? r + 1 : r].var->slot;
            element->to = path->nodes[in ? r : r + 1].var->slot;
            ent_slots_add(&node->uses, element->from);
            ent_slots_add(&node->uses, element->to);
            if (element->labels.count != 1)
                return ent_fail(planner->error, ENT_SYNTAX, ENT_PHASE_COMPILE, rel->span, "NoSingleRelationshipType",
                                "a relationship is created with exactly one type");
            node->writes.rels |= ent_effect_bit(element->labels.names[0]);
        } else {
            node->writes.nodes |= 1;
            for (uint32_t l = 0; l < element->labels.count; l++)
                node->writes.nodes |= ent_effect_bit(element->labels.names[l]);
        }
        if (props) {
            const ent_plan_node *below = create_below(chain);
            element->late = mentions(props, &node->defs, below ? &below->defs : NULL);
            element->props_expr = props;
            ENT_TRY(ent_planner_compile(planner, chain, node, props, &element->props));
        }
        ent_slots_add(&node->defs, var->slot);
    }
    return ENT_OK;
}

static uint32_t element_room(const ent_pattern *pattern)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < pattern->count; p++)
        n += 2 * pattern->paths[p].rel_count + 1;
    return n;
}

/* What an operator both makes and uses comes from itself. */
static void settle_uses(ent_plan_node *node)
{
    ent_slots_subtract(&node->uses, &node->defs);
}

/* A script of many CREATE clauses is one operator. */
static ent_status join_creates(ent_planner *planner, ent_chain *chain, ent_plan_node *below, const ent_plan_node *node)
{
    uint32_t count = below->create.count + node->create.count;
    if (count > below->create.room) {
        uint32_t room = 2 * count;
        ent_plan_element *elements = ENT_NEW_ARRAY(planner->arena, ent_plan_element, room);
        if (!elements)
            return ent_planner_memory(planner);
        memcpy(elements, below->create.elements, below->create.count * sizeof *elements);
        below->create.elements = elements;
        below->create.room = room;
    }
    memcpy(below->create.elements + below->create.count, node->create.elements,
           node->create.count * sizeof *node->create.elements);
    below->create.count = count;
    ent_slots_join(&below->uses, &node->uses);
    ent_slots_join(&below->defs, &node->defs);
    settle_uses(below);
    ent_effects_join(&below->reads, &node->reads);
    ent_effects_join(&below->writes, &node->writes);
    if (!chain->single) {
        ent_effects_join(&chain->reads, &node->reads);
        ent_effects_join(&chain->writes, &node->writes);
    }
    ent_effects_join(&chain->all_reads, &node->reads);
    ent_effects_join(&chain->all_writes, &node->writes);
    ent_slots_join(&chain->bound, &node->defs);
    for (ent_subplan *sub = node->subplans, *next; sub; sub = next) {
        next = sub->next;
        sub->next = below->subplans;
        below->subplans = sub;
    }
    return ENT_OK;
}

ent_status ent_plan_create(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    const ent_pattern *pattern = &clause->create;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_CREATE);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->create.elements = ENT_NEW_ARRAY(planner->arena, ent_plan_element, element_room(pattern));
    if (!node->create.elements)
        return ent_planner_memory(planner);
    for (uint32_t p = 0; p < pattern->count; p++)
        ENT_TRY(add_elements(planner, chain, node, &pattern->paths[p], false));
    settle_uses(node);
    ent_plan_node *below = create_below(chain);
    if (below && !ent_effects_meet(&node->reads, &below->writes) && !ent_effects_meet(&node->reads, &chain->writes))
        ENT_TRY(join_creates(planner, chain, below, node));
    else if (node->create.count > 0)
        ENT_TRY(ent_chain_push(planner, chain, node));
    for (uint32_t p = 0; p < pattern->count; p++)
        if (pattern->paths[p].var)
            ENT_TRY(ent_plan_path_value(planner, chain, &pattern->paths[p]));
    return ENT_OK;
}

/* ---- SET, REMOVE ---- */

static bool may_be_entity(const ent_expr *value)
{
    return value->type == 0 || (value->type & (ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP)));
}

static ent_status add_set(ent_planner *planner, ent_chain *chain, ent_plan_node *node, const ent_set_item *item,
                          ent_plan_set *out)
{
    *out = (ent_plan_set){.kind = item->kind, .where = item->span};
    ent_expr *target = item->target;
    bool property = item->kind == ENT_SET_PROPERTY || item->kind == ENT_REMOVE_PROPERTY;
    if (property) {
        out->key = target->name;
        if (target->kind == ENT_EXPR_INDEX) {
            ENT_TRY(ent_planner_compile(planner, chain, node, target->args[1], &out->key_value));
            node->writes.keys = UINT64_MAX;
        } else {
            node->writes.keys |= ent_effect_bit(target->name);
        }
        target = target->args[0];
    } else if (item->kind == ENT_SET_LABELS || item->kind == ENT_REMOVE_LABELS) {
        for (uint32_t l = 0; l < item->label_count; l++)
            node->writes.labels |= ent_effect_bit(item->labels[l]);
        out->labels = (ent_names){item->labels, item->label_count};
    } else if (item->kind == ENT_SET_MERGE && item->value->kind == ENT_EXPR_MAP) {
        for (uint32_t i = 0; i < item->value->arg_count; i++)
            node->writes.keys |= ent_effect_bit(item->value->keys[i]);
    } else {
        node->writes.keys = UINT64_MAX;
    }
    ENT_TRY(ent_planner_compile(planner, chain, node, target, &out->target));
    if (item->value) {
        out->value_where = item->value->span;
        if (!property && may_be_entity(item->value))
            node->reads.keys = UINT64_MAX;
        ENT_TRY(ent_planner_compile(planner, chain, node, item->value, &out->value));
    }
    return ENT_OK;
}

static ent_plan_element *made_by(ent_plan_node *create, const ent_expr *target)
{
    for (uint32_t i = 0; target->kind == ENT_EXPR_VARIABLE && i < create->create.count; i++)
        if (create->create.elements[i].slot == target->var->slot)
            return &create->create.elements[i];
    return NULL;
}

/* CREATE (n) SET n = map, the usual way to load maps, makes n with the properties at once, where the value is known
 * before: it speaks of nothing that the CREATE makes and of nothing that was changed since the last barrier. */
static ent_status take_into_create(ent_planner *planner, ent_chain *chain, const ent_set_item *item, bool *taken)
{
    ent_plan_node *create = create_below(chain);
    ent_plan_element *element = create ? made_by(create, item->target) : NULL;
    *taken = false;
    if (!element || element->props || (item->kind != ENT_SET_REPLACE && item->kind != ENT_SET_MERGE) ||
        mentions(item->value, &create->defs, NULL) || !ent_expr_is_pure(item->value))
        return ENT_OK;
    ent_effects reads = {0, 0, 0, 0};
    ent_expr_effects(item->value, &reads);
    if (may_be_entity(item->value))
        reads.keys = UINT64_MAX;
    if (ent_effects_meet(&reads, &chain->writes))
        return ENT_OK;
    *taken = true;
    element->from_set = true;
    element->adds = item->kind == ENT_SET_MERGE;
    element->where = item->span;
    element->props_expr = item->value;
    ENT_TRY(ent_planner_compile(planner, chain, create, item->value, &element->props));
    settle_uses(create);
    ent_effects_join(&create->reads, &reads);
    if (!chain->single)
        ent_effects_join(&chain->reads, &reads);
    ent_effects_join(&chain->all_reads, &reads);
    return ENT_OK;
}

ent_status ent_plan_set_clause(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    uint32_t first = 0;
    for (bool taken = true; first < clause->set.count; first++) {
        ENT_TRY(take_into_create(planner, chain, &clause->set.items[first], &taken));
        if (!taken)
            break;
    }
    if (first > 0 && first == clause->set.count)
        return ENT_OK;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_SET);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->set.count = clause->set.count - first;
    node->set.items = ENT_NEW_ARRAY(planner->arena, ent_plan_set, node->set.count + 1);
    if (!node->set.items)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < node->set.count; i++)
        ENT_TRY(add_set(planner, chain, node, &clause->set.items[first + i], &node->set.items[i]));
    node->set.rowwise = ent_effects_meet(&node->reads, &node->writes);
    return ent_chain_push(planner, chain, node);
}

/* ---- MERGE ---- */

static ent_status add_sets(ent_planner *planner, ent_chain *chain, ent_plan_node *node, const ent_set_item *items,
                           uint32_t count, ent_plan_set **out)
{
    *out = ENT_NEW_ARRAY(planner->arena, ent_plan_set, count + 1);
    if (!*out)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < count; i++)
        ENT_TRY(add_set(planner, chain, node, &items[i], &(*out)[i]));
    return ENT_OK;
}

ent_status ent_plan_merge(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    ent_path_pattern path = clause->merge.path;
    path.var = NULL; /* its value is put together above */
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_MERGE);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->frame = ent_planner_frame(planner);
    ent_chain inner;
    ENT_TRY(ent_chain_begin(planner, node->frame, &chain->bound, &inner));
    ENT_TRY(ent_plan_match(planner, &inner, &path, 1, NULL));
    if (clause->merge.on_match_count > 0) {
        /* What ON MATCH sets for the first match must not keep the next from being found. */
        ent_plan_node *eager = ent_planner_node(planner, ENT_OP_EAGER);
        if (!eager)
            return ent_planner_memory(planner);
        eager->rows = inner.top->rows;
        ENT_TRY(ent_chain_push(planner, &inner, eager));
    }
    node->inner = inner.top;
    node->reads = inner.all_reads;
    node->create.elements = ENT_NEW_ARRAY(planner->arena, ent_plan_element, 2 * (size_t)path.rel_count + 1);
    if (!node->create.elements)
        return ent_planner_memory(planner);
    ENT_TRY(add_elements(planner, chain, node, &path, true));
    ent_chain after = *chain;
    after.bound = ent_slots_copy(planner, &chain->bound);
    ent_slots_join(&after.bound, &node->defs);
    node->create.on_create_count = clause->merge.on_create_count;
    node->create.on_match_count = clause->merge.on_match_count;
    ENT_TRY(add_sets(planner, &after, node, clause->merge.on_create, clause->merge.on_create_count,
                     &node->create.on_create));
    ENT_TRY(
        add_sets(planner, &after, node, clause->merge.on_match, clause->merge.on_match_count, &node->create.on_match));
    ENT_TRY(ent_chain_push(planner, chain, node));
    return clause->merge.path.var ? ent_plan_path_value(planner, chain, &clause->merge.path) : ENT_OK;
}

/* ---- DELETE ---- */

ent_status ent_plan_delete(ent_planner *planner, ent_chain *chain, const ent_clause *clause)
{
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_DELETE);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->detail = clause->del.detach ? "DETACH" : NULL;
    node->del.count = clause->del.count;
    node->del.detach = clause->del.detach;
    node->del.programs = ENT_NEW_ARRAY(planner->arena, ent_program *, clause->del.count + 1);
    node->del.spans = ENT_NEW_ARRAY(planner->arena, ent_span, clause->del.count + 1);
    if (!node->del.programs || !node->del.spans)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < clause->del.count; i++) {
        node->del.spans[i] = clause->del.exprs[i]->span;
        ENT_TRY(ent_planner_compile(planner, chain, node, clause->del.exprs[i], &node->del.programs[i]));
    }
    node->writes = (ent_effects){UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
    return ent_chain_push(planner, chain, node);
}
