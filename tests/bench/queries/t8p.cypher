CALL analysis.rank('pagerank', {}) YIELD party, score
RETURN party ORDER BY score DESC LIMIT 10
