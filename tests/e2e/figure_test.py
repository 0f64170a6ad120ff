"""How diagrams look: themes and house styles, and what is drawn by them."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from diagram_test import SVG, Picture, PictureTest
from program import DATA, SANITIZED, entente, main


class FigureTest(PictureTest):
    def write(self, name, text):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text if isinstance(text, str) else json.dumps(text))
        return path


def lines(picture):
    """By edge: kind of look (colour, dash, shapes of heads), width, opacity, signs."""
    found = {}
    for edge in picture.edges:
        paths = list(edge.iter(SVG + "path"))
        line = next(p for p in paths if p.get("class") == "line")
        heads = {(p.get("fill") == line.get("stroke"), len(re.findall("[ML]", p.get("d"))))
                 for p in paths if p.get("class") == "head"}
        found[edge.get("id")] = ((line.get("stroke"), line.get("stroke-dasharray"), frozenset(heads)),
                                 float(line.get("stroke-width")), float(edge.get("opacity") or 1),
                                 len([p for p in paths if p.get("class") == "sign"]))
    return found


class ThemeTest(FigureTest):
    def test_signs(self):
        """Kinds differ by dash and head in black alone; stages by weight; what has ended or is contested is marked."""
        kinds = ["third_country_transfer", "safe_third_country", "readmission", "evacuation_transit", "resettlement",
                 "border_cooperation", "asylum_cooperation", "labour_mobility", "free_movement", "visa",
                 "asylum_responsibility", "partnership"]
        partners = ["DEU", "FRA", "ITA", "ESP", "PRT", "BEL", "NLD", "AUT", "POL", "SWE", "FIN", "IRL"]
        statuses = {"in_force": "GHA", "signed": "MLI", "suspended": "NER", "announced": "TCD", "struck_down": "SDN",
                    "terminated": "EGY"}

        def record(name, kind, sender, receiver, status):
            return {"id": name, "title": name, "kind": kind,
                    "parties": [{"party": sender, "role": "sender"}, {"party": receiver, "role": "receiver"}],
                    "events": [{"date": "2020", "status": status}], "sources": [{"title": "page"}]}

        records = [record(k.replace("_", "-"), k, p, "MAR", "in_force") for k, p in zip(kinds, partners)]
        records += [record(s.replace("_", "-"), "visa", c, "KEN", s) for s, c in statuses.items()]
        database = self.load("signs.db", records)
        for theme in ("light", "dark", "print", "mono"):
            drawn = lines(self.draw("--theme", theme, database=database))
            looks = [drawn[f"edge-{p}-to-MAR"][0] for p in partners]
            self.assertEqual(len(set(looks)), len(kinds), theme)
            self.assertEqual(len({look[1:] for look in looks}), len(kinds), theme)
            if theme == "mono":
                self.assertEqual({look[0] for look in looks}, {"#000000"})
            by_status = {s: drawn[f"edge-{c}-to-KEN"] for s, c in statuses.items()}
            self.assertEqual({s: line[3] for s, line in by_status.items()},
                             {"in_force": 0, "signed": 0, "suspended": 1, "announced": 0, "struck_down": 1, "terminated": 1})
            widths = [by_status[s][1] for s in ("in_force", "signed", "announced")]
            self.assertEqual(widths, sorted(widths, reverse=True))
            self.assertEqual(len(set(widths)), 3)
        picture = self.draw(database=database)
        self.assertEqual(picture.counts["visa"], 1 + len(statuses))
        self.assertEqual(picture.counts["active: in force or used"], len(kinds) + 1)
        self.assertEqual(picture.counts["ended or struck down"], 2)
        self.assertEqual(picture.counts["the way that people go"], len(records))
        self.assertEqual(picture.counts["country"], len(partners) + len(statuses) + 2)

    def test_black_alone(self):
        picture = self.draw("--around", "RWA", "--theme", "mono")
        colours = {e.get(k) for e in picture.root.iter() for k in ("fill", "stroke")} - {None, "none"}
        self.assertEqual(colours, {"#000000", "#ffffff"})

    def test_formats(self):
        for ending in ("png", "pdf", "dot", "html"):
            path = self.path("dark." + ending)
            self.run_ok("diagram", self.database, "--around", "AUS", "--theme", "dark", "-o", path)
            if ending in ("dot", "html"):
                with open(path, encoding="utf-8") as file:
                    self.assertIn("#14181f", file.read())

    def test_house_style(self):
        with open(os.path.join(os.path.dirname(DATA), "docs", "themes.md"), encoding="utf-8") as file:
            style = json.loads(re.search(r"^```json\n(.*?)^```$", file.read(), re.M | re.S).group(1))
        path = self.write("house.json", style)
        picture = self.draw("--around", "GBR", "--theme", path)
        self.assertEqual(next(picture.root.iter(SVG + "rect")).get("fill"), style["background"])
        self.assertIn(style["font"], picture.root.get("font-family"))
        drawn = lines(picture)
        readmission = [l for l in drawn.values() if l[0][0] == style["kinds"]["readmission"]["colour"]]
        self.assertTrue(readmission)
        self.assertTrue(all(l[0][1] == "14 4" for l in readmission))
        self.assertIn(style["stages"]["active"]["width"], {l[1] for l in drawn.values()})

    def test_styles_that_are_wrong(self):
        svg = self.path("wrong.svg")
        for style, place, words in (
            ('{"ink": }', "1:9", "expected a value"),
            ("[]", "1:1", "a theme is an object, not a list"),
            ('{\n "backgruond": "#fff"}', "2:2", "did you mean `background`?"),
            ('{"ink": "blue"}', "1:9", "`blue` is no colour"),
            ('{"ink": 3}', "1:9", "not a number"),
            ('{"base": "drak"}', "1:10", "did you mean `dark`?"),
            ('{"textSize": 400}', "1:14", "from 8 to 40"),
            ('{"font": "a\'; x"}', "1:10", "no name of one font family"),
            ('{"kinds": {"readmision": {}}}', "1:12", "did you mean `readmission`?"),
            ('{"kinds": {"visa": {"dash": "3 x"}}}', "1:29", "is no dash"),
            ('{"kinds": {"visa": {"dash": "3"}}}', "1:29", "is no dash"),
            ('{"kinds": {"visa": {"head": "holow"}}}', "1:29", "did you mean `hollow`?"),
            ('{"kinds": {"visa": 1}}', "1:20", "is to be an object"),
            ('{"stages": {"actve": {}}}', "1:13", "did you mean `active`?"),
            ('{"stages": {"active": {"width": 99}}}', "1:33", "from 0.2 to 12"),
            ('{"fills": ["#fff", "#000"]}', "1:20", "text cannot be read"),
            ('{"faint": "#999999"}', "1:11", "a contrast of 2.8 to 1, and needs 4.5"),
            ('{"kinds": {"visa": {"colour": "#bbbbbb"}}}', "1:20", "lines of `visa` cannot be seen"),
            ('{"kinds": {"visa": {"colour": "#c93c05", "dash": "", "head": "full"}}}', "1:20", "look alike to some readers"),
            ('{"ink": "#000", "ink": "#000"}', "1:17", "stands here twice"),
        ):
            path = self.write("wrong.json", style)
            result = entente("diagram", self.database, "--around", "RWA", "--theme", path, "-o", svg)
            self.assertEqual(result.status, 1, style)
            self.assertIn(f"{path}:{place}: ", result.err)
            self.assertIn(words, result.err)
        for theme, status, words in (("drak", 2, "did you mean `dark`?"), (self.path("none.json"), 1, "No such file")):
            result = entente("diagram", self.database, "--theme", theme, "-o", svg)
            self.assertEqual(result.status, status)
            self.assertIn(words, result.err)
        self.assertFalse(os.path.exists(svg))
        path = self.write("font.json", {"font": "No Such Font"})
        result = self.run_ok("diagram", self.database, "--around", "AUS", "--theme", path, "-o", svg)
        self.assertIn("`No Such Font` is not installed", result.err)


class MeasureTest(FigureTest):
    def test_size(self):
        for measure in ("betweenness", "sends_to", "pagerank"):
            options = ["--stage", "active", "--as-of", "2025-06-30"]
            scores = {r["party"]: r["score"] for r in self.rows("rank", self.database, "--by", measure, *options)}
            picture = self.draw("--around", "RWA", "--size", measure, *options)
            sizes = {n.get("data-id"): float(n.find(SVG + "text").get("font-size")) for n in picture.nodes}
            ordered = sorted(sizes, key=lambda code: scores[code])
            self.assertEqual([sizes[c] for c in ordered], sorted(sizes.values()))
            self.assertGreater(max(sizes.values()), 1.2 * min(sizes.values()))
            self.assertIn(f"Larger letters: higher {measure.replace('_', ' ')}, from ", picture.text)

    def fills(self, picture):
        shape = lambda n: next(e for e in n.iter() if e.tag in (SVG + "rect", SVG + "path"))
        return {n.get("data-id"): shape(n).get("fill") for n in picture.nodes}

    def test_fill(self):
        query = "MATCH (p:Party) RETURN p.code AS code, p.region AS region"
        regions = {r["code"]: r["region"] for r in self.rows("query", self.database, query)}
        picture = self.draw("--around", "USA", "--fill", "region")
        fills = self.fills(picture)
        pairs = {(regions[c], f) for c, f in fills.items()}
        self.assertEqual(len(pairs), len({r for r, _ in pairs}))
        self.assertEqual(len(pairs), len({f for _, f in pairs}))
        self.assertEqual(picture.counts["Africa"], sum(regions[c] == "Africa" for c in fills))
        groups = {r["party"]: r["community"] for r in self.rows("communities", self.database, "--stage", "active")}
        picture = self.draw("--stage", "active", "--fill", "community")
        fills = self.fills(picture)
        largest = sorted(set(groups.values()), key=lambda g: -list(groups.values()).count(g))[:6]
        looks = [{fills[c] for c in fills if groups[c] == g} for g in largest]
        self.assertTrue(all(len(look) == 1 for look in looks))
        self.assertEqual(len(set().union(*looks)), len(largest))
        self.assertIn("European Union and those near it", picture.legend)

    def test_calls_that_are_wrong(self):
        svg = self.path("wrong.svg")
        for arguments, words in (
            (["--size", "betwenness"], "did you mean `betweenness`?"),
            (["--fill", "continent"], "known: region, community"),
            (["--fill", "region", "--query", "RETURN 1"], "is about the parties of a view"),
            (["--size", "core", "--each-year", "2020..2022"], "another one in each panel"),
        ):
            result = entente("diagram", self.database, "-o", svg, *arguments)
            self.assertEqual(result.status, 2, result.err)
            self.assertIn(words, result.err)


class Panel:
    """What one of small multiples says."""

    def __init__(self, root):
        self.root = root
        of_class = lambda name: [g for g in root.iter(SVG + "g") if name in g.get("class", "").split()]
        self.day = root.get("id")[3:13]
        self.edges, self.nodes, self.absent = of_class("edge"), of_class("node"), of_class("absent")
        words = [("".join(t.itertext()), t.get("font-weight")) for t in root.findall(SVG + "text")]
        self.words = [" ".join(w for w, bold in words if (bold == "bold") == title) for title in (True, False)]
        self.pairs = {frozenset((e.get("data-from"), e.get("data-to"))) for e in self.edges}
        self.at = translation(of_class("drawing")[0])
        self.places = {n.get("data-id"): n.find(SVG + "text").get("x") + " " + n.find(SVG + "text").get("y")
                       for n in self.nodes + self.absent}

    def texts(self):
        """The boxes of all its texts on the page."""
        for group, (dx, dy) in [(self.root, (0, 0))] + [(n, self.at) for n in self.nodes + self.absent]:
            for t in group.findall(SVG + "text"):
                x, y, width, size = (float(t.get(k)) for k in ("x", "y", "textLength", "font-size"))
                x -= width / 2 if t.get("text-anchor") == "middle" else 0
                yield (x + dx, y + dy - size * 0.75, x + dx + width, y + dy + size * 0.2)


def translation(group):
    return tuple(map(float, re.findall(r"-?[\d.]+", group.get("transform"))))


class MultiplesTest(FigureTest):
    def panels(self, *arguments, database=None):
        self.picture = self.draw(*arguments, database=database)
        return [Panel(g) for g in self.picture.of_class("panel")]

    def check(self, panels, *arguments):
        """Each panel is what the picture of its day has; the same party is in the same place everywhere."""
        ids = [e.get("id") for e in self.picture.root.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        for panel in panels:
            alone = self.draw(*arguments, "--as-of", panel.day)
            self.assertEqual(panel.pairs, alone.pairs, panel.day)
            self.assertEqual({n.get("data-id") for n in panel.nodes}, alone.codes)
            self.assertEqual(panel.places, panels[0].places)
            looks = {k: v[0] for k, v in lines(alone).items()}
            for edge in panel.edges:
                line = next(p for p in edge.iter(SVG + "path") if p.get("class") == "line")
                name = edge.get("id")[len("on-2020-12-31-"):]
                self.assertEqual((line.get("stroke"), line.get("stroke-dasharray")), looks[name][:2])

    def check_letters(self, panels):
        _, _, width, height = map(float, self.picture.root.get("viewBox").split())
        smallest = min(float(t.get("font-size")) for t in self.picture.root.iter(SVG + "text"))
        self.assertGreaterEqual(smallest / width * 180 / 25.4 * 72, 6)
        boxes = [b for panel in panels for b in panel.texts()]
        for i, (ax0, ay0, ax1, ay1) in enumerate(boxes):
            self.assertTrue(0 <= ax0 and ax1 <= width and 0 <= ay0 and ay1 <= height)
            for bx0, by0, bx1, by1 in boxes[i + 1:]:
                self.assertTrue(ax1 <= bx0 or bx1 <= ax0 or ay1 <= by0 or by1 <= ay0)

    def test_years(self):
        views = (["--around", "AUS", "--layout", "map"], ["--around", "GBR"], ["--kind", "third_country_transfer"])
        for arguments in views[: 1 if SANITIZED else 3]:
            panels = self.panels(*arguments, "--each-year", "2019..2024")
            self.assertEqual([p.day for p in panels], [f"{y}-12-31" for y in range(2019, 2025)])
            self.check_letters(panels)
            self.assertIn("On 31 December of each year from 2019 to 2024.", self.picture.text)
            for panel in panels:
                self.assertEqual(panel.words[0], f"31 December {panel.day[:4]}")
                count = len({c for e in panel.edges for c in e.get("class").split() if c.startswith("agreement-")})
                self.assertRegex(panel.words[1], f"^{count} agreement" if count else "^no agreement")
            self.check(panels, *arguments)

    def test_changes(self):
        def record(name, sender, events):
            return {"id": name, "title": name, "kind": "readmission",
                    "parties": [{"party": sender, "role": "sender"}, {"party": "MAR", "role": "receiver"}],
                    "events": [{"date": d, "status": s} for d, s in events], "sources": [{"title": "page"}]}

        database = self.load("changes.db", [
            record("first", "FRA", [("2010", "signed"), ("2012", "in_force")]),
            record("second", "ITA", [("2011", "in_force")]),
            record("third", "ESP", [("2013", "in_force"), ("2014", "terminated")]),
        ])
        panels = self.panels("--each-year", "2009..2014", database=database)
        self.assertEqual([p.words[1] for p in panels], [
            "no agreement", "1 agreement: 1 new", "2 agreements: 1 new", "2 agreements: 1 in another stage",
            "3 agreements: 1 new", "3 agreements: 1 in another stage"])
        self.assertEqual([len([p for p in panel.root.iter(SVG + "path") if p.get("class") == "change"]) for panel in panels],
                         [0, 1, 1, 1, 1, 1])
        self.assertEqual([len(p.absent) for p in panels], [4, 2, 1, 1, 0, 0])
        self.assertIn("changed since the day before it", self.picture.legend)
        self.assertIn("nothing tied to it on that day", self.picture.legend)
        self.assertIn("In all: 3 agreements, which 1 source bears out.", self.picture.text)
        for name in ("France", "Italy", "Spain", "Morocco"):
            self.assertIn(name, self.picture.text)
        data = json.loads(next(self.picture.root.iter(SVG + "metadata")).text)
        self.assertEqual([d["asOf"] for d in data["panels"]], [p.day for p in panels])
        self.assertEqual([len(d["agreements"]) for d in data["panels"]], [0, 1, 2, 2, 3, 3])
        gone = self.panels("--each-year", "2013..2014", "--stage", "active", database=database)
        self.assertEqual(gone[1].words[1], "2 agreements: 1 gone")

    def test_days(self):
        days = ["--as-of", "2025-06-30", "--as-of", "2020-01-01", "--as-of", "2025-06-30"]
        panels = self.panels("--around", "Rwanda", *days)
        self.assertEqual([p.day for p in panels], ["2020-01-01", "2025-06-30"])
        self.assertIn("On 1 January 2020 and 30 June 2025.", self.picture.text)
        self.check(panels, "--around", "Rwanda")
        path = self.panels("--path", "USA", "DNK", "--each-year", "2018..2020")
        self.assertEqual(len(path), 3)

    def test_formats(self):
        for ending, start in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
            for theme in ("light", "mono"):
                path = self.path("years." + ending)
                self.run_ok("diagram", self.database, "--around", "AUS", "--each-year", "2012..2014", "--theme", theme, "-o", path)
                with open(path, "rb") as file:
                    self.assertTrue(file.read().startswith(start))
        table = self.path("table.html")
        self.run_ok("diagram", self.database, "--around", "AUS", "--each-year", "2012..2014", "--table", table)
        with open(table, encoding="utf-8") as file:
            self.assertIn("Nauru", file.read())

    def test_calls_that_are_wrong(self):
        years = ["--each-year", "2015..2020"]
        for arguments, words in (
            ([*years, "-o", self.path("x.dot")], "a dot file holds one graph"),
            ([*years, "-o", self.path("x.html")], "by its slider"),
            ([*years, "-o", self.path("x.svg"), "--cite"], "panels of several days have none"),
            ([*years, "-o", self.path("x.svg"), "--as-of", "2020-01-01"], "one of them, please"),
            ([*years, "-o", self.path("x.svg"), "--query", "RETURN 1"], "a query says of which day"),
            (["--each-year", "2020", "-o", self.path("x.svg")], "such as 2015..2025"),
            (["--each-year", "2020..2015", "-o", self.path("x.svg")], "did you mean 2015..2020?"),
            (["--each-year", "1900..2020", "-o", self.path("x.svg")], "121 panels: a figure has room for 36"),
            (["--as-of", "2020-02-30", "--as-of", "2020-02-01", "-o", self.path("x.svg")], "February 2020 has 29 days"),
        ):
            result = entente("diagram", self.database, *arguments)
            self.assertEqual(result.status, 2, result.err)
            self.assertIn(words, result.err)


class DotTest(FigureTest):
    def test_same_picture(self):
        """Graphviz draws what our SVG shows: nodes in the same places, lines along the same ways, labels on them."""
        path = self.path("picture.dot")
        for arguments in (["--around", "RWA"], ["--kind", "readmission", "--theme", "print"]):
            picture = self.draw(*arguments)
            self.run_ok("diagram", self.database, *arguments, "-o", path)
            told = subprocess.run(["dot", "-Tjson", path], capture_output=True, check=True).stdout
            graph = json.loads(told)
            names = {n["_gvid"]: n["name"] for n in graph["objects"]}
            theirs = {n["name"]: tuple(map(float, n["pos"].split(","))) for n in graph["objects"]}
            ours = {n.get("data-id"): float(n.find(SVG + "text").get("x")) for n in picture.nodes}
            shift = {round(theirs[c][0] - x) for c, x in ours.items()}
            self.assertLessEqual(max(shift) - min(shift), 1)
            begins = {}
            for edge in graph["edges"]:
                first = next(p for p in edge["pos"].split() if p[0] not in "se")
                begins[names[edge["tail"]], names[edge["head"]], edge["kind"]] = float(first.split(",")[0])
            self.assertEqual(len(graph["edges"]), len(picture.edges))
            offset = min(shift)
            for edge in picture.edges:
                line = next(p for p in edge.iter(SVG + "path") if p.get("class") == "line")
                x = float(re.match(r"M(-?[\d.]+)", line.get("d")).group(1))
                close = [b for k, b in begins.items() if k[:2] == (edge.get("data-from"), edge.get("data-to"))]
                self.assertTrue(any(abs(b - offset - x) <= 1.5 for b in close), edge.get("id"))
            drawn = subprocess.run(["dot", "-Tsvg", path], capture_output=True, check=True).stdout
            words = {"".join(t.itertext()).strip() for t in ElementTree.fromstring(drawn).iter(SVG + "text")}
            for label in picture.of_class("label"):
                text = "".join(next(label.iter(SVG + "text")).itertext())
                self.assertTrue(any(w.endswith(text) for w in words), text)


NAMES = ["Côte d'Ivoire", "日本", "\U0001F469\u200d\U0001F467 family", "\U0001F1F7\U0001F1FC", "مصر", "<b>&amp;</b>", "]]>"]


class PrintTest(FigureTest):
    """PDF and PNG, which bring their letters along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.named = cls.load(cls(), "named.db", [])
        for i, name in enumerate(NAMES):
            query = f"CREATE (:Party:Country {{code: 'P{i}', name: $name, i: {i}}})"
            cls.run_ok(cls(), "query", cls.named, query, "-p", f"name={name}")
        query = "MATCH (a:Party), (b:Party) WHERE a.i + 1 = b.i CREATE (a)-[:AGREEMENT {id: a.code, kind: 'visa'}]->(b)"
        cls.run_ok(cls(), "query", cls.named, query)

    def pdf_words(self, path):
        words = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
        return " ".join(words.split())

    def check_fonts(self, path):
        """Every font lies in the file itself, and its letters can be searched and copied."""
        told = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode("utf-8").splitlines()[2:]
        self.assertTrue(told)
        for line in told:
            self.assertEqual(line.split()[-5:-2], ["yes", "yes", "yes"], line)

    def test_fonts(self):
        path = self.path("usa.pdf")
        self.run_ok("diagram", self.database, "--around", "USA", "--cite", "-o", path)
        self.check_fonts(path)
        words = self.pdf_words(path)
        for text in ("United States: migration agreements", "Saint Kitts", "third-country transfer", "Sources, by the numbers"):
            self.assertIn(text, words)
        info = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode("utf-8")
        self.assertRegex(info, r"Title: +United States: migration agreements")
        self.run_ok("diagram", self.database, "--around", "USA", "--width", "180", "-o", path)
        info = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode("utf-8")
        self.assertAlmostEqual(float(re.search(r"Page size: +([\d.]+) x", info).group(1)) / 72 * 25.4, 180, delta=0.1)

    def test_letters_that_no_font_has(self):
        """With one family alone: what it lacks is named, in brackets, not drawn as an empty box."""
        family = subprocess.run(["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, check=True).stdout.decode()
        cache = self.path("fonts")
        config = self.write("fonts.conf", f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                            f"<dir>{os.path.dirname(family)}</dir><cachedir>{cache}</cachedir></fontconfig>")
        query = ("--query", "MATCH (a:Party)-[r]->(b) RETURN a, r, b")
        path = self.path("named.pdf")
        result = self.run_ok("diagram", self.named, *query, "-o", path, env={"FONTCONFIG_FILE": config})
        self.assertIn("no installed font has", result.err)
        self.check_fonts(path)
        words = self.pdf_words(path)
        for text in ("Côte d'Ivoire", "[cjk unified", "family", "[RW]", "<b>&amp;</b>", "]]>"):
            self.assertIn(text, words)
        self.run_ok("diagram", self.named, *query, "-o", self.path("named.png"), env={"FONTCONFIG_FILE": config})
        svg = self.path("named.svg")
        result = self.run_ok("diagram", self.named, *query, "-o", svg, env={"FONTCONFIG_FILE": config})
        self.assertNotIn("font", result.err)
        self.assertIn("日本", Picture(svg).text)

    def test_sizes(self):
        for arguments, width in ((["--width", "180"], 2126), (["--width", "90", "--dpi", "600"], 2126), (["--dpi", "96"], None)):
            path = self.path("size.png")
            self.run_ok("diagram", self.database, "--around", "AUS", *arguments, "-o", path)
            svg = self.draw("--around", "AUS")
            with open(path, "rb") as file:
                found = int.from_bytes(file.read(20)[16:20], "big")
            self.assertAlmostEqual(found, width or float(svg.root.get("width")), delta=1)


if __name__ == "__main__":
    main()
