"""How the style ``history`` prints an entry."""

import pytest
from docutils import nodes
from pybtex.database import parse_string

from sphinx_claims.bibliography.entries import from_memory, tell_language
from sphinx_claims.bibliography.style import HistoryStyle, format_text

CASES = {
    "article": (
        """@article{k, author={Getty, J. Arch and Zemskov, Viktor N.}, title={Victims: A “First” Approach},
        journal={American Historical Review}, volume={98}, number={4}, pages={1017--1049}, year={1993},
        doi={10.2307/2166597}}""",
        "Getty, J. Arch, and Viktor N. Zemskov. 1993. “Victims: A ‘First’ Approach.” <em>American Historical"
        ' Review</em> 98 (4): 1017–1049. <a href="https://doi.org/10.2307/2166597">'
        "https://doi.org/10.2307/2166597</a>.",
    ),
    "article by number and day": (
        "@article{k, author={Snyder, T.}, title={Who?}, journal={NYRB}, number={4}, month={10 March}, year={2011}}",
        "Snyder, T. 2011. “Who?” <em>NYRB</em>, no. 4, 10 March.",
    ),
    "romanized and translated": (
        """@article{k, author={Popov, V. P.}, authororiginal={Попов, В. П.}, title={Gosudarstvennyi terror},
        titleoriginal={Государственный террор}, titletranslated={State Terror}, journal={Otechestvennye arkhivy},
        number={2}, pages={20-31}, year={1992}}""",
        "Popov, V. P. (Попов, В. П.). 1992. “Gosudarstvennyi terror” (Государственный террор) [State Terror]."
        " <em>Otechestvennye arkhivy</em>, no. 2: 20–31.",
    ),
    "book": (
        """@book{k, author={Davies, R. W. and Wheatcroft, S. G.}, title={The Years of Hunger}, edition={2},
        series={The Industrialisation of Soviet Russia}, volume={5}, publisher={Palgrave}, address={Basingstoke},
        translator={Smith, Jane}, year={2004}}""",
        "Davies, R. W., and S. G. Wheatcroft. 2004. <em>The Years of Hunger</em>. 2nd ed. Translated by Jane"
        " Smith. The Industrialisation of Soviet Russia, vol. 5. Basingstoke: Palgrave.",
    ),
    "edited volume": (
        "@collection{k, editor={Getty, J. and Manning, R.}, title={Terror}, publisher={CUP}, year={1993}}",
        "Getty, J., and R. Manning, eds. 1993. <em>Terror</em>. CUP.",
    ),
    "compiled volume": (
        """@collection{k, editor={Kokurin, A.}, editortype={compiler}, compiler={Smirnov, M.}, title={GULAG},
        year={2000}}""",
        "Kokurin, A., comp. 2000. <em>GULAG</em>. Compiled by M. Smirnov.",
    ),
    "chapter": (
        """@incollection{k, author={Nove, Alec}, title={How Many?}, booktitle={Terror}, editor={Getty, J. and
        Manning, R.}, pages={261–274}, publisher={CUP}, address={Cambridge}, year={1993}}""",
        "Nove, Alec. 1993. “How Many?” In <em>Terror</em>, edited by J. Getty and R. Manning, 261–274. Cambridge: CUP.",
    ),
    "part of a book by number": (
        "@inbook{k, author={A, B}, title={T}, booktitle={Book}, chapter={8}, year={2015}}",
        "A, B. 2015. “T.” In <em>Book</em>, chap. 8.",
    ),
    "review": (
        """@review{k, author={Healey, Dan}, title={Illness}, reviewedauthor={Golfo Alexopoulos},
        journal={AHR}, volume={123}, year={2018}}""",
        "Healey, Dan. 2018. Review of <em>Illness</em>, by Golfo Alexopoulos. <em>AHR</em> 123.",
    ),
    "report": (
        """@techreport{k, author={Cheremukhin, A.}, title={Was Stalin Necessary?}, series={Working Paper},
        number={19425}, institution={NBER}, address={Cambridge, MA}, year={2013}}""",
        "Cheremukhin, A. 2013. “Was Stalin Necessary?” Working Paper 19425. Cambridge, MA: NBER.",
    ),
    "thesis": (
        "@phdthesis{k, author={A, B}, title={T}, school={Oxford}, year={2020}}",
        "A, B. 2020. “T.” PhD diss., Oxford.",
    ),
    "archival unit": (
        """@misc{k, author={{MVD}}, title={Summary}, archive={GARF}, shelfmark={f. 9401, op. 1},
        institution={State Archive}, address={Moscow}, year={1953}, note={Copy}}""",
        "GARF (State Archive, Moscow), f. 9401, op. 1. MVD. 1953. Summary. Copy.",
    ),
    "known by a short name": (
        """@misc{k, author={{TsUNKhU}}, shorthand={Census of 1937}, title={All-Union census},
        titleoriginal={Перепись}, howpublished={Suppressed}, year={1937}}""",
        "Census of 1937. TsUNKhU. 1937. All-Union census (Перепись). Suppressed.",
    ),
    "web page": (
        "@online{k, author={{Memorial}}, title={Victims}, howpublished={Database}, url={http://base.memo.ru/~x}}",
        'Memorial. n.d. “Victims.” Database. <a href="http://base.memo.ru/~x">http://base.memo.ru/~x</a>.',
    ),
    "no names": (
        "@book{k, title={Short Course}, year={1938/1939}, addendum={Abridged}}",
        "1938–1939. <em>Short Course</em>. Abridged.",
    ),
    "others": (
        "@book{k, editor={Afanas’ev, Iu. and others}, title={Gulag}, year={2004}}",
        "Afanas’ev, Iu., et al., eds. 2004. <em>Gulag</em>.",
    ),
    "many": (
        f"@book{{k, author={{{' and '.join(f'N{n}, A' for n in range(11))}}}, title={{T}}, year={{2004}}}}",
        "N0, A, A N1, A N2, A N3, A N4, A N5, A N6, et al. 2004. <em>T</em>.",
    ),
    "a type nobody knows": ("@patent{k, author={A, B}, title={T}, year={1900}}", "A, B. 1900. “T.”"),
    "nothing": ("@misc{k, title={T}}", "n.d. “T.”"),
}


@pytest.mark.parametrize(("source", "printed"), CASES.values(), ids=CASES)
def test_entry(source, printed):
    entry = parse_string(source, "bibtex").entries["k"]
    assert format_text(entry).render_as("html").replace("–", "–") == printed


def test_letters_stand_in_label_and_entry():
    data = parse_string(
        "@book{x, author={A, B}, title={Zeta}, year={1990}} @book{y, author={A, B}, title={Alpha}, year={1990}}",
        "bibtex",
    )
    style = HistoryStyle()
    entries = style.sort(data.entries.values())
    labels = style.format_labels(entries)
    formatted = [style.format_entry(f"P-{label}", entry) for label, entry in zip(labels, entries, strict=True)]
    assert [(found.key, found.label) for found in formatted] == [("y", "P-A 1990a"), ("x", "P-A 1990b")]
    assert str(formatted[1].text) == "A, B. 1990b. Zeta."


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        ("from memory", "Bibliographic data from memory."),
        ("from memory; title seen elsewhere", "Bibliographic data from memory."),
        ("seen: JSTOR; doi from memory", "DOI from memory."),
        ("seen: JSTOR; pages from memory; year from memory", "Pages; year from memory."),
        ("seen: JSTOR; isbn from memory", ""),
        ("seen: JSTOR", ""),
        ("", ""),
    ],
)
def test_what_is_from_memory(verified, said):
    assert from_memory(verified) == said


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"langid": "russian", "title": "Что делать?", "titleoriginal": "Что делать?"}, ["language-ru"]),
        ({"langid": "russian", "authororiginal": "Ленин, В. И.", "titleoriginal": "Что делать?"}, ["language-ru"] * 2),
        ({"langid": "german", "title": "Zahlen", "titletranslated": "Numbers"}, ["language-de"]),
        ({"langid": "german", "title": "Zahlen"}, []),  # a title in English is possible
        ({"langid": "russian", "title": "Chto delat", "titletranslated": "What Is to Be Done?"}, []),
        ({"title": "Zahlen", "titletranslated": "Numbers"}, []),
        ({"langid": "klingon", "title": "Zahlen", "titletranslated": "Numbers"}, []),
    ],
)
def test_words_that_are_not_english_tell_their_language(fields, marked):
    said = "Lenin (Ленин, В. И.). 1902. Chto delat (Что делать?) Zahlen."
    paragraph = nodes.paragraph("", said)
    tell_language(paragraph, fields)
    assert paragraph.astext() == said
    assert [name for node in paragraph.findall(nodes.inline) for name in node["classes"]] == marked
