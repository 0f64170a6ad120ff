UNWIND $pairs AS pair
MATCH (a:Party {code: pair[0]}), (b:Party {code: pair[1]})
OPTIONAL MATCH path = shortestPath((a)-[:PARTNER*]-(b))
RETURN coalesce(length(path), -1)
