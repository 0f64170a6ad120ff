"""Draws the pictures of docs/gallery.md anew and writes the page: our pictures with the commands that draw them, what
Graphviz draws of the same data, and how readable all are, measured in headless Chromium.

    ENTENTE=build/cli/entente ENTENTE_DATA=data python3 tests/e2e/gallery.py"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from browser import Browser
from layout_views import SHIPPED, Views, outside
from program import DATA, entente

DOCS = os.path.join(os.path.dirname(DATA), "docs")
FOLDER = os.path.join(DOCS, "gallery")
SVG = "{http://www.w3.org/2000/svg}"

# too large as SVG with its data inside; dots per inch
AS_PNG = {"active": "72", "whole": "60"}

MORE = {
    "years": (["--kind", "third_country_transfer", "--each-year", "2018..2025"], "png",
              "The same parties in the same places at the end of each year; what has changed is framed in yellow."),
    "days": (["--around", "GBR", "--kind", "third_country_transfer", "--as-of", "2021-12-31", "--as-of", "2022-12-31",
              "--as-of", "2024-01-31", "--as-of", "2025-06-30"], "svg", "Some days, chosen by hand."),
    "usa-map": (["--around", "USA", "--layout", "map"], "svg", "Parties where they are in the world."),
    "usa-flow": (["--around", "USA", "--layout", "flow"], "svg", "Senders left of receivers."),
    "rwanda-timeline": (["--around", "RWA", "--layout", "timeline"], "svg", "Along time: each agreement with its events."),
    "usa-measured": (["--around", "USA", "--size", "betweenness", "--fill", "region"], "svg",
                     "Larger letters by betweenness in the whole network, boxes filled by region."),
    "rwanda-dark": (["--around", "RWA", "--theme", "dark"], "png", "Themes: `dark`,"),
    "rwanda-print": (["--around", "RWA", "--theme", "print"], "png", "`print`,"),
    "rwanda-mono": (["--around", "RWA", "--theme", "mono"], "png", "and `mono`: black alone."),
    "australia-cited": (["--around", "AUS", "--cite"], "svg", "With its sources as numbered endnotes."),
}
COMPARED = ("usa", "rwanda", "eu", "transfers")
ENGINES = ("dot", "neato", "sfdp")

COLUMNS = (("nodes", "nodes"), ("edges", "edges"), ("collided", "collided"), ("crossed", "crossed"), ("overflow", "clipped"),
           ("crossings", "crossings"), ("through", "through nodes"), ("min_pt", "min pt"), ("aspect", "aspect"))


def command(arguments, file):
    return "entente diagram deals.db " + " ".join(shlex.quote(a) for a in [*arguments, "-o", file])


def draw(database, arguments, path):
    result = entente("diagram", database, *arguments, "-o", path)
    assert result.status == 0, result.err


def row(name, measured):
    cells = [str(measured[key]) for key, _ in COLUMNS]
    return f"| {name} | " + " | ".join(cells) + " |\n"


HEAD = "| " + " | ".join(title for _, title in COLUMNS) + " |\n| --- |" + " ---: |" * len(COLUMNS) + "\n"


def stock_dot(picture):
    """The data of one of our pictures as somebody would write it for Graphviz: every agreement of a pair is an edge."""
    data = json.loads(next(ElementTree.parse(picture).getroot().iter(SVG + "metadata")).text)
    agreements = {a["id"]: a for a in data["agreements"]}
    quoted = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    lines = ["digraph {", 'graph [overlap=prism splines=true fontname="DejaVu Sans"]', 'node [fontname="DejaVu Sans"]',
             'edge [fontname="DejaVu Sans" fontsize=12]']
    lines += [f"{quoted(n['id'])} [label={quoted(n['label'])}]" for n in data["nodes"]]
    for edge in data["edges"]:
        way = "both" if edge["both"] else "forward" if edge["directed"] else "none"
        for agreement in (agreements[i] for i in edge["agreements"]):
            year = (agreement["since"] or next((e["date"] for e in agreement["events"]), ""))[:4]
            label = quoted(f"{agreement['kind'].replace('_', ' ')} {year}".strip())
            lines.append(f"{quoted(edge['from'])} -> {quoted(edge['to'])} [label={label} dir={way}]")
    return "\n".join([*lines, "}", ""])


def draw_stock(engine, text, path):
    """Splines make sfdp die on some of these: then with straight lines."""
    for splines in ("true", "line"):
        run = subprocess.run([engine, "-Tsvg", f"-Gsplines={splines}", "-o", path], input=text.encode("utf-8"), capture_output=True)
        if run.returncode == 0:
            return splines
    raise RuntimeError(f"{engine} drew nothing")


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    views, browser = Views(), Browser()
    database = views.arguments("whole")[0]
    pictures, table, compared, more = [], "", "", []
    for name, arguments in SHIPPED.items():
        svg = views.path(name + ".svg")
        draw(database, arguments, svg)
        file = name + (".png" if name in AS_PNG else ".svg")
        if name in AS_PNG:
            draw(database, [*arguments, "--dpi", AS_PNG[name]], os.path.join(FOLDER, file))
        else:
            shutil.copy(svg, os.path.join(FOLDER, file))
        measured = outside(browser, svg)
        table += row(f"[{name}](gallery/{file})", measured)
        pictures.append(f"### {name}\n\n`{command(arguments, file)}`\n\n![{name}](gallery/{file})\n")
        print(name, flush=True)
        if name not in COMPARED:
            continue
        text = stock_dot(svg)
        images = []
        for engine in ENGINES:
            path = os.path.join(FOLDER, f"{name}-{engine}.svg")
            splines = draw_stock(engine, text, path)
            compared += row(f"{name}, {engine}{' (straight lines)' if splines == 'line' else ''}", outside(browser, path))
            images.append(f"![{name} by {engine}](gallery/{name}-{engine}.svg)")
            print(name, engine, flush=True)
        compared += row(f"{name}, **entente**", measured)
        images.append(f"![{name} by entente](gallery/{file})")
        more.append(f"### {name}: dot, neato, sfdp, entente\n\n| dot | neato | sfdp | entente |\n| --- | --- | --- | --- |\n| "
                    + " | ".join(images) + " |\n")
    extra = []
    for name, (arguments, ending, words) in MORE.items():
        file = f"{name}.{ending}"
        draw(database, [*arguments, *(["--dpi", "96" if name == "years" else "72"] if ending == "png" else [])], os.path.join(FOLDER, file))
        extra.append(f"### {name}\n\n{words}\n\n`{command(arguments, file)}`\n\n![{name}](gallery/{file})\n")
        print(name, flush=True)
    browser.close()
    views.close()
    with open(os.path.join(DOCS, "gallery.md"), "w", encoding="utf-8") as page:
        page.write(f"""# Gallery

Pictures of the shipped agreements, each as the command above it draws it, with no hand in between. `deals.db` comes from
`entente load deals.db data/agreements.jsonl`. After a change to the drawing, `tests/e2e/gallery.py` draws them anew and
writes this page.

Colour, dash and arrowhead tell the kind of an agreement, weight its stage (crossed: ended; two bars: contested). The pictures
of the whole network and of all that is active are shown as PNG, as their SVG brings the data of every agreement along.

## How readable they are

Measured from outside, in headless Chromium, as a reader's browser draws them; `--metrics` prints the same counts from our own
geometry. Collided, crossed and clipped are texts; the smallest text is in pt when the picture is 180 mm wide.

| picture {HEAD}{table}
## What Graphviz draws of the same data

Graphviz 2.42 with `overlap=prism splines=true`, every party a node and every agreement of a pair an edge of its own with its
kind and year as the label, as somebody would write it by hand: more lines and words than ours have, as we bundle those of a
pair.

| picture, drawn by {HEAD}{compared}
""")
        page.write("\n".join(more) + "\n## The twelve views\n\n" + "\n".join(pictures) + "\n## Days, measures, layouts, themes, sources\n\n" + "\n".join(extra))


if __name__ == "__main__":
    sys.exit(main())
