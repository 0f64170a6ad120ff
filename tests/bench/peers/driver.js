// One driver for the JavaScript peers.
//   node driver.js MODE PEER DBDIR DATADIR [TASK]
// MODE: load | cold (open, print one answer, exit) | warm (open, repeat, print a line of JSON and the last answer)
'use strict';
const fs = require('fs'),
  path = require('path');
const [mode, peer, db, data, task] = process.argv.slice(2);
const lines = (f) => fs.readFileSync(path.join(data, f), 'utf8').trim().split('\n');
const ctx = {
  db,
  data,
  pairs: () =>
    lines('pairs.csv')
      .slice(1)
      .map((l) => l.split(',')),
  seeds: () => lines('seeds.csv').slice(1),
  lookup: () => lines('lookup.txt')[0],
  day: '2015-06-30',
  csv: (f) => readCsv(path.join(data, f)),
};
function readCsv(f) {
  // small RFC 4180 reader: quoted fields only where needed
  const out = [],
    t = fs.readFileSync(f, 'utf8');
  let p = t.indexOf('\n') + 1;
  while (p < t.length) {
    let q = t.indexOf('\n', p);
    if (q < 0) q = t.length;
    const l = t.slice(p, q);
    p = q + 1;
    if (!l.includes('"')) {
      out.push(l.split(','));
      continue;
    }
    const r = [];
    let i = 0;
    while (i <= l.length) {
      if (l[i] === '"') {
        const j = l.indexOf('"', i + 1);
        r.push(l.slice(i + 1, j));
        i = j + 2;
      } else {
        let j = l.indexOf(',', i);
        if (j < 0) j = l.length;
        r.push(l.slice(i, j));
        i = j + 1;
      }
    }
    out.push(r);
  }
  return out;
}
(async () => {
  const mod = require('./' + peer + '.js');
  const P = mod(
    peer,
    require('module').createRequire(path.join(process.env.BENCH_PEERS || process.cwd(), mod.dir(peer), 'x.js')),
  );
  if (mode === 'load') return P.load(ctx);
  const h = await P.open(ctx);
  if (!P.tasks[task]) {
    console.log('UNSUPPORTED');
    process.exitCode = 4;
    if (P.close) await P.close(h);
    return;
  }
  if (mode === 'cold') {
    const a = await P.tasks[task](h, ctx);
    process.stdout.write(a + '\n');
  } else {
    const ms = [];
    let a;
    const t0 = process.hrtime.bigint();
    const el = () => Number(process.hrtime.bigint() - t0) / 1e6;
    do {
      const s = process.hrtime.bigint();
      a = await P.tasks[task](h, ctx);
      ms.push(Number(process.hrtime.bigint() - s) / 1e6);
    } while (ms.length < 21 && (el() < 1500 || ms.length < 3) && el() < 15000);
    const w = ms.slice(1).sort((x, y) => x - y),
      med = w.length ? w[w.length >> 1] : ms[0];
    console.log(JSON.stringify({ first: ms[0], median: med, n: ms.length }));
    process.stdout.write(a + '\n');
  }
  if (P.close) await P.close(h);
})().catch((e) => {
  console.error('ERROR', e && e.message ? e.message.slice(0, 600) : e);
  process.exit(3);
});
