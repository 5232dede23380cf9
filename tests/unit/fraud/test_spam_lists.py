import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain.spam_lists import ListError, read


def test_hosts_are_read_once_in_lower_case_and_sorted():
    found = read("# a list\nZoo.example\n\nacorn.example  # bought\nzoo.example\n")
    assert found.hosts == ("acorn.example", "zoo.example")
    assert found.left_out == ()


def test_what_is_no_host_or_belongs_to_a_platform_is_left_out_and_named():
    found = read("a.example\nb.example\nwww.tiktok.com\nhttps://c.example/\n")
    assert found.hosts == ("a.example", "b.example")
    assert found.left_out == ((3, "platform"), (4, "not_a_host"))


@pytest.mark.parametrize("text", ["", "# nothing\n", "<html>\n<body>sorry</body>\n</html>"])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(ListError, match="no list of hosts"):
        read(text)


def test_too_long_a_list_is_refused(monkeypatch):
    monkeypatch.setattr("fraud.domain.spam_lists.MOST_HOSTS", 1)
    with pytest.raises(ListError, match="more than 1 hosts"):
        read("a.example\nb.example")


@given(st.text())
def test_any_text_is_a_list_or_refused(text):
    try:
        found = read(text)
    except ListError:
        return
    assert found.hosts == tuple(sorted(set(found.hosts)))
