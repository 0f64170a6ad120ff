"""How diagrams look: themes and house styles, and what is drawn by them."""

import json
import os
import re

from diagram_test import SVG, Picture
from program import DATA, ProgramTest, entente, main, shipped_records


class FigureTest(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = shipped_records()
        cls.database = cls.load(cls(), "shipped.db", cls.records)

    def draw(self, *arguments, database=None):
        path = self.path("picture.svg")
        self.run_ok("diagram", database or self.database, "-o", path, *arguments)
        return Picture(path)

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


if __name__ == "__main__":
    main()
