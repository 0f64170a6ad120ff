MATCH (p:Party {code: $code})-[d:AGREEMENT]-(q:Party)
RETURN d.id, q.code, q.name, d.kind, d.status, d.date
ORDER BY d.date, d.id, q.code
