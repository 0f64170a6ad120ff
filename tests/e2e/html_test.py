"""Diagrams as pages, tables and data: the same content everywhere, harmless whatever the names; the page used as a
reader would, in a headless Chromium where there is one."""

import base64
import hashlib
import html.parser
import json
import os
import re
import subprocess
import time
import unittest
import xml.etree.ElementTree as ElementTree

from browser import AVAILABLE, Browser
from diagram_test import HOSTILE, SVG, literal
from program import ProgramTest, entente, main, shipped_records

VOID = {"meta", "input", "br"}


class Markup(html.parser.HTMLParser):
    """The elements of a page: (name, attributes, text), and whether they are closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.elements, self.wrong = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        element = [tag, dict(attributes), ""]
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append([tag, dict(attributes), ""])

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop()[0] != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        for element in self.stack:
            element[2] += data

    def all(self, name, **attributes):
        wanted = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}
        return [e for e in self.elements if e[0] == name and all(e[1].get(k) == v for k, v in wanted.items())]


HOSTILE_RECORD = {
    "id": "evil",
    "title": "</script><script>window.hacked = 1</script>]]>--><img src=x onerror='window.hacked = 2'>",
    "kind": "visa",
    "people": "{{data}} {{script}}",
    "parties": [{"party": "FRA", "role": "sender"}, {"party": "MAR", "role": "receiver"}],
    "events": [
        {"date": "2001", "status": "in_force", "note": "<!--<script>\"'&amp; ]]> {{script}} \u2028 </style>", "cites": ["a"]},
        {"date": "2002-02~", "status": "suspended"},
    ],
    "sources": [
        {"id": "a", "title": "<svg onload=window.hacked=3>", "url": 'https://example.org/"><script>window.hacked=4</script>'},
        {"id": "b", "title": "\u202eturned", "publisher": "</title><b>"},
    ],
}


class PageTest(ProgramTest):
    """What both share: pages and data of one database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {r["id"]: r for r in shipped_records()}
        cls.database = cls.load(cls(), "shipped.db", list(cls.records.values()))

    def text(self, *arguments, database=None, ending="html", option="-o"):
        path = self.path("drawn." + ending)
        self.run_ok("diagram", database or self.database, option, path, *arguments)
        with open(path, encoding="utf-8") as file:
            return file.read()

    def data(self, *arguments, database=None):
        """The JSON inside the SVG."""
        path = self.path("drawn.svg")
        self.text(*arguments, database=database, ending="svg")
        subprocess.run(["xmllint", "--noout", path], check=True)
        return json.loads(ElementTree.parse(path).getroot().find(SVG + "metadata").text)

    def hostile_database(self):
        database = self.path("hostile.db")
        if os.path.exists(database):
            return database
        self.load("hostile.db", [HOSTILE_RECORD])
        for i, name in enumerate(HOSTILE):
            self.run_ok(
                "query",
                database,
                "CREATE (a:Agreement {id: $name, title: $name, kind: $name, status: $name, i: $i})"
                "-[:HAS_EVENT]->(:Event {date: date('2001-01-01'), note: $name, status: $name, written: $name})"
                "-[:CITED_IN]->(:Source {key: $name, url: $name, title: $name}) "
                "CREATE (:Party:Country {code: $name, name: $name, i: $i})-[:PARTY_TO {roles: [$name]}]->(a)",
                "-p",
                f"name={literal(name)}",
                "-p",
                f"i={i}",
            )
        return database


class HtmlTest(PageTest):
    def test_data_agrees(self):
        """The data in the picture is what `entente agreements` lists and what the records say."""
        for options in ([], ["--as-of", "2022-06-01"], ["--kind", "readmission"], ["--as-of", "2010-01-01", "--certainly"]):
            data = self.data(*options)
            listed = {r["id"]: r for r in self.rows("agreements", self.database, *options)}
            self.assertEqual([a["id"] for a in data["agreements"]], sorted(listed))
            for a in data["agreements"]:
                row, record = listed[a["id"]], self.records[a["id"]]
                for key in ("title", "kind", "status", "stage", "since", "until"):
                    self.assertEqual(a[key], row[key], (a["id"], key))
                self.assertEqual({p["code"] for p in a["parties"]}, {p["party"] for p in record["parties"]})
                told = sorted((e["date"], e.get("status"), e.get("note")) for e in record["events"])
                self.assertEqual(
                    sorted([(e["date"], e["status"], e["note"]) for e in a["events"]], key=str), sorted(told, key=str)
                )
                urls = {s["url"] for s in record["sources"] if "url" in s}
                self.assertEqual({data["sources"][n - 1]["url"] for n in a["sources"]} - {None}, urls)
            self.assertEqual([s["number"] for s in data["sources"]], list(range(1, len(data["sources"]) + 1)))

    def test_elements(self):
        """Each element of the data is in the picture, named, classed and described."""
        data = self.data("--around", "RWA")
        root = ElementTree.parse(self.path("drawn.svg")).getroot()
        found = {e.get("id"): e for e in root.iter() if e.get("id")}
        self.assertEqual(len(found), len([e for e in root.iter() if e.get("id")]))
        for edge in data["edges"]:
            element = found[edge["element"]]
            self.assertEqual((element.get("data-from"), element.get("data-to")), (edge["from"], edge["to"]))
            classes = element.get("class").split()
            self.assertEqual({c[10:] for c in classes if c.startswith("agreement-")}, set(edge["agreements"]))
            self.assertEqual(element.find(SVG + "desc").text, edge["note"])
        for node in data["nodes"]:
            self.assertEqual(found[node["element"]].find(SVG + "desc").text, node["note"])
        self.assertIn("edge-USA-to-RWA", found)
        self.assertRegex(
            found["edge-USA-to-RWA"].find(SVG + "desc").text, r"^United States sends people to Rwanda: .*, signed 2025-06, operating 2025-08\.$"
        )
        layers = {g.get("class"): g for g in root.iter(SVG + "g")}
        self.assertEqual(layers["nodes"][0].get("data-id"), "RWA")  # the hub is read first
        for layer in ("nodes", "edges"):
            self.assertEqual(layers[layer].get("role"), "list")
            self.assertEqual({child.get("role") for child in layers[layer]}, {"listitem"})

    def test_cite(self):
        data = self.data("--around", "DNK", "--cite")
        root = ElementTree.parse(self.path("drawn.svg")).getroot()
        texts = ["".join(t.itertext()) for t in root.iter(SVG + "text")]
        after = texts[texts.index("Sources, by the numbers on the lines") + 1 :]
        for source in data["sources"]:
            self.assertIn(str(source["number"]), after)
            if source["url"]:
                self.assertIn(source["url"].replace(" ", ""), "".join(after).replace(" ", ""))
        self.assertTrue(any(re.search(r"\d{4} \[\d", t) for t in texts))
        for ending in ("png", "pdf"):
            self.run_ok("diagram", self.database, "--around", "DNK", "--cite", "-o", self.path("cite." + ending))
        result = entente("diagram", self.database, "--cite", "-o", self.path("cite.dot"))
        self.assertEqual(result.status, 2)
        self.assertIn("dot has no place for it", result.err)

    def check_table(self, page, ids):
        self.assertEqual(page.wrong, [])
        rows = {e[1]["data-agreement"]: e[2] for e in page.elements if "data-agreement" in e[1]}
        self.assertEqual(set(rows), set(ids))
        self.assertTrue(page.all("caption") and page.all("th", scope="col") and page.all("th", scope="row"))
        return rows

    def test_table(self):
        text = self.text("--around", "RWA", option="--table")
        rows = self.check_table(Markup(text), [a["id"] for a in self.data("--around", "RWA")["agreements"]])
        for id, words in rows.items():
            self.assertIn(self.records[id]["title"], words)
            for party in self.records[id]["events"]:
                self.assertIn(party["date"], words)
        both = self.text("--around", "RWA", "--table", self.path("beside.html"), ending="svg")
        self.assertTrue(both.startswith("<?xml"))
        with open(self.path("beside.html"), encoding="utf-8") as file:
            self.assertEqual(file.read(), text)
        query = "MATCH (p:Party {code: 'RWA'})-[t:PARTY_TO]->(a)-[h:HAS_EVENT]->(e) RETURN p, t, a, h, e"
        self.assertIn("has event", self.text("--query", query, option="--table"))
        result = entente("diagram", self.database, "-o", "-", "--type", "svg", "--table", "-")
        self.assertEqual(result.status, 2)

    def test_policy(self):
        """The policy names the hashes of the style and the script that are there, and allows nothing else."""
        for option in ("-o", "--table"):
            text = self.text("--around", "RWA", option=option)
            policy = Markup(text).all("meta", http_equiv="Content-Security-Policy")[0][1]["content"]
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            self.assertEqual(rules["default-src"], "'none'")
            sha = lambda t: "'sha256-%s'" % base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()
            self.assertEqual(rules["style-src"], sha(re.search(r"<style>(.*?)</style>", text, re.S).group(1)))
            scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
            self.assertEqual([rules.get("script-src")] if scripts else [], [sha(s) for s in scripts])
            markup = re.sub(r"<script.*?</script>", "", text, flags=re.S)
            self.assertNotRegex(markup, r"(?i)<[^>]*\s(on[a-z]+|style|src)=|<link|@import|url\(")

    def test_hostile(self):
        database = self.hostile_database()
        query = ("--query", "MATCH (p:Party)-[t]->(a:Agreement) RETURN p, t, a", "--title", HOSTILE_RECORD["title"])
        for option in ("-o", "--table"):
            page = Markup(self.text(*query, database=database, option=option))
            self.assertEqual(page.wrong, [])
            self.assertEqual(len(page.all("script")), 3 if option == "-o" else 0)
            self.assertEqual(page.all("img") + page.all("b"), [])
            for link in page.all("a"):
                self.assertRegex(link[1].get("href", "#"), r"^(https?://|#)")
        data = self.data(*query, "--cite", database=database)
        self.assertIn(HOSTILE_RECORD["title"], [a["title"] for a in data["agreements"]])

    def test_nothing_to_draw(self):
        database = self.load("empty.db", [])
        self.assertEqual(Markup(self.text(database=database)).wrong, [])
        self.assertEqual(self.data(database=database)["agreements"], [])

    def test_same_bytes(self):
        self.assertEqual(self.text("--around", "DNK", "--cite"), self.text("--around", "DNK", "--cite"))


@unittest.skipUnless(AVAILABLE, "the page is not used in a browser: chromium and chromium-driver are not installed")
class BrowserTest(PageTest):
    """The page in Chromium."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        super().tearDownClass()

    def page(self, *arguments, database=None, fragment=""):
        self.text(*arguments, database=database)
        self.browser.requests()
        self.browser.open(self.path("drawn.html"), fragment)

    def again(self, fragment):
        self.browser.open(self.path("drawn.html"), fragment)

    def tearDown(self):
        if self._testMethodName.startswith("test_page"):
            asked = [u for u in self.browser.requests() if not re.match(r"(file:///.*/drawn\.html|about:|data:|blob:)", u)]
            self.assertEqual(asked, [])
            self.assertEqual(self.browser.messages(), [])

    def shown(self):
        """The agreements in the table, and the lines of the picture, that can be seen."""
        return self.browser.run(
            "const seen = (e) => getComputedStyle(e).display !== 'none';"
            "return [[...document.querySelectorAll('tr[data-agreement]')].filter(seen).map((r) => r.dataset.agreement),"
            "[...document.querySelectorAll('svg .edge')].filter(seen).map((e) => e.id)]"
        )

    def looks(self):
        """How each line that can be seen is drawn: colour, dash, whether its heads are filled, width, opacity, signs."""
        return self.browser.run(
            "const seen = (e) => getComputedStyle(e).display !== 'none', looks = {};"
            "for (const e of [...document.querySelectorAll('svg .edge')].filter(seen)) {"
            "const line = e.querySelector('.line'), dash = line.getAttribute('stroke-dasharray');"
            "looks[e.id] = [line.getAttribute('stroke'), dash === 'none' ? null : dash,"
            "[...e.querySelectorAll('.head')].map((h) => h.getAttribute('fill')),"
            "Number(line.getAttribute('stroke-width')), Number(e.getAttribute('opacity') || 1),"
            "e.querySelectorAll('.sign:not(.rim)').length]; } return looks"
        )

    def compare_looks(self, *arguments):
        """Lines look as in the picture that is drawn of that day."""
        self.run_ok("diagram", self.database, *arguments, "-o", self.path("day.svg"))
        mine, compared = self.looks(), 0
        for edge in ElementTree.parse(self.path("day.svg")).getroot().iter(SVG + "g"):
            if "edge" not in edge.get("class", "").split() or edge.get("id") not in mine:
                continue
            paths = list(edge.iter(SVG + "path"))
            line = next(p for p in paths if p.get("class") == "line")
            look = [
                line.get("stroke"),
                line.get("stroke-dasharray"),
                [p.get("fill") for p in paths if p.get("class") == "head"],
                float(line.get("stroke-width")),
                float(edge.get("opacity") or 1),
                len([p for p in paths if p.get("class") == "sign"]),
            ]
            self.assertEqual(mine[edge.get("id")], look, edge.get("id"))
            compared += 1
        self.assertGreater(compared, 1)

    def hash(self):
        return self.browser.run("return location.hash")

    def panel(self):
        return self.browser.run("return document.getElementById('page-panel').innerText")

    def test_page_filters(self):
        self.page("--around", "RWA")
        records = {a["id"]: self.records[a["id"]] for a in self.data("--around", "RWA")["agreements"]}
        self.assertEqual(sorted(self.shown()[0]), sorted(records))
        self.browser.click("#page-kinds input[value=free_movement]")
        kinds = lambda r: {r["kind"], *r.get("also", [])}
        left = sorted(i for i, r in records.items() if kinds(r) != {"free_movement"})
        rows, edges = self.shown()
        self.assertEqual(sorted(rows), left)
        self.assertNotIn("edge-CMR-with-RWA", edges)
        self.assertIn("edge-USA-to-RWA", edges)
        self.assertIn("kind=", self.hash())
        self.again(self.hash())
        self.assertEqual(sorted(self.shown()[0]), left)
        self.assertFalse(self.browser.run("return document.querySelector('[value=free_movement]').checked"))
        self.browser.click("#page-party option[value=DNK]")
        self.assertEqual(
            sorted(self.shown()[0]), sorted(i for i in left if "DNK" in {p["party"] for p in records[i]["parties"]})
        )
        self.browser.click("#page-reset")
        self.assertEqual(sorted(self.shown()[0]), sorted(records))
        self.assertIn(self.hash(), ("", "#"))
        self.browser.click("#page-statuses input[value=in_force]")
        listed = {r["id"]: r["status"] for r in self.rows("agreements", self.database)}
        self.assertEqual(sorted(self.shown()[0]), sorted(i for i in records if listed[i] != "in_force"))

    def test_page_days(self):
        """The slider shows on each day what `entente agreements --as-of` says for it."""
        self.page("--around", "GBR")
        data = self.data("--around", "GBR")
        ids = {a["id"] for a in data["agreements"]}
        statuses = "return Object.fromEntries([...document.querySelectorAll('tr[data-agreement]')]" \
            ".filter((r) => !r.hidden).map((r) => [r.dataset.agreement, r.querySelector('.status').textContent]))"
        for _ in range(3):
            for _ in range(4):
                self.browser.type("#page-day", "\ue012")
            day = re.search(r"day=(\d{4}-\d{2}-\d{2})", self.hash()).group(1)
            expected = {
                r["id"]: (r["status"] or "unknown").replace("_", " ")
                for r in self.rows("agreements", self.database, "--as-of", day)
                if r["id"] in ids
            }
            self.assertEqual(self.browser.run(statuses), expected, day)
            codes = {n["id"] for n in data["nodes"]}
            drawn = {frozenset((e["from"], e["to"])) for e in self.data("--as-of", day)["edges"]}
            pairs = {frozenset(re.split("-(?:to|with|and)-", e[5:])) for e in self.shown()[1]}
            self.assertEqual(pairs, {p for p in drawn if p <= codes}, day)
            self.compare_looks("--around", "GBR", "--as-of", day)
        self.again("#day=2022-06-01&at=edge-GBR-to-RWA")
        self.assertIn("signed", self.panel())
        self.assertIn("after this day", self.panel())
        signed = self.looks()["edge-GBR-to-RWA"]
        self.assertEqual(signed[-1], 0)
        self.browser.click("#page-latest")
        ended = self.looks()["edge-GBR-to-RWA"]
        self.assertEqual(ended[-1], 1)
        self.assertLess(ended[3], signed[3])
        self.assertNotIn("day=", self.hash())

    def test_page_search_and_keys(self):
        self.page("--around", "RWA")
        self.browser.run("document.body.focus()")
        self.browser.press("/")
        self.browser.press(*"denmark")
        rows, _ = self.shown()
        self.assertTrue(rows and all("denmark" in json.dumps(self.records[i]).lower() or
            "DNK" in {p["party"] for p in self.records[i]["parties"]} for i in rows))
        self.assertIn("search=denmark", self.hash())
        self.browser.press("enter")
        focused = "return document.activeElement.id"
        first = self.browser.run(focused)
        self.assertTrue(first.startswith(("node-", "edge-")), first)
        self.browser.press("right")
        second = self.browser.run(focused)
        self.assertNotEqual(first, second)
        self.browser.press("enter")
        self.assertIn("at=" + second, self.hash())
        self.browser.press("+")
        self.assertIn("view=", self.hash())
        view = "return document.querySelector('#page-picture > svg').getAttribute('viewBox')"
        near = self.browser.run(view)
        self.browser.press("0")
        self.assertNotEqual(near, self.browser.run(view))
        self.assertNotIn("view=", self.hash())
        self.browser.press("escape")
        self.assertNotIn("at=", self.hash())
        self.browser.press("home")
        self.assertEqual(self.browser.run(focused), "node-RWA")

    def test_page_pointing(self):
        """Pointing tells the course of events with sources; a click keeps it and leads nowhere."""
        self.page("--around", "RWA")
        self.browser.point_at("#node-DNK")
        self.assertIn("Denmark", self.panel())
        self.assertIn("2022-09-09", self.panel())
        links = "return [...document.querySelectorAll('#page-panel a')].map((a) => a.getAttribute('href'))"
        pages = {s["url"] for r in self.records.values() for s in r["sources"] if "url" in s}
        found = self.browser.run(links)
        self.assertTrue(found)
        self.assertTrue(all(l in pages or l.startswith("#source-") for l in found))
        self.browser.point_at("#page-count")
        self.assertNotIn("Denmark", self.panel())
        self.browser.click("#node-DNK")
        self.browser.point_at("#page-count")
        self.assertIn("Denmark", self.panel())
        self.assertEqual(self.hash(), "#at=node-DNK")
        self.assertEqual(len(self.browser.call("GET", "/window/handles")), 1)

    def saved(self, name):
        path = os.path.join(self.browser.downloads, name)
        for _ in range(200):
            if os.path.exists(path) and os.path.getsize(path):
                return path
            time.sleep(0.05)
        self.fail(f"{name} was not saved: {os.listdir(self.browser.downloads)}")

    def test_page_downloads(self):
        self.page("--around", "DNK", "--title", "Saved picture")
        self.browser.click("#page-kinds input[value=free_movement]")
        _, edges = self.shown()
        self.browser.click("#page-svg")
        path = self.saved("saved-picture.svg")
        subprocess.run(["xmllint", "--noout", path], check=True)
        root = ElementTree.parse(path).getroot()
        groups = [g.get("id") for g in root.iter(SVG + "g") if "edge" in g.get("class", "").split()]
        self.assertEqual(sorted(groups), sorted(edges))
        words = " ".join("".join(t.itertext()) for t in root.iter(SVG + "text"))
        self.assertRegex(words, r"Latest status\. Shown: \d+ of \d+ agreements\.")
        data = json.loads(root.find(SVG + "metadata").text)
        self.assertEqual(data, self.data("--around", "DNK", "--title", "Saved picture"))
        self.browser.click("#page-png")
        with open(self.saved("saved-picture.png"), "rb") as file:
            self.assertTrue(file.read(8).startswith(b"\x89PNG"))

    def test_page_hostile(self):
        query = ("--query", "MATCH (p:Party)-[t]->(a:Agreement)-[h]->(e) RETURN p, t, a, h, e")
        for arguments in (query, ()):
            self.page(*arguments, "--title", HOSTILE_RECORD["title"], database=self.hostile_database())
            self.assertEqual(self.browser.run("return document.querySelector('h1').textContent"), HOSTILE_RECORD["title"])
            parts = self.browser.run("return [...document.querySelectorAll('.svg-part')].map((e) => e.id)")
            self.assertTrue(parts)
            for part in parts[:60]:
                self.again(f"#at={part}")
                self.assertTrue(self.panel())
            self.browser.type("#page-search", "<script>")
            self.assertIsNone(self.browser.run("return window.hacked || null"))
            self.assertEqual(self.browser.run("return document.scripts.length"), 3)
            self.assertEqual(self.browser.run("return document.querySelectorAll('img, b, svg svg').length"), 0)

    def test_policy_is_kept(self):
        """The browser itself refuses what the policy does not name: requests, pictures, scripts, styles."""
        self.page("--around", "RWA")
        self.browser.messages()
        self.browser.run(
            "fetch('http://127.0.0.1:9/fetched').catch(() => {});"
            "const add = (name, set) => { const e = document.createElement(name); set(e); document.body.append(e); };"
            "add('img', (e) => { e.src = 'http://127.0.0.1:9/image'; });"
            "add('script', (e) => { e.textContent = 'window.hacked = 1'; });"
            "add('div', (e) => { e.setAttribute('style', 'color: red'); });"
        )
        time.sleep(0.3)
        refused = " ".join(self.browser.messages())
        for rule in ("connect-src", "img-src", "script-src", "style-src"):
            self.assertIn(rule, refused)
        self.assertIsNone(self.browser.run("return window.hacked || null"))

    def test_page_hash_that_is_wrong(self):
        self.page("--around", "RWA")
        everything = self.shown()
        for fragment in ("#kind=nonsense,%3Cscript%3E", "#day=2022-99-99&view=0,0,-1,nan&at=nothing&party=XXX", "#%E0%A4%A"):
            self.again(fragment)
            self.assertEqual(self.shown(), everything)

    def test_page_contrast_and_labels(self):
        """Every control has a name, and text stands out from its ground by 4.5 to 1 in both colour schemes."""
        for scheme in ("light", "dark"):
            self.browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            for theme in ("light", "dark"):
                self.page("--around", "RWA", "--theme", theme)
                self.assertEqual(self.browser.run(CONTRAST), [], (scheme, theme))
        self.browser.cdp("Emulation.setEmulatedMedia", features=[])
        nameless = self.browser.run(
            "return [...document.querySelectorAll('input, select, button')].filter((e) => !(e.getAttribute('aria-label')"
            " || (e.labels && e.labels.length) || e.textContent.trim())).map((e) => e.outerHTML)"
        )
        self.assertEqual(nameless, [])


CONTRAST = """
const rgb = (c) => c.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c;
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll('body *')].filter((e) => !e.closest('svg, script, option') && e.offsetParent &&
  [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => {
    const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < 4.5 && !e.disabled ? e.outerHTML.slice(0, 80) + ' ' + ratio.toFixed(2) : null;
  }).filter(Boolean);
"""


if __name__ == "__main__":
    main()
