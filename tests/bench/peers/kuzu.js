// Kuzu: openCypher.
'use strict';
const path = require('path'),
  fs = require('fs');
module.exports = (peer, req) => {
  const K = req('kuzu');
  const rows = async (c, q, p) => {
    let r = p ? await c.execute(await c.prepare(q), p) : await c.query(q);
    const all = Array.isArray(r) ? r : [r],
      o = await all[all.length - 1].getAll();
    all.forEach((x) => x.close());
    return o;
  };
  const many = async (c, q, ps) => {
    const s = await c.prepare(q),
      out = [];
    for (const p of ps) {
      const r = await c.execute(s, p);
      out.push(await r.getAll());
      r.close();
    }
    return out;
  }; // results are closed before the database: kuzu crashes otherwise
  const V = (r) => Object.values(r);
  const D = (x) => (x instanceof Date ? x.toISOString().slice(0, 10) : x);
  return {
    async load({ db, data }) {
      const d = new K.Database(path.join(db, 'g')),
        c = new K.Connection(d);
      const f = (n) => path.join(data, n);
      for (const q of [
        'CREATE NODE TABLE Party(code STRING PRIMARY KEY, name STRING, type STRING)',
        'CREATE REL TABLE DEAL(FROM Party TO Party, agreement STRING, kind STRING, status STRING, since DATE, until DATE, date DATE)',
        'CREATE REL TABLE PARTNER(FROM Party TO Party)',
        `COPY Party FROM '${f('parties.csv')}' (header=true)`,
        `COPY DEAL FROM (LOAD WITH HEADERS (agreement STRING, src STRING, dst STRING, kind STRING, status STRING, since DATE, until DATE, date DATE) FROM '${f('edges.csv')}' (header=true) RETURN src, dst, agreement, kind, status, since, until, date)`,
        'COPY PARTNER FROM (MATCH (a:Party)-[:DEAL]-(b:Party) RETURN DISTINCT a.code, b.code)',
        'CHECKPOINT',
      ])
        await rows(c, q);
      await c.close();
      await d.close();
    },
    async open({ db }) {
      const d = new K.Database(path.join(db, 'g'));
      return { d, c: new K.Connection(d) };
    },
    async close(h) {
      await h.c.close();
      await h.d.close();
    },
    tasks: {
      t2: async (h) =>
        (
          await rows(
            h.c,
            'MATCH (p:Party)-[:DEAL]-(q:Party) RETURN p.code, count(DISTINCT q.code) AS n ORDER BY n DESC, p.code LIMIT 10',
          )
        )
          .map((r) => V(r).join(','))
          .join('\n'),
      t3: async (h, x) =>
        (
          await many(
            h.c,
            'MATCH p=(a:Party {code: $a})-[:PARTNER* SHORTEST 1..30]->(b:Party {code: $b}) RETURN length(p)',
            x.pairs().map(([a, b]) => ({ a, b })),
          )
        )
          .map((r) => (r.length ? V(r[0])[0] : -1))
          .join('\n'),
      t4: async (h, x) =>
        (
          await many(
            h.c,
            'MATCH (a:Party {code: $c})-[:PARTNER* SHORTEST 1..3]->(b:Party) WHERE b.code <> $c RETURN count(DISTINCT b.code)',
            x.seeds().map((c) => ({ c })),
          )
        )
          .map((r) => V(r[0])[0])
          .join('\n'),
      t5: async (h, x) =>
        (
          await rows(
            h.c,
            `MATCH (:Party)-[d:DEAL]->(:Party) WHERE d.since <= date('${x.day}') AND (d.until IS NULL OR d.until > date('${x.day}')) RETURN d.kind, count(DISTINCT d.agreement) ORDER BY d.kind`,
          )
        )
          .map((r) => V(r).join(','))
          .join('\n'),
      t6: async (h) =>
        String(
          V(
            (
              await rows(
                h.c,
                'MATCH (a:Party)-[:PARTNER]->(b:Party)-[:PARTNER]->(c:Party), (a)-[:PARTNER]->(c) WHERE id(a) < id(b) AND id(b) < id(c) RETURN count(*)',
              )
            )[0],
          )[0],
        ),
      t7: async (h, x) =>
        (
          await rows(
            h.c,
            'MATCH (p:Party {code: $c})-[d:DEAL]-(q:Party) RETURN d.agreement, q.code, q.name, d.kind, d.status, d.date ORDER BY d.date, d.agreement, q.code',
            { c: x.lookup() },
          )
        )
          .map((r) => V(r).map(D).join(','))
          .join('\n'),
      t8p: async (h) => {
        if (!h.pg) {
          await rows(h.c, "CALL project_graph('G', ['Party'], ['PARTNER'])");
          h.pg = 1;
        }
        return (
          await rows(
            h.c,
            "CALL page_rank('G', maxIterations := 100, tolerance := 0.0000000001) RETURN node.code, rank ORDER BY rank DESC, node.code LIMIT 10",
          )
        )
          .map((r) => V(r)[0])
          .join('\n');
      },
      t10: async (h) => String(V((await rows(h.c, 'RETURN 1 AS one'))[0])[0]),
    },
  };
};
module.exports.dir = () => 'kuzu';
