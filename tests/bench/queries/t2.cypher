MATCH (p:Party)-[:AGREEMENT]-(q:Party)
RETURN p.code, count(DISTINCT q) AS partners
ORDER BY partners DESC, p.code LIMIT 10
