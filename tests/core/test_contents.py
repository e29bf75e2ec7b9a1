"""Tables of a witness's contents, as people save them."""

import pytest

from sphinx_claims.core.contents import decode, read_contents

TABLE = "locator\tsection\tsentences\nW 1\tOne\t3\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),  # as spreadsheets save it
        TABLE.replace("\n", "\r\n").encode(),
        f"# a comment\n\n{TABLE}".encode(),
        b'"locator"\t"section"\t"sentences"\n"W 1"\t"One"\t"3"\n',
        b"words\tsentences\tsection\tlocator\tmore\n9\t3\tOne\tW 1\n",
    ],
)
def test_forms_of_one_table(data):
    assert read_contents(decode(data)) == (("1", "One", 3),)


def test_quotation_marks_belong_to_a_title():
    assert read_contents(TABLE.replace("One", '"One" and a "half'))[0][1] == '"One" and a "half'
    assert read_contents(TABLE.replace("One", '"He said ""no"" to it"'))[0][1] == 'He said "no" to it'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it lacks the columns locator, section, sentences"),
        ("locator\tsentences\n", "it lacks the columns section"),
        (TABLE.replace("3", "-3"), "the row 'W 1 One -3' has no locator or count"),
        (TABLE.replace("3", "³"), "has no locator or count"),
        (TABLE.replace("3", "9" * 5000), "has no locator or count"),
        (TABLE.replace("W 1", ""), "has no locator or count"),
        ("locator\tsection\tsentences\n1\n", "the row '1' has no locator or count"),
    ],
)
def test_what_cannot_be_used_says_why(text, said):
    with pytest.raises(ValueError, match=said):
        read_contents(text)


def test_binary_files_are_no_tables():
    with pytest.raises(ValueError, match="it is not UTF-8 text"):
        decode(bytes(range(256)))
