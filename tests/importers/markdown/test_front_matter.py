"""Front matter in all its forms, whole and broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.markdown.matter import BadMatter, read_matter
from app.importers.markdown.matter.split import split_matter
from app.importers.markdown.matter.yaml_values import BadYaml, load_yaml


@pytest.mark.parametrize(
    ("text", "keys", "body"),
    [
        ("---\ntitle: A\n---\nText", {"title": "A"}, "Text"),
        ("---\ntitle: A\n...\nText", {"title": "A"}, "Text"),
        ("---  \ntitle: A\n---  \n\nText", {"title": "A"}, "\nText"),
        ('+++\ntitle = "A"\n+++\nText', {"title": "A"}, "Text"),
        ('{\n "title": "A"\n}\nText', {"title": "A"}, "Text"),
        ('---json\n{"title": "A"}\n---\nText', {"title": "A"}, "Text"),
        ('---toml\ntitle = "A"\n---\nText', {"title": "A"}, "Text"),
        ("---\n---\nText", {}, "Text"),
        ("---\n# nothing\n---\nText", {}, "Text"),
        ("Text", {}, "Text"),
        ("", {}, ""),
        ("---\n\nA rule above a text", {}, "---\n\nA rule above a text"),
        ("{{< youtube x >}}", {}, "{{< youtube x >}}"),
        ("{% include x %}\nText", {}, "{% include x %}\nText"),
        ("{} is a set", {}, " is a set"),
    ],
)
def test_every_form_is_cut_off(text: str, keys: dict[str, object], body: str) -> None:
    matter = read_matter(text)
    assert (matter.keys, matter.body, matter.notes) == (keys, body, [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("2019-01-01", "2019-01-01"),
        ("2019-01-01 10:00:00 +0100", "2019-01-01 10:00:00 +0100"),
        ("1.10", "1.10"),
        ("0755", "0755"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("0x1f", "0x1f"),
        (".inf", ".inf"),
        ("42", 42),
        ("'42'", "42"),
        ('"null"', "null"),
        ("!!str 42", "42"),
        ("!ruby/object:Gem x", "x"),
    ],
)
def test_yaml_has_no_surprises(written: str, value: object) -> None:
    assert load_yaml(f"key: {written}") == {"key": value}


def test_yaml_shares_aliases_and_merges() -> None:
    assert load_yaml("a: &x {b: c, d: e}\nf: *x\ng:\n  <<: *x\n  d: own") == {
        "a": {"b": "c", "d": "e"},
        "f": {"b": "c", "d": "e"},
        "g": {"b": "c", "d": "own"},
    }


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(BadMatter, match="unfolds to more than"):
        read_matter("---\n" + "\n".join(lines) + "\n---\n")


def test_a_long_text_can_be_no_bomb_either() -> None:
    text = "a: &a " + "x" * 200_000 + "\nb: [" + ", ".join(["*a"] * 100) + "]"
    with pytest.raises(BadYaml, match="unfolds to more than"):
        load_yaml(text)


@pytest.mark.parametrize("text", ["- " * 100_000, "[" * 100_000, "{a: " * 100_000, "a: &a [*a]", "a: *b"])
def test_deep_and_endless_yaml_is_refused(text: str) -> None:
    with pytest.raises(BadYaml):
        load_yaml(text)


@pytest.mark.parametrize(
    ("matter", "keys"),
    [
        ("title: A\nauthors:\n- melody\t\t\ntags:\n\t- x", {"title": "A", "authors": ["melody"], "tags": ["x"]}),
        ("title: Rust: the book\ndraft: true", {"title": "Rust: the book", "draft": True}),
        ("title: @home with %w\ntags: [a]", {"title": "@home with %w", "tags": ["a"]}),
        ('title: "Yes" or "no"\ndate: 2020-01-01', {"title": '"Yes" or "no"', "date": "2020-01-01"}),
        ("title: 'It's here'\nslug: x", {"title": "It's here", "slug": "x"}),
        ("people:\n- name: one: two", {"people": [{"name": "one: two"}]}),
        ("title: A\nbroken: [a, b\ndate: 2020-01-01", {"title": "A", "broken": "[a, b", "date": "2020-01-01"}),
    ],
)
def test_broken_yaml_is_repaired_and_says_so(matter: str, keys: dict[str, object]) -> None:
    found = read_matter(f"---\n{matter}\n---\nText")
    assert found.keys == keys
    assert found.body == "Text"
    assert len(found.notes) == 1
    assert "repaired" in found.notes[0]


def test_broken_toml_and_json_are_repaired() -> None:
    toml = read_matter('+++\ntitle = It is\ntags = ["a", "b"]\n[extra]\nx = 1\n+++\n')
    assert toml.keys == {"title": "It is", "tags": ["a", "b"], "extra": {"x": 1}}
    json = read_matter('{\n"title": "A",\n"tags": ["a",],\n}\nText')
    assert (json.keys, json.body) == ({"title": "A", "tags": ["a"]}, "Text")
    assert toml.notes
    assert json.notes


def test_front_matter_without_an_end_ends_with_its_keys() -> None:
    found = read_matter("---\ntitle: A\ntags:\n  - x\n\nText: with a colon\n")
    assert found.keys == {"title": "A", "tags": ["x"]}
    assert found.body == "Text: with a colon\n"
    assert "no end" in found.notes[0]


@pytest.mark.parametrize(
    "text", ["---js\nmodule.exports = {}\n---\n", "---\n- a\n- b\n---\n", "---\nonly words: [\n---\n"]
)
def test_what_can_not_be_repaired_fails(text: str) -> None:
    with pytest.raises(BadMatter):
        read_matter(text)


@given(st.text())
def test_splitting_never_raises_and_loses_nothing(text: str) -> None:
    split = split_matter(text)
    if split.language is None:
        assert split.body == text
    else:
        assert split.matter in text
        assert split.body.rstrip("\n") in text


@given(
    st.lists(
        st.sampled_from(
            ["---", "+++", "...", "{", "}", "a: b", "\t- x", "[", "'", '"', "a: [", "&a", "*a", "", "x = 1"]
        )
    )
)
def test_reading_raises_nothing_but_bad_matter(lines: list[str]) -> None:
    try:
        read_matter("\n".join(lines))
    except BadMatter:
        return
