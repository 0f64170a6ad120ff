// DuckDB: SQL.
'use strict';
const path = require('path');
const SQL = {
  t2: 'SELECT c, count(DISTINCT o) AS n FROM (SELECT src AS c, dst AS o FROM edges UNION ALL SELECT dst, src FROM edges) GROUP BY c ORDER BY n DESC, c LIMIT 10',
  t5: "SELECT kind, count(DISTINCT agreement) FROM edges WHERE since <= DATE '2015-06-30' AND (until IS NULL OR until > DATE '2015-06-30') GROUP BY kind ORDER BY kind",
  t6: 'SELECT count(*) FROM adj x JOIN adj y ON x.b = y.a JOIN adj z ON z.a = x.a AND z.b = y.b WHERE x.a < x.b AND y.a < y.b',
  t10: 'SELECT 1',
};
module.exports = (peer, req) => {
  const { DuckDBInstance } = req('@duckdb/node-api');
  const rows = async (c, s) => (await c.runAndReadAll(s)).getRows();
  const J = (a) => a.map((r) => r.map(String).join(',')).join('\n');
  return {
    async load({ db, data }) {
      const i = await DuckDBInstance.create(path.join(db, 'g.duckdb')),
        c = await i.connect();
      for (const s of [
        'CREATE TABLE party(id INTEGER, code VARCHAR PRIMARY KEY, name VARCHAR, type VARCHAR)',
        `INSERT INTO party SELECT row_number() OVER () , * FROM read_csv('${data}/parties.csv', header=true, all_varchar=true)`,
        `CREATE TABLE edges AS SELECT * FROM read_csv('${data}/edges.csv', header=true, columns={agreement:'VARCHAR',src:'VARCHAR',dst:'VARCHAR',kind:'VARCHAR',status:'VARCHAR',since:'DATE',until:'DATE',date:'DATE'})`,
        'CREATE TABLE adj AS SELECT DISTINCT p.id AS a, q.id AS b FROM (SELECT src AS x, dst AS y FROM edges UNION ALL SELECT dst, src FROM edges) JOIN party p ON p.code=x JOIN party q ON q.code=y ORDER BY a, b',
        'CHECKPOINT',
      ])
        await c.run(s);
      c.closeSync();
      i.closeSync();
    },
    async open({ db }) {
      const i = await DuckDBInstance.create(path.join(db, 'g.duckdb'));
      return { i, c: await i.connect() };
    },
    async close(h) {
      h.c.closeSync();
      h.i.closeSync();
    },
    tasks: {
      t2: async (h) => J(await rows(h.c, SQL.t2)),
      t3: async (h, x) =>
        J(
          await rows(
            h.c,
            `WITH RECURSIVE pr AS (SELECT row_number() OVER () AS i, p.id AS s, q.id AS t FROM (SELECT unnest([${x.pairs().map(([a]) => `'${a}'`)}]) AS a, unnest([${x.pairs().map(([, b]) => `'${b}'`)}]) AS b) v JOIN party p ON p.code=v.a JOIN party q ON q.code=v.b),
        src AS (SELECT DISTINCT s FROM pr),
        bfs(s, id, d) USING KEY (s, id) AS (SELECT s, s, 0 FROM src UNION (SELECT bfs.s, adj.b, min(bfs.d) + 1 FROM bfs JOIN adj ON adj.a = bfs.id LEFT JOIN recurring.bfs AS r ON r.s = bfs.s AND r.id = adj.b WHERE r.id IS NULL GROUP BY bfs.s, adj.b))
        SELECT coalesce(r.d, -1) FROM (SELECT p.code AS a, q.code AS b, pr.* FROM pr JOIN party p ON p.id=pr.s JOIN party q ON q.id=pr.t) z LEFT JOIN bfs r ON r.s=z.s AND r.id=z.t JOIN (SELECT unnest(range(1,101)) AS k, unnest([${x.pairs().map(([a, b]) => `'${a}|${b}'`)}]) AS ab) o ON o.ab = z.a||'|'||z.b ORDER BY o.k`,
          ),
        ),
      t4: async (h, x) =>
        J(
          await rows(
            h.c,
            `WITH s AS (SELECT k, p.id FROM (SELECT unnest(range(1,21)) AS k, unnest([${x.seeds().map((c) => `'${c}'`)}]) AS c) v JOIN party p ON p.code=v.c),
        h1 AS (SELECT DISTINCT k, b AS id FROM s JOIN adj ON adj.a=s.id), h2 AS (SELECT DISTINCT k, b AS id FROM h1 JOIN adj ON adj.a=h1.id),
        h3 AS (SELECT DISTINCT k, b AS id FROM h2 JOIN adj ON adj.a=h2.id)
        SELECT s.k, (SELECT count(*) FROM (SELECT k,id FROM h1 UNION SELECT k,id FROM h2 UNION SELECT k,id FROM h3) u WHERE u.k=s.k AND u.id<>s.id) FROM s ORDER BY s.k`,
          ),
        )
          .split('\n')
          .map((l) => l.split(',')[1])
          .join('\n'),
      t5: async (h) => J(await rows(h.c, SQL.t5)),
      t6: async (h) => J(await rows(h.c, SQL.t6)),
      t7: async (h, x) =>
        J(
          await rows(
            h.c,
            `SELECT agreement, o, p.name, kind, status, date FROM (SELECT *, dst AS o FROM edges WHERE src='${x.lookup()}' UNION ALL SELECT *, src FROM edges WHERE dst='${x.lookup()}') e JOIN party p ON p.code=e.o ORDER BY date, agreement, o`,
          ),
        ),
      t10: async (h) => J(await rows(h.c, SQL.t10)),
    },
  };
};
module.exports.dir = () => 'duckdb';
