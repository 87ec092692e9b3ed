"""What is taken out of the HTML Ghost rendered, and which source goes with it."""

import json

import pytest

from app.importers.ghost.notes import Notes
from app.importers.ghost.published import tidied

ALL = "status:free,status:-free"


def gated(params, content):
    return f"<!--kg-gated-block:begin {params} -->{content}<!--kg-gated-block:end-->"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (f"a{gated(f'nonMember:true memberSegment:{ALL!r}', 'b')}c", "abc"),
        (f"a{gated(f'nonMember:false memberSegment:{ALL!r}', 'b')}c", "ac"),
        (f"a{gated('memberSegment:x', 'b')}c", "ac"),
        (f"a{gated('nonMember:true nonMember:false', 'b')}c", "ac"),
        (f"a{gated('nonMember:maybe', 'b')}c", "ac"),
        ("a<!--kg-gated-block:begin nonMember:false -->b", "a"),
        ("a<!--kg-gated-block:begin nonMember:true -->b", "ab"),
        ("a<!--kg-gated-block:end-->b", "ab"),
        (f"a{gated('nonMember:false', 'b' + gated('nonMember:true', 'c') + 'd')}e", "ae"),
        (f"a{gated('nonMember:true', 'b' + gated('nonMember:false', 'c') + 'd')}e", "abde"),
        ("a<!-- kg-gated-block:begin nonMember:false\n-->b<!-- kg-gated-block:end -->c", "ac"),
    ],
)
def test_members_blocks_go(html, shown):
    assert tidied(html, Notes()) == shown


def test_a_public_post_keeps_what_stands_behind_a_paywall():
    assert tidied("<p>a</p><!--members-only--><p>b</p>", Notes()) == "<p>a</p><p>b</p>"


def test_ghosts_forms_and_letters_go_and_players_become_plain():
    notes = Notes()
    shown = tidied(
        '<p>a</p><div class="kg-card kg-signup-card"><form>Join</form></div>'
        '<div class="kg-card kg-audio-card"><audio src="/a.mp3"></audio><div class="kg-audio-title">T</div>0:00</div>'
        '<figure class="kg-card kg-video-card kg-width-wide"><video src="/v.mp4" width="6" height="4" '
        'style="background: url(\'/t.png\')"></video><div class="kg-video-player">0:00</div>'
        "<figcaption>C</figcaption></figure>"
        '<div class="kg-card kg-toggle-card"><div class="kg-toggle-heading"><h4 class="kg-toggle-heading-text">Q</h4>'
        '<button>v</button></div><div class="kg-toggle-content"><p>A</p></div></div>'
        '<div class="kg-card kg-file-card"><a href="/f.pdf"><div class="kg-file-card-title">F</div>'
        '<div class="kg-file-card-filename">f.pdf</div><div class="kg-file-card-filesize">2 KB</div></a></div>'
        '<div data-gh-segment="status:free">letter</div><p>z</p>',
        notes,
    )
    assert shown == (
        '<p>a</p><figure class="kg-card kg-audio-card">'
        '<audio controls="controls" preload="metadata" src="/a.mp3"></audio>'
        '<figcaption>T</figcaption></figure><figure class="kg-card kg-video-card kg-width-wide">'
        '<video controls="controls" '
        'preload="metadata" playsinline="playsinline" src="/v.mp4" poster="/t.png" width="6" height="4"></video>'
        '<figcaption>C</figcaption></figure><details class="kg-card kg-toggle-card">'
        '<summary class="kg-toggle-heading">Q'
        '</summary><div class="kg-toggle-content"><p>A</p></div></details><div class="kg-card kg-file-card">'
        '<div class="kg-file-card-title"><a href="/f.pdf">F</a></div>'
        '<div class="kg-file-card-metadata">f.pdf 2 KB</div></div>'
        "<p>z</p>"
    )
    assert len(list(notes)) == 2


def test_ghosts_own_sizes_of_a_picture_are_not_named():
    image = '<img src="/content/images/a.png" srcset="/content/images/size/w600/a.png 600w" sizes="9px" alt="x">'
    assert tidied(image, Notes()) == '<img src="/content/images/a.png" alt="x">'
    other = '<img src="/a.png" srcset="/a-2x.png 2x" sizes="9px">'
    assert tidied(other, Notes()) == other


def test_html_without_such_cards_stays_byte_for_byte():
    odd = "<p>unclosed <b>x<table><tr><td>1</table><!-- mine --> &nbsp;é</p></div>"
    assert tidied(odd, Notes()) == odd


def test_neither_html_nor_source_holds_what_members_saw(ghost, make):
    card = {"type": "html", "html": "SECRET", "visibility": {"web": {"nonMember": False, "memberSegment": ALL}}}
    letter = {"type": "email", "html": "SECRET"}
    markdown = {"type": "markdown", "markdown": gated("nonMember:false", "SECRET")}
    state = make.lexical(make.paragraph("Public"), card, letter, markdown)
    for html in (gated("nonMember:false", "SECRET"), None, ""):
        assert "SECRET" not in repr(ghost.entry(lexical=state, html=html))
    assert "SECRET" not in repr(ghost.entry(lexical=make.lexical(markdown)))
    assert "SECRET" not in repr(ghost.entry(markdown=gated("nonMember:false", "SECRET"), html=None))


def test_the_newest_editors_document_is_the_source(ghost, make):
    old = json.dumps({"sections": [[1, "p", [[0, [], 0, "old"]]]]})
    entry = ghost.entry(lexical=make.lexical(make.paragraph("new")), mobiledoc=old, html="<p>seen</p>")
    assert (entry.source, entry.source_format, entry.html) == ("<p>new</p>", "html", "<p>seen</p>")


def test_a_document_with_unknown_cards_gives_way_to_the_html(ghost, make):
    entry = ghost.entry(lexical=make.lexical({"type": "hologram"}), html="<p>seen</p>")
    assert (entry.source, entry.html) == ("<p>seen</p>", "<p>seen</p>")


@pytest.mark.parametrize("document", ["{broken", "[" * 100_000, '"text"', "7", "{}"])
def test_an_unreadable_document_gives_way(ghost, document):
    entry = ghost.entry(lexical=document, html=None, mobiledoc=None, plaintext="One\n\nTwo <3")
    assert entry.source == "<p>One</p>\n<p>Two &lt;3</p>"
    assert ghost.entry(lexical=document, html="<p>seen</p>").source == "<p>seen</p>"


def test_without_html_the_source_is_all(ghost, make):
    entry = ghost.entry(lexical=make.lexical(make.paragraph("x")), html="")
    assert (entry.source, entry.html) == ("<p>x</p>", None)


def test_an_empty_draft_is_empty(ghost):
    assert ghost.entry(status="draft", html=None).source == ""
