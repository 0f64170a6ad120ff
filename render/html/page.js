/* The page around a picture: what is shown of it, on which day, and what is told of it. All text goes into the page as
   text. The state is one object; the address after `#` is the same state, so that it can be sent to somebody. */
(() => {
  "use strict";

  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const byId = (id) => document.getElementById(id);
  const data = read("page-data");
  const vocabulary = read("page-vocabulary");
  const SVG = "http://www.w3.org/2000/svg";
  const UNKNOWN = "unknown";
  const svg = document.querySelector("#page-picture > svg");
  const whole = svg.getAttribute("viewBox").split(/\s+/).map(Number);

  const kinds = new Map(vocabulary.kinds.map((k) => [k.kind, k]));
  const statuses = new Map(vocabulary.statuses.map((s) => [s.status, s]));
  const stages = new Map(vocabulary.stages.map((s) => [s.stage, s]));
  const agreements = new Map(data.agreements.map((a) => [a.id, a]));
  const nodes = new Map(data.nodes.map((n) => [n.id, n]));
  const LIVELINESS = ["ended", "emerging", "contested", "agreed", "active"];

  const words = (word) => (kinds.get(word) || statuses.get(word) || {}).words || String(word).replace(/_/g, " ");
  const stageOf = (status) => (statuses.get(status) || {}).stage || null;

  /* An element with text and children; never markup. */
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {}))
      if (value !== null && value !== undefined) element.setAttribute(key, value);
    element.append(...children.filter((c) => c !== null && c !== undefined));
    return element;
  };
  const named = (text) => make("bdi", {}, text);

  /* ---- dates ---- */

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  const dayInWords = (day) => {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  };
  /* A date as a record has it: the sign behind it says how sure it is. */
  const written = (date) => {
    const sign = /[~?%]$/.test(date) ? date.slice(-1) : "";
    const about = sign === "~" || sign === "%" ? "about " : "";
    return about + date.replace(/[~?%]$/, "") + (sign === "?" || sign === "%" ? " (uncertain)" : "");
  };
  const countsFrom = (event) => (data.certainly ? event.lastDay : event.day);
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

  /* The days on which something happened to what is drawn, up to the day of the picture. */
  const days = [...new Set(data.agreements.flatMap((a) => [...a.events.map(countsFrom),
    ...a.parties.flatMap((p) => (data.certainly ? [p.sinceLastDay, p.untilLastDay] : [p.since, p.until]))]))]
    .filter((day) => day && (data.asOf === null || day <= data.asOf))
    .sort();
  const lastDay = data.asOf || days[days.length - 1] || null;
  if (days.length && days[days.length - 1] < lastDay) days.push(lastDay);

  /* ---- state ---- */

  const initial = () => ({ kinds: null, statuses: null, party: "", day: null, search: "", selected: "", view: null });
  let state = initial();
  let hovered = "";

  const shownKinds = [...new Set(data.agreements.flatMap((a) => [a.kind, ...a.also]).map((k) => k || UNKNOWN))];
  const shownStatuses = [
    ...new Set(data.agreements.flatMap((a) => [a.status || UNKNOWN, ...a.events.map((e) => e.status).filter(Boolean)])),
  ];
  const inOrder = (list, known) => {
    const order = [...known.keys()];
    const place = (word) => (order.includes(word) ? order.indexOf(word) : order.length);
    return list.sort((a, b) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
  };
  inOrder(shownKinds, kinds);
  inOrder(shownStatuses, statuses);
  const parties = new Map(data.agreements.flatMap((a) => a.parties.map((p) => [p.code, p.name])));

  const readHash = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    const list = (key, known) => {
      if (!given.has(key)) return null;
      const asked = given.get(key).split(",").filter((word) => known.includes(word));
      const none = asked.length === 0 && given.get(key) !== "";
      return none || asked.length === known.length ? null : new Set(asked);
    };
    const view = (given.get("view") || "").split(",").map(Number);
    const day = given.get("day") || "";
    const selected = given.get("at") || "";
    state = {
      kinds: list("kind", shownKinds),
      statuses: list("status", shownStatuses),
      party: parties.has(given.get("party")) ? given.get("party") : "",
      day: isDay(day) && days.length && day < lastDay ? day : null,
      search: given.get("search") || "",
      selected: parts.has(selected) ? selected : "",
      view: view.length === 4 && view.every(Number.isFinite) && view[2] > 0 && view[3] > 0 ? view : null,
    };
  };

  const writeHash = () => {
    const out = new URLSearchParams();
    if (state.kinds) out.set("kind", [...state.kinds].join(","));
    if (state.statuses) out.set("status", [...state.statuses].join(","));
    if (state.party) out.set("party", state.party);
    if (state.day) out.set("day", state.day);
    if (state.search) out.set("search", state.search);
    if (state.selected) out.set("at", state.selected);
    if (state.view) out.set("view", state.view.map((n) => n.toFixed(1)).join(","));
    const hash = out.toString().replace(/%2C/g, ",");
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  };

  /* ---- what holds on the day ---- */

  /* Without a day: as the picture was drawn. An agreement is there once something with a status has happened. */
  const statusOn = (agreement, day) => {
    if (day === null || agreement.events.length === 0) return { there: true, status: agreement.status };
    let status = null;
    for (const event of agreement.events) if (event.status && countsFrom(event) <= day) status = event.status;
    return { there: status !== null, status };
  };

  /* Whether somebody is a party on the day: some joined later, some have left. Whom no record names is. */
  const isParty = (agreement, code, day) => {
    const times = agreement.parties.filter((p) => p.code === code);
    const since = (p) => (data.certainly ? p.sinceLastDay : p.since);
    const until = (p) => (data.certainly ? p.untilLastDay : p.until);
    return day === null || times.length === 0 ||
      times.some((p) => (!since(p) || since(p) <= day) && (!until(p) || until(p) > day));
  };

  /* The year that people see: of its first active day when that has come, else of its first event. */
  const yearOf = (agreement, day) => {
    const counted = agreement.events.filter((e) => day === null || countsFrom(e) <= day);
    const active = counted.find((e) => e.status && stageOf(e.status) === "active");
    const first = active || counted[0];
    return first ? first.day.slice(0, 4) : "";
  };

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const haystacks = new Map(
    data.agreements.map((a) => {
      const sources = [...a.sources, ...a.events.flatMap((e) => e.sources)].map((n) => data.sources[n - 1]);
      const texts = [a.id, a.title, words(a.kind), ...a.parties.flatMap((p) => [p.code, p.name]),
        ...a.events.flatMap((e) => [e.note, e.status && words(e.status), e.date]),
        ...sources.flatMap((s) => [s.publisher, s.title])];
      return [a.id, folded(texts.filter(Boolean).join("\n"))];
    })
  );
  const nodeMatches = (node, terms) => {
    const text = folded(`${node.id}\n${node.label}`);
    return terms.length > 0 && terms.every((t) => text.includes(t));
  };

  /* ---- the picture's parts ---- */

  /* Nodes, each followed by its lines that were not read before: the order in which the keyboard goes through. */
  const parts = new Map();
  for (const node of data.nodes) {
    parts.set(node.element, { node, element: byId(node.element) });
    for (const edge of data.edges)
      if ((edge.from === node.id || edge.to === node.id) && !parts.has(edge.element))
        parts.set(edge.element, { edge, element: byId(edge.element) });
  }
  const weightOf = (stage) => stages.get(stage) || stages.get(null);
  const labels = new Map([...svg.querySelectorAll(".label")].map((l) => [l.getAttribute("data-edge"), l]));

  for (const [id, part] of parts) {
    const { element } = part;
    element.classList.add("svg-part");
    element.setAttribute("tabindex", "-1");
    element.setAttribute("aria-label", (part.edge || part.node).note);
    for (const link of element.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
    if (!part.edge) continue;
    const line = element.querySelector(".line");
    part.line = line;
    part.faint = element.classList.contains("aside");
    part.scale = Number(line.getAttribute("stroke-width")) / weightOf(part.edge.stage).width;
    const numbers = line.getAttribute("d").match(/-?[\d.]+/g).map(Number);
    const ends = [numbers.slice(0, 2), numbers.slice(-2)];
    part.heads = [...element.querySelectorAll(".head")].map((head) => {
      const tip = head.getAttribute("d").match(/-?[\d.]+/g).slice(0, 2).map(Number);
      const far = ([x, y]) => Math.hypot(x - tip[0], y - tip[1]);
      return { element: head, tip, foot: far(ends[0]) < far(ends[1]) ? ends[0] : ends[1] };
    });
    const hit = document.createElementNS(SVG, "path");
    hit.setAttribute("d", line.getAttribute("d"));
    hit.setAttribute("class", "hit");
    element.insertBefore(hit, element.querySelector("desc").nextSibling);
    const label = labels.get(id);
    if (label) {
      const text = label.querySelector("text");
      const plate = label.querySelector("rect");
      part.label = { group: label, text, plate, words: text.textContent, length: text.getAttribute("textLength"),
        width: plate.getAttribute("width"), x: plate.getAttribute("x") };
    }
  }

  /* Whether the picture writes the mark of its kind on each line. */
  const marked = [...parts.values()].some(({ edge, label }) =>
    label && kinds.has(edge.kind) && label.words.startsWith(kinds.get(edge.kind).mark));

  /* An arrowhead as the picture draws them: from its tip, whose foot the line ends at. */
  const headPath = (head, [fx, fy], [tx, ty]) => {
    const [dx, dy] = [tx - fx, ty - fy];
    const [nx, ny] = [dy * 0.46, -dx * 0.46];
    const [mx, my] = [(fx + tx) / 2, (fy + ty) / 2];
    const corners = (x, y) => `L${x + nx} ${y + ny}L${x - nx} ${y - ny}Z`;
    if (head === "notched") {
      const [bx, by] = [fx - dx * 0.3, fy - dy * 0.3];
      return `M${tx} ${ty}L${bx + nx} ${by + ny}L${fx + dx * 0.12} ${fy + dy * 0.12}L${bx - nx} ${by - ny}Z`;
    }
    if (head === "open") return `M${tx} ${ty}L${fx} ${fy}M${fx + nx} ${fy + ny}L${tx} ${ty}L${fx - nx} ${fy - ny}`;
    if (head === "double") return `M${tx} ${ty}${corners(mx, my)}M${mx} ${my}${corners(fx, fy)}`;
    return `M${tx} ${ty}${corners(fx, fy)}`;
  };

  const paintHead = ({ element, foot, tip }, { colour, head }) => {
    const strokes = head === "hollow" || head === "open";
    element.setAttribute("d", headPath(head, foot, tip));
    element.setAttribute("fill", head === "hollow" ? vocabulary.background : strokes ? "none" : colour);
    element.setAttribute("stroke", strokes ? colour : "none");
    element.setAttribute("stroke-width", "1.5");
  };

  /* A cross or two bars on the line, beside its label. */
  const signPath = (line, sign, plate, scale) => {
    const length = line.getTotalLength();
    const inside = (at) => {
      if (!plate) return false;
      const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Number(plate.getAttribute(name)));
      return at.x > x - 6 && at.x < x + w + 6 && at.y > y - 6 && at.y < y + h + 6;
    };
    const place = [0.5, 0.58, 0.42, 0.66, 0.34, 0.74].find((t) => !inside(line.getPointAtLength(t * length))) || 0.26;
    const at = line.getPointAtLength(place * length);
    const after = line.getPointAtLength(place * length + 1);
    const angle = Math.atan2(after.y - at.y, after.x - at.x);
    return [-1, 1].map((side) => {
      const turn = sign === "cross" ? angle + (side * Math.PI) / 4 : angle + Math.PI / 2;
      const along = sign === "cross" ? 0 : 1.9 * side * scale;
      const [cx, cy] = [at.x + along * Math.cos(angle), at.y + along * Math.sin(angle)];
      const [ex, ey] = [4.6 * scale * Math.cos(turn), 4.6 * scale * Math.sin(turn)];
      return `M${cx - ex} ${cy - ey}L${cx + ex} ${cy + ey}`;
    }).join("");
  };

  const paintSign = (part, sign, colour) => {
    for (const old of part.element.querySelectorAll(".sign")) old.remove();
    if (!sign) return;
    const scale = part.scale < 1 ? 0.75 : 1;
    const d = signPath(part.line, sign, part.label && part.label.plate, scale);
    for (const [name, stroke, width] of [["sign rim", vocabulary.background, 3.6], ["sign", colour, 1.6]]) {
      const path = document.createElementNS(SVG, "path");
      for (const [key, value] of Object.entries({ class: name, d, fill: "none", stroke, "stroke-width": width * scale }))
        path.setAttribute(key, value);
      part.line.parentNode.append(path);
    }
  };

  /* Kind is hue, dash and head; stage is weight and opacity, and a sign. */
  const paintLine = (part, shown) => {
    if (part.edge.types.length) return;
    const stage = shown.map((a) => stageOf(a.now)).sort((a, b) => LIVELINESS.indexOf(b) - LIVELINESS.indexOf(a))[0];
    const one = new Set(shown.map((a) => a.kind));
    const key = `${stage} ${[...one].join(" ")}`;
    if (part.painted === key || shown.length === 0) return;
    part.painted = key;
    const weight = weightOf(stage);
    const look = one.size > 1 ? vocabulary.several : kinds.get([...one][0]) || vocabulary.other;
    part.line.setAttribute("stroke", look.colour);
    part.line.setAttribute("stroke-dasharray", look.dash || "none");
    part.line.setAttribute("stroke-width", String(weight.width * part.scale));
    part.element.setAttribute("opacity", String(part.faint ? Math.min(weight.opacity, vocabulary.aside.opacity) : weight.opacity));
    for (const head of part.heads) paintHead(head, look);
    paintSign(part, weight.sign, look.colour);
  };

  const paintLabel = (part, shown, asDrawn) => {
    if (!part.label || part.label.group.classList.contains("keyed")) return; /* the key below has its words */
    const { text, plate, words: drawn, length, width, x } = part.label;
    plate.setAttribute("width", width);
    plate.setAttribute("x", x);
    if (asDrawn || shown.length === 0) {
      text.textContent = drawn;
      text.setAttribute("textLength", length);
      return;
    }
    const years = shown.map((a) => yearOf(a, state.day)).filter(Boolean).sort();
    const first = years[0] || "";
    const last = years[years.length - 1] || "";
    const span = first === last ? first : `${first}–${last}`;
    const kind = kinds.get(shown[0].kind);
    const mark = marked && kind && shown.every((a) => a.kind === shown[0].kind) ? `${kind.mark} ` : "";
    const count = shown.length > 1 ? String(shown.length) : "";
    const long = shown.length === 1 ? span : span ? `${count} · ${span}` : count;
    text.removeAttribute("textLength");
    let needed = 0;
    for (const words of [mark + long, mark + count, mark.trim() || count]) {
      text.textContent = words.trim();
      needed = text.getComputedTextLength() + 6; /* 6 where nothing can be measured: it is not shown */
      if (needed <= Number(width)) break; /* as much as there is room for */
    }
    needed = Math.min(needed, Number(width));
    plate.setAttribute("width", String(needed));
    plate.setAttribute("x", String(Number(x) + (Number(width) - needed) / 2));
  };

  const show = (element, visible, matches) => {
    element.classList.toggle("is-hidden", !visible);
    element.classList.toggle("is-dim", visible && !matches);
  };

  const apply = () => {
    const terms = folded(state.search).split(/\s+/).filter(Boolean);
    for (const a of data.agreements) {
      const { there, status } = statusOn(a, state.day);
      a.now = status;
      a.there = there;
      a.shown = there &&
        (!state.kinds || [a.kind || UNKNOWN, ...a.also].some((k) => state.kinds.has(k))) &&
        (!state.statuses || state.statuses.has(status || UNKNOWN)) &&
        (!state.party || (a.parties.some((p) => p.code === state.party) && isParty(a, state.party, state.day)));
      a.found = terms.every((t) => haystacks.get(a.id).includes(t));
    }
    for (const part of parts.values()) {
      part.visible = part.matches = true;
      const node = part.node;
      const agreement = node && node.agreement !== null ? agreements.get(node.agreement) : null;
      if (agreement) {
        part.visible = agreement.shown;
        part.matches = agreement.found;
      }
    }
    applyEdges(terms);
    applyNodes(terms);
    for (const part of parts.values()) show(part.element, part.visible, part.matches);
    applyTable();
    tellCount();
    tellSelection();
    writeHash();
  };

  const nodePart = (id) => parts.get(nodes.get(id).element);

  const applyEdges = (terms) => {
    for (const part of parts.values()) {
      const edge = part.edge;
      if (!edge) continue;
      const own = edge.agreements.map((id) => agreements.get(id));
      const shown = own.filter((a) => a.shown && isParty(a, edge.from, state.day) && isParty(a, edge.to, state.day));
      const ends = nodePart(edge.from).visible && nodePart(edge.to).visible;
      part.visible = ends && (shown.length > 0 || edge.types.length > 0);
      part.matches = terms.length === 0 || shown.some((a) => a.found);
      const asDrawn = state.day === null && shown.length === own.length;
      paintLabel(part, shown, asDrawn);
      if (state.day !== null || shown.length !== own.length || part.painted !== undefined) paintLine(part, shown);
      if (part.label) show(part.label.group, part.visible, part.matches);
    }
  };

  /* A party stays in its place, pale, when nothing leads to it. */
  const applyNodes = (terms) => {
    const reached = new Set();
    const found = new Set();
    for (const { edge, visible, matches } of parts.values()) {
      if (!edge) continue;
      for (const end of visible ? [edge.from, edge.to] : []) {
        reached.add(end);
        if (matches) found.add(end);
      }
    }
    const tied = new Set(data.edges.flatMap((e) => [e.from, e.to]));
    for (const part of parts.values()) {
      const node = part.node;
      if (!node || node.agreement !== null) continue;
      const bare = tied.has(node.id) && !reached.has(node.id);
      part.matches = !bare && (terms.length === 0 || found.has(node.id) || nodeMatches(node, terms));
    }
  };

  const rows = new Map([...document.querySelectorAll("tr[data-agreement]")].map((r) =>
    [r.getAttribute("data-agreement"), r]));
  const applyTable = () => {
    for (const [id, row] of rows) {
      const a = agreements.get(id);
      row.hidden = !(a.shown && a.found);
      row.querySelector(".status").textContent = words(a.now || UNKNOWN);
    }
  };

  /* The line below the picture that says how many agreements are drawn, and as of when. */
  const note = [...svg.querySelectorAll(".caption text")].find((t) => / Drawn: /.test(t.textContent));
  const drawnNote = note && { words: note.textContent, length: note.getAttribute("textLength") };
  const tellNote = (shown, total) => {
    if (!note) return;
    const asDrawn = shown === total && state.day === null;
    const day = state.day || data.asOf;
    note.textContent = asDrawn ? drawnNote.words
      : `${day ? `As of ${dayInWords(day)}` : "Latest status"}. Shown: ${shown} of ${total} agreements.`;
    if (asDrawn) note.setAttribute("textLength", drawnNote.length);
    else note.removeAttribute("textLength");
  };

  /* The legend's counts: of what is shown of each kind and stage; other counts are of the picture as it was drawn. */
  const legend = [...svg.querySelectorAll(".legend-item")].map((item) => {
    const text = [...item.querySelectorAll("text")].pop();
    return { item, text, drawn: text.textContent, length: text.getAttribute("textLength"),
      words: text.textContent.replace(/ \(\d+\)$/, "") };
  });
  const tellLegend = (asDrawn) => {
    for (const { item, text, drawn, length, words: own } of legend) {
      if (asDrawn) {
        text.textContent = drawn;
        text.setAttribute("textLength", length);
        continue;
      }
      const [kind, stage] = [item.getAttribute("data-kind"), item.getAttribute("data-stage")];
      const count = data.agreements.filter((a) => a.shown &&
        (kind !== null ? a.kind === kind : (stageOf(a.now) || "") === stage)).length;
      text.textContent = kind === null && stage === null ? own : `${own} (${count})`;
      text.removeAttribute("textLength");
    }
  };

  const tellCount = () => {
    const shown = data.agreements.filter((a) => a.shown && a.found).length;
    const total = data.agreements.length;
    tellNote(shown, total);
    tellLegend(data.agreements.every((a) => a.shown) && state.day === null);
    const day = state.day ? `, with their status on ${dayInWords(state.day)}` : "";
    byId("page-count").textContent = `${shown} of ${total} agreement${total === 1 ? "" : "s"} shown${day}.`;
  };

  /* ---- what is told of an element ---- */

  const numbersOf = (list) => {
    const fragment = document.createDocumentFragment();
    for (const n of list) {
      const source = data.sources[n - 1];
      const title = [source.publisher, source.title, source.date].filter(Boolean).join(". ");
      const page = /^https?:\/\//.test(source.url || "");
      fragment.append(" ", page
        ? make("a", { href: source.url, title, target: "_blank", rel: "noopener noreferrer",
          "aria-label": `source ${n}: ${title}` }, `[${n}]`)
        : make("a", { href: `#source-${n}`, title, "aria-label": `source ${n}: ${title}` }, `[${n}]`));
    }
    return fragment;
  };

  const courseOf = (agreement) => {
    const list = make("ol", {});
    for (const event of agreement.events) {
      const later = state.day !== null && countsFrom(event) > state.day;
      const item = make("li", later ? { class: "later" } : {}, make("time", {}, written(event.date)), " ",
        event.status ? words(event.status) : null);
      if (event.party) item.append(" (", named(parties.get(event.party) || event.party), ")");
      if (event.note) item.append(event.status ? ": " : "", named(event.note));
      if (later) item.append(" — after this day");
      item.append(numbersOf(event.sources));
      list.append(item);
    }
    return list;
  };

  const tellAgreement = (panel, agreement) => {
    panel.append(make("h3", {}, named(agreement.title)));
    const state = agreement.there ? words(agreement.now || UNKNOWN) : "not there yet on this day";
    panel.append(make("p", {}, `${words(agreement.kind || UNKNOWN)} · ${state}`));
    if (agreement.events.length) panel.append(courseOf(agreement));
    if (agreement.sources.length) panel.append(make("p", {}, "Sources of the record:", numbersOf(agreement.sources)));
  };

  const label = (id) => nodes.get(id).label;
  const headOf = (part) => {
    if (part.node) return [named(part.node.label)];
    const arrow = part.edge.both ? " ↔ " : part.edge.directed ? " → " : " – ";
    return [named(label(part.edge.from)), arrow, named(label(part.edge.to))];
  };

  const agreementsOf = (part) => {
    if (part.edge) return part.edge.agreements;
    if (part.node.agreement !== null) return [part.node.agreement];
    return [...new Set(data.edges.filter((e) => e.from === part.node.id || e.to === part.node.id)
      .flatMap((e) => e.agreements))];
  };

  const tellKeys = (panel) => {
    const key = (...names) => names.flatMap((n, i) => [i ? " " : "", make("kbd", {}, n)]);
    panel.append(
      make("h2", {}, "Course of events"),
      make("p", {}, "Point to a line or a box, or go there with the keyboard, to read what happened and who says so. ",
        "A click keeps it here."),
      make("p", { class: "keys" }, ...key("Tab"), " into the picture, ", ...key("←", "→"), " from one element to the next, ",
        ...key("Enter"), " keeps it, ", ...key("Esc"), " lets it go, ", ...key("+", "−", "0"), " zoom, ",
        ...key("Shift"), " with arrows moves, ", ...key("/"), " searches. ", ...key("Ctrl"), " with the wheel zooms.")
    );
  };

  const tellSelection = () => {
    const panel = byId("page-panel");
    const part = parts.get(hovered) || parts.get(state.selected);
    panel.replaceChildren();
    for (const p of parts.values())
      p.element.classList.toggle("is-selected", p === parts.get(state.selected));
    const ids = part ? agreementsOf(part) : [];
    for (const [id, row] of rows) row.classList.toggle("is-marked", ids.includes(id));
    if (!part) {
      tellKeys(panel);
      return;
    }
    if (state.selected && part === parts.get(state.selected)) {
      const close = make("button", { type: "button", class: "close", "aria-label": "Let this go" }, "×");
      close.addEventListener("click", () => select(""));
      panel.append(close);
    }
    panel.append(make("h2", {}, ...headOf(part)));
    const own = ids.map((id) => agreements.get(id)).filter((a) => a.shown);
    if (part.edge && part.edge.types.length) panel.append(make("p", {}, [...new Set(part.edge.types)].join(", ")));
    for (const agreement of own) tellAgreement(panel, agreement);
    if (ids.length > own.length)
      panel.append(make("p", { class: "later" }, `${ids.length - own.length} more, not shown on this day or with these filters.`));
  };

  /* ---- pan and zoom: the part of the picture that is seen ---- */

  const setView = (view) => {
    state.view = view;
    svg.setAttribute("viewBox", (view || whole).join(" "));
  };

  const zoomAt = (factor, x, y) => {
    const [vx, vy, vw, vh] = state.view || whole;
    const width = Math.min(Math.max(vw * factor, whole[2] / 40), whole[2]);
    if (width >= whole[2]) return setView(null);
    const scale = width / vw;
    return setView(inside([x - (x - vx) * scale, y - (y - vy) * scale, width, vh * scale]));
  };

  const inside = ([x, y, w, h]) => [
    Math.min(Math.max(x, whole[0] - w / 2), whole[0] + whole[2] - w / 2),
    Math.min(Math.max(y, whole[1] - h / 2), whole[1] + whole[3] - h / 2), w, h];

  const move = (dx, dy) => {
    const [x, y, w, h] = state.view || whole;
    setView(inside([x + dx, y + dy, w, h]));
  };

  const pointAt = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const zoomMiddle = (factor) => {
    const [x, y, w, h] = state.view || whole;
    zoomAt(factor, x + w / 2, y + h / 2);
    writeHash();
  };

  /* Brings an element into what is seen. */
  const reveal = (element) => {
    if (!state.view) return;
    const box = element.getBoundingClientRect();
    const frame = byId("page-picture").getBoundingClientRect();
    if (box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom) return;
    const middle = pointAt({ clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2 });
    const [, , w, h] = state.view;
    setView(inside([middle.x - w / 2, middle.y - h / 2, w, h]));
  };

  const pointers = new Map();
  let travelled = 0;
  const wirePointers = () => {
    const frame = byId("page-picture");
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = pointAt(event);
      zoomAt(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200))), at.x, at.y);
      writeHash();
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pointers.set(event.pointerId, event);
      travelled = 0;
    });
    window.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const scale = 1 / svg.getScreenCTM().a;
      if (pointers.size === 2) {
        const other = [...pointers.values()].find((p) => p.pointerId !== event.pointerId);
        const span = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY) || 1;
        const at = pointAt({ clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 });
        zoomAt(span(before) / span(event), at.x, at.y);
      } else {
        travelled += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
        if (travelled > 4) {
          frame.classList.add("dragged");
          move((before.clientX - event.clientX) * scale, (before.clientY - event.clientY) * scale);
        }
      }
      pointers.set(event.pointerId, event);
    });
    for (const name of ["pointerup", "pointercancel"])
      window.addEventListener(name, (event) => {
        if (!pointers.delete(event.pointerId)) return;
        frame.classList.remove("dragged");
        if (travelled > 4) writeHash();
      });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
  };

  /* ---- pointing, selecting, the keyboard ---- */

  const partOf = (target) => {
    const element = target instanceof Element ? target.closest(".svg-part, .label") : null;
    if (!element) return "";
    return element.classList.contains("label") ? element.getAttribute("data-edge") : element.id;
  };

  const select = (id) => {
    state.selected = id;
    hovered = "";
    tellSelection();
    writeHash();
  };

  let stop = "";
  const setStop = (id) => {
    if (parts.has(stop)) parts.get(stop).element.setAttribute("tabindex", "-1");
    stop = id;
    if (parts.has(stop)) parts.get(stop).element.setAttribute("tabindex", "0");
  };
  const goTo = (id) => {
    setStop(id);
    const { element } = parts.get(id);
    element.focus({ preventScroll: state.view !== null });
    reveal(element);
  };

  const step = (from, by) => {
    const reachable = [...parts].filter(([, part]) => part.visible).map(([id]) => id);
    if (reachable.length === 0) return;
    const at = reachable.indexOf(from);
    const next = by === "first" ? 0 : by === "last" ? reachable.length - 1 : at + by;
    goTo(reachable[Math.min(Math.max(next, 0), reachable.length - 1)]);
  };

  const ARROWS = { ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowDown: [0, 1] };
  const zoomKey = (key) => {
    if (key === "+" || key === "=") zoomMiddle(1 / 1.3);
    else if (key === "-") zoomMiddle(1.3);
    else if (key === "0") {
      setView(null);
      writeHash();
    } else return false;
    return true;
  };

  const pictureKey = (event) => {
    const id = partOf(event.target);
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) {
      const [, , w, h] = state.view || whole;
      move((arrow[0] * w) / 10, (arrow[1] * h) / 10);
      writeHash();
    } else if (arrow) step(id, arrow[0] + arrow[1]);
    else if (event.key === "Home") step(id, "first");
    else if (event.key === "End") step(id, "last");
    else if (id && (event.key === "Enter" || event.key === " ")) select(state.selected === id ? "" : id);
    else if (!zoomKey(event.key)) return;
    event.preventDefault();
  };

  const wireKeys = () => {
    byId("page-picture").addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
      pictureKey(event);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, select, textarea");
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && state.selected) select("");
      else if (event.key === "/" && !typing) {
        event.preventDefault();
        byId("page-search").focus();
      }
    });
    svg.addEventListener("focusin", (event) => {
      const id = partOf(event.target);
      if (!id) return;
      setStop(id);
      hovered = id;
      tellSelection();
    });
    svg.addEventListener("focusout", () => {
      hovered = "";
      tellSelection();
    });
  };

  const wireHover = () => {
    svg.addEventListener("pointerover", (event) => {
      const id = partOf(event.target);
      if (!id || pointers.size || id === hovered) return;
      hovered = id;
      tellSelection();
    });
    svg.addEventListener("pointerleave", () => {
      hovered = "";
      tellSelection();
    });
    svg.addEventListener("click", (event) => {
      const id = partOf(event.target);
      if (event.target.closest("a")?.closest(".svg-part, .label")) event.preventDefault();
      if (travelled > 4) return;
      if (id) goTo(id);
      select(id);
    });
  };

  /* ---- controls ---- */

  const checks = (box, list, key) => {
    const inputs = list.map((word) => {
      const input = make("input", { type: "checkbox", value: word });
      input.checked = true;
      const kind = kinds.get(word);
      const swatch = kind ? make("span", { class: "swatch", "aria-hidden": "true" }) : null;
      if (swatch) {
        swatch.style.background = kind.colour;
        swatch.style.boxShadow = `0 0 0 3px ${vocabulary.background}`; /* on the picture's ground it can be seen */
      }
      box.append(make("label", { class: "check" }, input, swatch, words(word)));
      input.addEventListener("change", () => {
        const chosen = inputs.filter((i) => i.checked).map((i) => i.value);
        state[key] = chosen.length === list.length ? null : new Set(chosen);
        apply();
      });
      return input;
    });
    box.hidden = list.length === 0;
    return () => {
      for (const input of inputs) input.checked = !state[key] || state[key].has(input.value);
    };
  };

  const nearestDay = () => {
    if (state.day === null) return Math.max(days.length - 1, 0);
    let index = 0;
    while (index + 1 < days.length && days[index + 1] <= state.day) index++;
    return index;
  };

  const wireDays = () => {
    const slider = byId("page-day");
    const date = byId("page-date");
    byId("page-days").hidden = days.length < 2;
    slider.max = String(Math.max(days.length - 1, 0));
    date.min = days[0] || "";
    date.max = lastDay || "";
    slider.addEventListener("input", () => {
      const index = Number(slider.value);
      state.day = index < days.length - 1 ? days[index] : null;
      syncDays();
      apply();
    });
    date.addEventListener("change", () => {
      state.day = isDay(date.value) && date.value < lastDay ? date.value : null;
      syncDays();
      apply();
    });
    byId("page-latest").addEventListener("click", () => {
      state.day = null;
      syncDays();
      apply();
    });
  };
  const latestInWords = () => (data.asOf ? `the picture's day, ${dayInWords(data.asOf)}` : "the latest day");
  const syncDays = () => {
    byId("page-day").value = String(nearestDay());
    byId("page-day").setAttribute("aria-valuetext", state.day ? dayInWords(state.day) : latestInWords());
    byId("page-date").value = state.day || lastDay || "";
    byId("page-latest").disabled = state.day === null;
  };

  let syncChecks = () => {};
  const sync = () => {
    syncChecks();
    syncDays();
    byId("page-party").value = state.party;
    byId("page-search").value = state.search;
    setView(state.view);
    apply();
  };

  /* ---- downloads ---- */

  /* The picture as it is shown, whole and with its data. */
  const pictureText = () => {
    const copy = svg.cloneNode(true);
    copy.setAttribute("viewBox", whole.join(" "));
    for (const gone of copy.querySelectorAll(".is-hidden, .hit")) gone.remove();
    for (const pale of copy.querySelectorAll(".is-dim")) pale.setAttribute("opacity", "0.16");
    for (const part of copy.querySelectorAll(".svg-part")) {
      part.removeAttribute("tabindex");
      part.classList.remove("svg-part", "is-selected", "is-dim");
    }
    const metadata = document.createElementNS(SVG, "metadata");
    metadata.setAttribute("id", "entente-data");
    metadata.textContent = byId("page-data").textContent;
    copy.insertBefore(metadata, copy.querySelector("desc").nextSibling);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
  };

  const save = (blob, ending) => {
    const address = URL.createObjectURL(blob);
    const name = folded(data.title).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "diagram";
    make("a", { href: address, download: `${name}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };

  const savePng = () => {
    const address = URL.createObjectURL(new Blob([pictureText()], { type: "image/svg+xml" }));
    const image = new Image();
    image.addEventListener("load", () => {
      const scale = Math.min(2, 8000 / Math.max(whole[2], whole[3])); /* browsers draw no larger ones */
      const canvas = make("canvas", { width: Math.ceil(whole[2] * scale), height: Math.ceil(whole[3] * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => {
        if (blob) save(blob, "png");
        else byId("page-count").textContent = "This browser cannot draw a PNG of this size.";
      });
    });
    image.addEventListener("error", () => {
      URL.revokeObjectURL(address);
      byId("page-count").textContent = "This browser cannot draw the picture as PNG.";
    });
    image.src = address;
  };

  /* ---- beginning ---- */

  const wireControls = () => {
    const form = byId("page-controls");
    form.addEventListener("submit", (event) => event.preventDefault());
    const sorted = [...parties].sort((a, b) => a[1].localeCompare(b[1]));
    for (const [code, name] of sorted) byId("page-party").append(make("option", { value: code }, name));
    const syncKinds = checks(byId("page-kinds"), shownKinds, "kinds");
    const syncStatuses = checks(byId("page-statuses"), shownStatuses, "statuses");
    syncChecks = () => {
      syncKinds();
      syncStatuses();
    };
    wireDays();
    byId("page-party").addEventListener("change", (event) => {
      state.party = event.target.value;
      apply();
    });
    byId("page-search").addEventListener("input", (event) => {
      state.search = event.target.value;
      apply();
    });
    byId("page-search").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = [...parts].find(([, part]) => part.visible && part.matches);
      if (first) goTo(first[0]);
    });
    byId("page-reset").addEventListener("click", () => {
      state = initial();
      sync();
    });
    byId("page-svg").addEventListener("click", () => save(new Blob([pictureText()], { type: "image/svg+xml" }), "svg"));
    byId("page-png").addEventListener("click", savePng);
    byId("page-in").addEventListener("click", () => zoomMiddle(1 / 1.3));
    byId("page-out").addEventListener("click", () => zoomMiddle(1.3));
    byId("page-fit").addEventListener("click", () => {
      setView(null);
      writeHash();
    });
  };

  /* Links within the page (to a source) are no states: they scroll there, and the state stays. */
  const wireLinks = () => {
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
      const target = link ? byId(link.getAttribute("href").slice(1)) : null;
      if (!target) return;
      event.preventDefault();
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    });
  };

  wireControls();
  wirePointers();
  wireHover();
  wireKeys();
  wireLinks();
  for (const id of ["page-controls", "page-zoom", "page-panel"]) byId(id).hidden = false;
  byId("page-picture").classList.add("live");
  byId("page-picture").style.background = vocabulary.background;
  if (parts.size) setStop(parts.keys().next().value);
  window.addEventListener("hashchange", () => {
    readHash();
    sync();
  });
  readHash();
  sync();
})();
