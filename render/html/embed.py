#!/usr/bin/env python3
"""embed.py FOLDER HEADER SOURCE: the page's templates, style and script as C strings, and the SHA-256 of the style and
of the script as a content security policy names them."""

import base64
import hashlib
import os
import sys

FILES = (
    ("html_page_template", "page.html"),
    ("html_table_template", "table.html"),
    ("html_style", "page.css"),
    ("html_script", "page.js"),
)


def literal(text):
    lines = []
    for line in text.splitlines(keepends=True):
        escaped = "".join(
            {"\\": "\\\\", '"': '\\"', "\n": "\\n", "?": "\\?"}.get(c, c)
            if ord(c) < 128
            else "".join(f"\\{b:03o}" for b in c.encode("utf-8"))
            for c in line
        )
        lines.append(f'    "{escaped}"')
    return "\n".join(lines) or '    ""'


def main():
    folder, header, source = sys.argv[1:]
    declared, defined = [], []
    for name, file in FILES:
        with open(os.path.join(folder, file), encoding="utf-8", newline="") as f:
            text = f.read()
        declared.append(f"extern const char {name}[];")
        defined.append(f"const char {name}[] =\n{literal(text)};")
        if not file.endswith(".html"):
            digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
            declared.append(f"extern const char {name}_hash[];")
            defined.append(f'const char {name}_hash[] = "{digest}";')
    note = "/* Made by render/html/embed.py. */\n"
    guard = "RENDER_HTML_EMBEDDED_H"
    with open(header, "w", encoding="utf-8") as f:
        f.write(f"{note}#ifndef {guard}\n#define {guard}\n\n" + "\n".join(declared) + "\n\n#endif\n")
    with open(source, "w", encoding="utf-8") as f:
        f.write(f'{note}#include "render/html_embedded.h"\n\n' + "\n\n".join(defined) + "\n")


main()
