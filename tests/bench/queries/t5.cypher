MATCH (:Party)-[d:AGREEMENT]->(:Party)
WHERE d.since <= date($day) AND (d.until IS NULL OR d.until > date($day))
RETURN d.kind, count(DISTINCT d.id) ORDER BY d.kind
