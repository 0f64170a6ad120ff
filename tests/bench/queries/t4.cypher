UNWIND range(0, size($seeds) - 1) AS i
MATCH (a:Party {code: $seeds[i]})-[:PARTNER*1..3]-(b:Party)
WHERE b <> a
WITH i, count(DISTINCT b) AS reached ORDER BY i
RETURN reached
