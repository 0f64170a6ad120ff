MATCH (a:Party)-[:PARTNER]-(b:Party)-[:PARTNER]-(c:Party), (a)-[:PARTNER]-(c)
WHERE id(a) < id(b) AND id(b) < id(c)
RETURN count(*)
