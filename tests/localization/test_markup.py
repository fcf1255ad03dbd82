from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.localization.markup import telephone_address, to_html, to_plain

PAGE = 'rel="noopener noreferrer external" referrerpolicy="no-referrer"'
PHONE = 'dir="ltr" class="phone"'


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("**Stay calm.** Do not run.", "Stay calm. Do not run.", id="bold"),
        pytest.param("One.\n\nTwo.\n\n\nThree.", "One.\n\nTwo.\n\nThree.", id="paragraphs"),
        pytest.param("Head:\n- a\n- b", "Head:\n- a\n- b", id="list right below its head"),
        pytest.param("Head:\n\n- a\n- b\n\nTail.", "Head:\n\n- a\n- b\n\nTail.", id="list between paragraphs"),
        pytest.param("1. a\n2. b", "1. a\n2. b", id="numbers"),
        pytest.param("2026. A new year", "2026. A new year", id="a year at the start of a line"),
        pytest.param("- a\n  - b", "- a\n  - b", id="list in a list"),
        pytest.param("one\ntwo", "one\ntwo", id="line break"),
        pytest.param("Get [a card](https://x.org/a).", "Get a card: https://x.org/a.", id="link"),
        pytest.param("[Find help:](https://x.org)", "Find help: https://x.org", id="link that ends in a colon"),
        pytest.param("[**Bold**](https://x.org)", "Bold: https://x.org", id="bold link"),
        pytest.param("[https://x.org](https://x.org)", "https://x.org", id="link that shows its address"),
        pytest.param("[x.org](https://x.org)", "x.org", id="link that shows its host"),
        pytest.param("[844-363-1423](tel:+18443631423)", "844-363-1423", id="telephone link"),
        pytest.param("[the hotline](tel:+18443631423)", "the hotline: +18443631423", id="telephone link in words"),
        pytest.param("5*3*2, a_b_c, # no, <b>no</b> &amp;", "5*3*2, a_b_c, # no, <b>no</b> &amp;", id="not our marks"),
        pytest.param("[x](javascript:alert(1))", "[x](javascript:alert(1))", id="no link to a script"),
        pytest.param("يمكنك **الصمت**.\n\n- لا توقع", "يمكنك الصمت.\n\n- لا توقع", id="Arabic"),
    ],
)
def test_markdown_becomes_plain_text(markdown: str, plain: str) -> None:
    assert to_plain(markdown) == plain


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("**Stay** calm.\nNow.", "<p><strong>Stay</strong> calm.<br>\nNow.</p>", id="bold and break"),
        pytest.param("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", id="bullets"),
        pytest.param("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', id="numbers"),
        pytest.param("[a](https://x.org?b&c)", f'<p><a href="https://x.org?b&amp;c" {PAGE}>a</a></p>', id="link"),
        pytest.param("(www.x.org)", f'<p>(<a href="https://www.x.org" {PAGE}>www.x.org</a>)</p>', id="bare address"),
        pytest.param(
            "See https://x.org/a_b_c.",
            f'<p>See <a href="https://x.org/a_b_c" {PAGE}>https://x.org/a_b_c</a>.</p>',
            id="bare address before a full stop",
        ),
        pytest.param(
            "Call (844) 363-1423!",
            f'<p>Call <a href="tel:+18443631423" {PHONE}>(844) 363-1423</a>!</p>',
            id="phone number",
        ),
        pytest.param(
            "请打+52 55 1234 5678吧",
            f'<p>请打<a href="tel:+525512345678" {PHONE}>+52 55 1234 5678</a>吧</p>',
            id="phone number between Chinese letters",
        ),
        pytest.param("[us](tel:+18443631423)", f'<p><a href="tel:+18443631423" {PHONE}>us</a></p>', id="tel link"),
        pytest.param(
            "[844-363-1423 now](https://x.org)",
            f'<p><a href="https://x.org" {PAGE}>844-363-1423 now</a></p>',
            id="no link within a link",
        ),
        pytest.param("Call 911. Form I-862.", "<p>Call 911. Form I-862.</p>", id="short numbers stay text"),
        pytest.param("<b onclick=x>b</b>", "<p>&lt;b onclick=x&gt;b&lt;/b&gt;</p>", id="HTML is text"),
        pytest.param("![x](https://x.org/a.png)", f'<p>!<a href="https://x.org/a.png" {PAGE}>x</a></p>', id="no image"),
        pytest.param("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>", id="no data link"),
        pytest.param("5*3*2", "<p>5*3*2</p>", id="single stars stay"),
    ],
)
def test_markdown_becomes_clean_html(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@given(st.text(alphabet="ab<>\"'&*_-[]()!:/\n #1.=`\\", max_size=60) | st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_no_text_brings_a_tag_or_attribute_of_its_own(text: str) -> None:
    tags = re.findall(r"<[^>]*>", to_html(text))
    allowed = rf'</?(?:p|ul|ol|li|strong)>|<br>|<ol start="[0-9]+">|</a>|<a href="[^"]*"(?: {PAGE}| {PHONE})?>'
    assert all(re.fullmatch(allowed, tag) for tag in tags)


@given(st.text(alphabet="ab *-\n", max_size=60))
def test_plain_text_keeps_every_word(text: str) -> None:
    assert re.findall("[ab]", to_plain(text)) == re.findall("[ab]", text)


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        pytest.param("1-844-363-1423", "tel:+18443631423", id="with the trunk digit"),
        pytest.param("844.363.1423", "tel:+18443631423", id="ten digits"),
        pytest.param("+52 55 1234 5678", "tel:+525512345678", id="international"),
        pytest.param("\u2066+1 844 363 1423\u2069", "tel:+18443631423", id="isolated"),
        pytest.param("911", "tel:911", id="emergency"),
    ],
)
def test_numbers_have_one_address_however_they_are_written(phone: str, address: str) -> None:
    assert telephone_address(phone) == address
