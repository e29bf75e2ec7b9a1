"""Random edits of a project with figures, claims and a bibliography."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import edits

if TYPE_CHECKING:
    from edits import Edit, Files

FIGURES = [
    "681,692",
    "nearly 700,000",
    "1–1.5 million",
    "at least 5.2 million",
    "98 of 139",
    "tens of thousands",
    "700",
]
RELATIONS = ["disputes", "supports", "qualifies", "corrects"]
PEOPLE = ["Alec Nove", "Ada Byron", "the edition"]
_ID = re.compile(r"(quantity|estimate|claim)(?:\}|::) ([a-z]+-\d+)")


def ids(files: Files, kind: str) -> list[str]:
    """The ids of this kind, in order of pages."""
    pages = [edits.text(files, name) for name in edits.pages(files)]
    return [id_ for page in pages for found, id_ in _ID.findall(page) if found == kind]


def keys(files: Files) -> list[str]:
    return re.findall(r"\{(\w+),", edits.text(files, "works.bib"))


def _page(random: Random, files: Files) -> str:
    return random.choice([n for n in edits.pages(files) if n not in ("bibliography.rst", "views.md")])


def _add(random: Random, files: Files, name: str, block: str) -> None:
    parts = edits.blocks(files, name)
    parts.insert(random.randrange(1, len(parts) + 1), block)
    edits.put(files, name, parts)


def add_quantity(random: Random, files: Files) -> str:
    name, id_ = _page(random, files), edits._fresh(files, "quantity-")
    options = {"unit": "deaths", "period": random.choice(["1937", "1937/1938"])}
    if random.random() < 0.3 and (known := ids(files, "quantity")):
        options["part-of"] = random.choice(known)
    title = f"{id_} Deaths of {random.choice(edits.WORDS)}"
    _add(random, files, name, edits.directive(name, "quantity", title, options, edits.words(random)))
    return f"{id_} in {name}"


def add_estimate(random: Random, files: Files) -> str:
    name, id_ = _page(random, files), edits._fresh(files, "estimate-")
    options = {
        "quantity": random.choice(ids(files, "quantity") or ["none"]),
        "figure": random.choice(FIGURES),
        "source": f"{random.choice(keys(files))}{{p. {random.randint(1, 99)}}}",
    }
    known = ids(files, "estimate")
    if known and random.random() < 0.4:
        options["derives-from"] = f"{random.choice(known)} ({random.choice(['stated', 'inferred'])})"
    if random.random() < 0.4:
        options["witness"] = f"A {random.randint(1, 3)}.{random.randint(1, 9)}"
    if random.random() < 0.2:
        options |= {"rank": "deprecated", "rank-reason": "superseded"}
    if random.random() < 0.3:
        options["primary-source"] = random.choice(keys(files))
    _add(random, files, name, edits.directive(name, "estimate", id_, options, edits.words(random)))
    return f"{id_} in {name}"


def add_claim(random: Random, files: Files) -> str:
    name, id_ = _page(random, files), edits._fresh(files, "claim-")
    options = {"by": random.choice(PEOPLE)}
    known = [*ids(files, "estimate"), *ids(files, "claim"), *ids(files, "quantity")]
    if known:
        options[random.choice(RELATIONS)] = random.choice(known)
    body = edits.words(random)
    if figures := ids(files, "estimate"):
        body += f" {edits.role(name, 'estimate', random.choice(figures))}"
    title = f"{id_} That {random.choice(edits.WORDS)}"
    _add(random, files, name, edits.directive(name, "claim", title, options, body))
    return f"{id_} in {name}"


def add_mention(random: Random, files: Files) -> str:
    name = _page(random, files)
    kind, role = random.choice(
        [("estimate", "estimate"), ("quantity", "range"), ("quantity", "quantity"), ("claim", "claim")]
    )
    target = random.choice(ids(files, kind) or ["none"])
    _add(random, files, name, f"Words: see {edits.role(name, role, target)}.\n")
    return f"mention of {target} in {name}"


def cite(random: Random, files: Files) -> str:
    name, key = _page(random, files), random.choice(keys(files))
    _add(random, files, name, f"Words: cited {edits.role(name, 'cite:p', key)}.\n")
    return f"citation of {key} in {name}"


def _edit_option(random: Random, files: Files, option: str, value: str) -> str | None:
    name = _page(random, files)
    lines = edits.text(files, name).splitlines()
    places = [at for at, line in enumerate(lines) if line.strip().startswith(f":{option}:")]
    if not places:
        return None
    at = random.choice(places)
    lines[at] = f"{lines[at].partition(':')[0]}:{option}: {value}"
    files[name] = "\n".join(lines) + "\n"
    return f"{option} in {name} is {value}"


def edit_figure(random: Random, files: Files) -> str | None:
    return _edit_option(random, files, "figure", random.choice(FIGURES))


def edit_source(random: Random, files: Files) -> str | None:
    return _edit_option(random, files, "source", random.choice(keys(files)))


def edit_quantity(random: Random, files: Files) -> str | None:
    known = ids(files, "quantity")
    return _edit_option(random, files, "quantity", random.choice(known)) if known else None


def edit_relation(random: Random, files: Files) -> str | None:
    known = [*ids(files, "estimate"), *ids(files, "claim")]
    return _edit_option(random, files, random.choice(RELATIONS), random.choice(known)) if known else None


def edit_object_title(random: Random, files: Files) -> str | None:
    name = _page(random, files)
    page = edits.text(files, name)
    found = list(re.finditer(r"(?<=(?: ))(Deaths of|That) \w+$", page, re.M))
    if not found:
        return None
    match = random.choice(found)
    files[name] = f"{page[: match.start()]}{match[1]} {random.choice(edits.WORDS)}{page[match.end() :]}"
    return f"title of an object in {name}"


def rename_object(random: Random, files: Files) -> str | None:
    """The id changes where it is defined; what names it keeps the old one in half of all cases."""
    kind = random.choice(["quantity", "estimate", "claim"])
    known = ids(files, kind)
    if not known:
        return None
    old, new = random.choice(known), edits._fresh(files, f"{kind}-")
    everywhere = random.random() < 0.5
    for name in edits.pages(files):
        page = edits.text(files, name)
        pattern = rf"\b{old}\b" if everywhere else rf"(?<={kind}(?:\}} |:: )){old}\b".replace("(?:\\} |:: )", "")
        if everywhere:
            page = re.sub(pattern, new, page)
        else:
            page = page.replace(f"{{{kind}}} {old} ", f"{{{kind}}} {new} ").replace(
                f"{kind}:: {old} ", f"{kind}:: {new} "
            )
            page = page.replace(f"{{{kind}}} {old}\n", f"{{{kind}}} {new}\n").replace(
                f"{kind}:: {old}\n", f"{kind}:: {new}\n"
            )
        files[name] = page
    return f"{old} is now {new}{'' if everywhere else ', others still say the old'}"


def edit_bib(random: Random, files: Files) -> str:
    bib = edits.text(files, "works.bib")
    key = random.choice(keys(files))
    what = random.choice(["year", "title", "author", "origin"])
    value = {
        "year": str(random.randint(1950, 2020)),
        "title": f"On {random.choice(edits.WORDS)}",
        "author": random.choice(["Nove, Alec", "Byron, Ada", "Земсков, Виктор"]),
        "origin": random.choice(["yes", "no"]),
    }[what]
    files["works.bib"] = re.sub(
        rf"(\{{{key},.*?{what} = \{{)[^}}]*", lambda found: found[1] + value, bib, count=1, flags=re.S
    )
    return f"{what} of {key} is {value}"


def add_work(random: Random, files: Files) -> str:
    key = edits._fresh(files, "work")
    files["works.bib"] = edits.text(files, "works.bib") + _work(random, key)
    return f"{key} in the bibliography"


def _work(random: Random, key: str) -> str:
    return (
        f"@book{{{key},\n  author = {{{random.choice(['Nove, Alec', 'Byron, Ada'])}}},\n"
        f"  title = {{On {random.choice(edits.WORDS)}}},\n  publisher = {{Press}},\n  origin = {{no}},\n"
        f"  verified = {{from memory}},\n  year = {{{random.randint(1950, 2020)}}},\n}}\n"
    )


def edit_contents(random: Random, files: Files) -> str:
    files["a.tsv"] = f"locator\tsection\tsentences\nA 1\tOne\t{random.randint(3, 9)}\nA 2\tTwo\t9\nA 3\tThree\t9\n"
    return "contents of the witness"


_PLAIN: tuple[Edit, ...] = (
    edits.edit_word, edits.edit_title, edits.add_section, edits.edit_section, edits.drop_block, edits.move_block,
    edits.add_page, edits.remove_page, edits.rename_page, edits.shuffle_toctree,
)  # fmt: skip
_CLAIMS: tuple[Edit, ...] = (
    add_quantity, add_estimate, add_estimate, add_claim, add_mention, cite, edit_figure, edit_figure, edit_source,
    edit_quantity, edit_relation, edit_object_title, rename_object, edit_bib, edit_bib, add_work, edit_contents,
)  # fmt: skip
EDITS: tuple[Edit, ...] = (*_PLAIN, *_CLAIMS)


def project(random: Random, theme: str = "basic") -> Files:
    """About twelve pages in both syntaxes with figures, claims, lists, an index of scholars and a bibliography."""
    files = edits.project(random, theme)
    files["conf.py"] = edits.text(files, "conf.py").replace("'sphinx_claims.exact'", "'sphinx_claims', 'sphinx_typst'")
    files["conf.py"] += "bibtex_bibfiles = ['works.bib']\nbibtex_default_style = 'history'\n"
    files["works.bib"] = "".join(_work(random, f"work{n}") for n in range(1, 6))
    edit_contents(random, files)
    views = ["claims-list", "claims-list", "claims-findings", "claims-collation", "claims-concordance"]
    shown = [
        edits.directive("views.md", name, "", {"show": "contested"} if at == 0 else {}, "")
        for at, name in enumerate(views)
    ]
    witness = edits.directive("views.md", "witness", "A The text", {"contents": "a.tsv"}, "Words: of it.")
    edits.put(files, "views.md", ["# Views\n", witness, *shown])
    files["bibliography.rst"] = "Bibliography\n============\n\n.. bibliography::\n"
    index = edits.text(files, "index.rst").splitlines()
    at = next(n for n in range(index.index(".. toctree::"), len(index)) if not index[n].strip())
    files["index.rst"] = "\n".join([*index[: at + 1], "   views", "   bibliography", *index[at + 1 :]]) + "\n"
    for edit in (add_quantity, add_quantity, add_estimate, add_estimate, add_claim, add_mention, cite) * 3:
        edit(random, files)
    return files
