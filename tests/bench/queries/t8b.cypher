CALL analysis.rank('betweenness', {}) YIELD party, score
RETURN party ORDER BY score DESC LIMIT 10
