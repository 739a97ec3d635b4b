from composer.translation.blocks import is_only_tags, parse_blocks, translate_text


def types(source, translate=None):
    return [token.type for token in parse_blocks(source, translate)]


def inlines(source, translate=None):
    return [token.content for token in parse_blocks(source, translate) if token.type == "inline"]


def test_a_line_of_tags_is_a_block_and_ends_the_paragraph():
    assert types("One\n{% if a %}\nTwo\n{% endif %}\nThree") == [
        "paragraph_open", "inline", "paragraph_close", "jinja_block",
        "paragraph_open", "inline", "paragraph_close", "jinja_block",
        "paragraph_open", "inline", "paragraph_close",
    ]  # fmt: skip


def test_a_line_of_tags_ends_a_list_and_a_quotation():
    assert types("- one\n{% if a %}\n- two\n{% endif %}").count("bullet_list_open") == 2
    tokens = types("> quoted\n{% endif %}")
    assert tokens.index("jinja_block") > tokens.index("blockquote_close")


def test_several_tags_and_comments_on_one_line_are_one_block():
    tokens = parse_blocks("{% if a %}{% for b in c %} {# note #}")
    assert [(token.type, token.content) for token in tokens] == [
        ("jinja_block", "{% if a %}{% for b in c %}{# note #}")
    ]


def test_a_printing_tag_alone_on_a_line_is_a_paragraph():
    assert types("{{ greeting }}") == ["paragraph_open", "inline", "paragraph_close"]


def test_tags_inside_text_become_tokens_of_their_own():
    inline = parse_blocks('Dear **{{ name or "a|b" }}**, hello')[1]
    assert [(child.type, child.content) for child in inline.children] == [
        ("text", "Dear "), ("strong_open", ""), ("jinja_inline", '{{ name or "a|b" }}'),
        ("strong_close", ""), ("text", ", hello"),
    ]  # fmt: skip


def test_links_and_images_keep_their_tags_as_written():
    inline = parse_blocks(
        '[see {{ x }}](https://Example.com/{{ "a b" }}?t={{ t }} "t {{ y }}") ![a {{ z }}](files/{{ f }}.png)'
    )[1]
    link = next(child for child in inline.children if child.type == "link_open")
    image = next(child for child in inline.children if child.type == "image")
    assert link.attrs == {
        "href": 'https://Example.com/{{ "a b" }}?t={{ t }}',
        "title": "t {{ y }}",
    }
    assert image.attrs["src"] == "files/{{ f }}.png"
    assert [child.content for child in image.children] == ["a ", "{{ z }}"]


def test_code_keeps_its_tags_as_written():
    tokens = parse_blocks("`{{ a }}`\n\n```\n{% if x %}\n```\n\n    {{ b }}\n")
    assert tokens[1].children[0].content == "{{ a }}"
    assert [token.content for token in tokens if token.type in {"fence", "code_block"}] == [
        "{% if x %}\n", "{{ b }}\n",
    ]  # fmt: skip


TABLE = "| a | b |\n|---|--:|\n"


def test_a_loop_around_table_rows_stays_inside_the_table():
    for opening, closing in (
        ("{% for r in rows %}", "{% endfor %}"),
        ("| {% for r in rows %} |", "| {% endfor %} | |"),
    ):
        tokens = types(f"{TABLE}{opening}\n| {{{{ r }}}} | 2 |\n{closing}\n| x | y |\n\nAfter")
        inside = tokens[tokens.index("tbody_open") : tokens.index("tbody_close")]
        assert inside.count("jinja_block") == 2
        assert inside.count("tr_open") == 2


def test_a_condition_around_a_whole_table_ends_after_it():
    tokens = types("{% if x %}\n" + TABLE + "| 1 | 2 |\n{% endif %}")
    assert tokens[0] == "jinja_block"
    assert tokens[-2:] == ["table_close", "jinja_block"]


def test_a_condition_after_a_table_is_not_a_row():
    tokens = types(TABLE + "| 1 | 2 |\n{% if x %}\nText\n{% endif %}")
    assert tokens[tokens.index("table_close") :][:3] == [
        "table_close", "jinja_block", "paragraph_open",
    ]  # fmt: skip


def test_an_empty_table_row_stays_a_row():
    assert "jinja_block" not in types(TABLE + "|  |  |\n")


def test_html_in_the_source_is_text():
    tokens = parse_blocks("<script>x</script>\n\n<b>y</b>")
    assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in tokens for child in token.children or []} == {"text"}


def test_dangerous_links_stay_text():
    inline = parse_blocks("[x](javascript:alert(1))")[1]
    assert [child.type for child in inline.children] == ["text"]


def test_units_are_replaced_and_parsed_again():
    source = "# Hello {{ name }}\n\nSee *this* [page](https://a.example).\n\n[page2]: https://b.example\n"
    targets = {
        "Hello {{ name }}": "Hallo {{ name }}",
        "See *this* [page](https://a.example).": "[Seite](https://a.example) und [Seite][page2]: **dies**.",
    }
    tokens = parse_blocks(source, targets.__getitem__)
    assert [token.content for token in tokens if token.type == "inline"] == list(targets.values())
    children = [child.type for child in tokens[4].children]
    assert children.count("link_open") == 2
    assert "strong_open" in children


def test_units_are_the_same_whether_lines_end_in_crlf_or_lf():
    source = "# A\n\nb\nc\n\n- d\n"
    assert inlines(source) == inlines(source.replace("\n", "\r\n")) == ["A", "b\nc", "d"]


def test_a_plain_text_is_translated_by_paragraph_and_keeps_its_gaps():
    text = "Hello {{ name }}\n\n\n  Good\nbye  \n \nEnd\n"
    assert translate_text(text, str.upper) == text.upper()
    seen = []
    translate_text(text, lambda part: seen.append(part) or part)
    assert seen == ["Hello {{ name }}", "Good\nbye", "End"]


def test_only_tags_are_told_from_words():
    assert is_only_tags("{{ a }} {{ b }}")
    assert not is_only_tags("{{ a }} x")
