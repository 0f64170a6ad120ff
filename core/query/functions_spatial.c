/* Points: made from a map, measured, and looked for in a box. */
#include "core/query/function_tables.h"

#include <math.h>

enum { WGS84 = 4326, WGS84_3D = 4979, CARTESIAN = 7203, CARTESIAN_3D = 9157 };

static const struct {
    int32_t srid;
    const char *name;
} systems[] = {{WGS84, "wgs-84"}, {WGS84_3D, "wgs-84-3d"}, {CARTESIAN, "cartesian"}, {CARTESIAN_3D, "cartesian-3d"}};
enum { SYSTEMS = sizeof systems / sizeof *systems };

static bool is_geographic(int32_t srid)
{
    return srid == WGS84 || srid == WGS84_3D;
}

static bool is_solid(int32_t srid)
{
    return srid == WGS84_3D || srid == CARTESIAN_3D;
}

static ent_status refuse(ent_call *call, const char *detail, const char *what)
{
    ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->where, detail, "%s", what);
    ent_hint(call->context->error, "point({x, y, z, crs}) or point({longitude, latitude, height, crs})");
    return ENT_ARGUMENT;
}

/* The coordinate under either of two names. */
static const ent_value *coordinate(ent_value map, const char *name, const char *geographic, bool *is_geographic_name)
{
    const ent_value *found = ent_map_get(map, ent_str_of(geographic));
    if (found)
        *is_geographic_name = true;
    else
        found = ent_map_get(map, ent_str_of(name));
    return found;
}

/* What `crs` or `srid` asks for; 0: neither is given, -1: unknown. */
static int32_t wanted_system(ent_value map)
{
    const ent_value *srid = ent_map_get(map, ENT_STR("srid")), *crs = ent_map_get(map, ENT_STR("crs"));
    for (int i = 0; srid && srid->type == ENT_TYPE_INTEGER && i < SYSTEMS; i++)
        if (systems[i].srid == srid->i)
            return systems[i].srid;
    for (int i = 0; crs && crs->type == ENT_TYPE_STRING && i < SYSTEMS; i++)
        if (ent_str_equal_nocase(ent_value_str(*crs), ent_str_of(systems[i].name)))
            return systems[i].srid;
    return srid || crs ? -1 : 0;
}

static ent_status point(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    bool geographic = false;
    const ent_value *at[3] = {coordinate(args[0], "x", "longitude", &geographic),
                              coordinate(args[0], "y", "latitude", &geographic),
                              coordinate(args[0], "z", "height", &geographic)};
    double value[3] = {0, 0, 0};
    *out = ENT_NULL;
    if (!at[0] || !at[1])
        return refuse(call, "InvalidArgumentValue", "a point needs x and y, or longitude and latitude");
    for (int i = 0; i < 3 && at[i]; i++) {
        if (ent_is_null(*at[i]))
            return ENT_OK;
        if (!ent_is_number(*at[i]))
            return refuse(call, "InvalidArgumentValue", "the coordinates of a point are numbers");
        value[i] = ent_as_double(*at[i]);
    }
    int32_t srid = wanted_system(args[0]);
    if (srid < 0) {
        ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->where, "InvalidArgumentValue",
                 "there is no such coordinate system");
        ent_hint(call->context->error, "wgs-84, wgs-84-3d, cartesian, cartesian-3d; 4326, 4979, 7203, 9157");
        return ENT_ARGUMENT;
    }
    if (srid == 0)
        srid = geographic ? (at[2] ? WGS84_3D : WGS84) : at[2] ? CARTESIAN_3D : CARTESIAN;
    if (is_solid(srid) != (at[2] != NULL))
        return refuse(call, "InvalidArgumentValue",
                      "the coordinate system and the coordinates have different numbers of dimensions");
    if (geographic && !is_geographic(srid))
        return refuse(call, "InvalidArgumentValue", "longitude and latitude need a geographic coordinate system");
    if (is_geographic(srid) && (value[0] < -180 || value[0] > 180 || value[1] < -90 || value[1] > 90))
        return refuse(call, "NumberOutOfRange", "longitude goes from -180 to 180, latitude from -90 to 90");
    ent_point *made = ENT_NEW(call->arena, ent_point);
    if (!made)
        return ent_arena_status(call->arena, call->context->error);
    *made = (ent_point){.srid = srid, .x = value[0], .y = value[1], .z = value[2]};
    *out = (ent_value){.type = ENT_TYPE_POINT, .point = made};
    return ENT_OK;
}

/* Metres on a sphere of the equator's radius, by the haversine; heights are joined by Pythagoras, as an arc at their
 * mean height. */
static double on_globe(const ent_point *a, const ent_point *b)
{
    const double radius = 6378140.0, radian = M_PI / 180.0;
    double up = sin((b->y - a->y) * radian / 2), along = sin((b->x - a->x) * radian / 2);
    double h = up * up + cos(a->y * radian) * cos(b->y * radian) * along * along;
    double angle = 2 * atan2(sqrt(h), sqrt(h < 1 ? 1 - h : 0));
    return hypot(angle * (radius + (a->z + b->z) / 2), a->z - b->z);
}

static ent_status distance(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    const ent_point *a = args[0].point, *b = args[1].point;
    *out = ENT_NULL;
    if (a->srid != b->srid)
        return ENT_OK;
    if (is_geographic(a->srid))
        *out = ent_float(on_globe(a, b));
    else
        *out = ent_float(hypot(hypot(a->x - b->x, a->y - b->y), a->z - b->z));
    return ENT_OK;
}

static bool between(double low, double x, double high)
{
    return low <= x && x <= high;
}

static ent_status within_box(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    const ent_point *p = args[0].point, *low = args[1].point, *high = args[2].point;
    *out = ENT_NULL;
    if (p->srid != low->srid || p->srid != high->srid)
        return ENT_OK;
    bool x = between(low->x, p->x, high->x);
    /* a box whose west side lies east of its east side goes over the antimeridian */
    if (is_geographic(p->srid) && low->x > high->x)
        x = p->x >= low->x || p->x <= high->x;
    *out = ent_bool(x && between(low->y, p->y, high->y) && (!is_solid(p->srid) || between(low->z, p->z, high->z)));
    return ENT_OK;
}

static const ent_function functions[] = {
    {"distance",
     "(from :: POINT, to :: POINT) :: FLOAT",
     "The same as point.distance().",
     2,
     2,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(POINT)},
     ENT_T(FLOAT),
     distance,
     NULL},
    {"point",
     "(coordinates :: MAP) :: POINT",
     "A point, from x, y (, z) or longitude, latitude (, height).",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(MAP)},
     ENT_T(POINT),
     point,
     NULL},
    {"point.distance",
     "(from :: POINT, to :: POINT) :: FLOAT",
     "The distance of two points, in metres where they are geographic; null between different systems.",
     2,
     2,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(POINT)},
     ENT_T(FLOAT),
     distance,
     NULL},
    {"point.withinBBox",
     "(point :: POINT, lowerLeft :: POINT, upperRight :: POINT) :: BOOLEAN",
     "Whether a point lies in the box between two corners.",
     3,
     3,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(POINT)},
     ENT_T(BOOLEAN),
     within_box,
     NULL},
};

const ent_function_table ent_functions_spatial = {functions, sizeof functions / sizeof *functions};
