// graphology: a library, so "load" writes its own JSON export and "open" reads it back.
'use strict';
const fs = require('fs'),
  path = require('path');
module.exports = (peer, req) => {
  const Graph = req('graphology');
  const bfs1 = (h, s, cut) => {
    const seen = new Set([s]);
    let f = [s];
    for (let d = 0; d < cut && f.length; d++) {
      const n = [];
      for (const u of f)
        h.s.forEachNeighbor(u, (v) => {
          if (!seen.has(v)) {
            seen.add(v);
            n.push(v);
          }
        });
      f = n;
    }
    return seen.size - 1;
  };
  return {
    async load({ db, csv }) {
      const g = new Graph({ type: 'directed', multi: true });
      for (const [code, name, type] of csv('parties.csv')) g.addNode(code, { name, type });
      for (const [agreement, s, d, kind, status, since, until, date] of csv('edges.csv'))
        g.addDirectedEdge(s, d, { agreement, kind, status, since, until, date });
      const fd = fs.openSync(path.join(db, 'g.json'), 'w');
      fs.writeSync(fd, JSON.stringify(g.export()));
      fs.fsyncSync(fd);
      fs.closeSync(fd);
    },
    async open({ db }) {
      const g = new Graph({ type: 'directed', multi: true });
      g.import(JSON.parse(fs.readFileSync(path.join(db, 'g.json'), 'utf8')));
      let s;
      return {
        g,
        get s() {
          if (!s) {
            s = new Graph({ type: 'undirected' });
            g.forEachNode((n) => s.addNode(n));
            g.forEachEdge((e, a, x, y) => {
              if (!s.hasEdge(x, y)) s.addUndirectedEdge(x, y);
            });
          }
          return s;
        },
      };
    },
    tasks: {
      t2: async (h) =>
        h.g
          .nodes()
          .map((n) => [n, new Set(h.g.neighbors(n)).size])
          .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .slice(0, 10)
          .map((r) => r.join(','))
          .join('\n'),
      t3: async (h, x) => {
        const { bidirectional } = req('graphology-shortest-path/unweighted');
        return x
          .pairs()
          .map(([a, b]) => {
            const p = bidirectional(h.s, a, b);
            return p ? p.length - 1 : -1;
          })
          .join('\n');
      },
      t4: async (h, x) =>
        x
          .seeds()
          .map((c) => bfs1(h, c, 3))
          .join('\n'),
      t5: async (h, x) => {
        const m = new Map();
        h.g.forEachEdge((e, a) => {
          if (a.since && a.since <= x.day && (!a.until || a.until > x.day)) {
            if (!m.has(a.kind)) m.set(a.kind, new Set());
            m.get(a.kind).add(a.agreement);
          }
        });
        return [...m]
          .map(([k, s]) => `${k},${s.size}`)
          .sort()
          .join('\n');
      },
      t6: async (h) => {
        const id = new Map(h.s.nodes().map((n, i) => [n, i])),
          up = new Map();
        h.s.forEachNode((n) =>
          up.set(
            n,
            new Set(
              h.s.neighbors(n).filter((m) => {
                const a = h.s.degree(n),
                  b = h.s.degree(m);
                return a < b || (a === b && id.get(n) < id.get(m));
              }),
            ),
          ),
        );
        let t = 0;
        for (const [, s] of up) for (const b of s) for (const c of up.get(b)) if (s.has(c)) t++;
        return String(t);
      },
      t7: async (h, x) => {
        const c = x.lookup(),
          o = [];
        h.g.forEachEdge(c, (e, a, s, d) => {
          const q = s === c ? d : s;
          o.push([a.agreement, q, h.g.getNodeAttribute(q, 'name'), a.kind, a.status, a.date]);
        });
        o.sort((p, q) =>
          p[5] < q[5] ? -1 : p[5] > q[5] ? 1 : p[0] < q[0] ? -1 : p[0] > q[0] ? 1 : p[1] < q[1] ? -1 : 1,
        );
        return o.map((r) => r.join(',')).join('\n');
      },
      t8p: async (h) => {
        const r = req('graphology-metrics/centrality/pagerank')(h.s, {
          alpha: 0.85,
          maxIterations: 200,
          tolerance: 1e-10,
          getEdgeWeight: null,
        });
        return Object.entries(r)
          .sort((a, b) => b[1] - a[1])
          .slice(0, 10)
          .map((r) => r[0])
          .join('\n');
      },
      t8b: async (h) => {
        const r = req('graphology-metrics/centrality/betweenness')(h.s, { getEdgeWeight: null });
        return Object.entries(r)
          .sort((a, b) => b[1] - a[1])
          .slice(0, 10)
          .map((r) => r[0])
          .join('\n');
      },
      t10: async () => '1',
    },
  };
};
module.exports.dir = () => 'graphology';
