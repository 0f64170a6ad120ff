#!/bin/sh
# The main job from end to end: demo.sh PROGRAM DATA-FOLDER. Leaves the database and the diagrams in demo/.
set -eu
entente=$1
data=$2
rm -rf demo
mkdir demo

show() {
  printf '\n$ entente'
  for word; do
    case $word in
      *[!a-zA-Z0-9_./-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  "$entente" "$@"
}

show load demo/deals.db "$data/agreements.jsonl"
show partners demo/deals.db Rwanda --format table
show paths demo/deals.db 'United States' Rwanda --format table
show paths demo/deals.db USA DNK --all --format table
show query demo/deals.db "MATCH (:Country {name: 'Rwanda'})-[a:AGREEMENT {stage: 'active'}]-(p) RETURN p.name, a.kind, a.status, a.since ORDER BY a.since" --format table
show diagram demo/deals.db --around RWA -o demo/rwanda.svg
show diagram demo/deals.db --path USA RWA -o demo/usa-rwanda.svg

printf '\nThe diagrams are demo/rwanda.svg and demo/usa-rwanda.svg; any browser opens them.\n'
