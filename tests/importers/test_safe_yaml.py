import pytest

from app.importers.safe_yaml import BadYaml, compose, load


@pytest.mark.parametrize("content", ["- " * 100_000, "[" * 100_000, "a: " + "{a: " * 50_000])
@pytest.mark.parametrize("read", [load, compose])
def test_depth_is_refused_before_it_kills_the_process(read, content):
    with pytest.raises(BadYaml):
        read(content)


@pytest.mark.parametrize(
    "content", ["a: [", "a: \x01", b"\xff\xfe\xff", "a: !!python/object:os.system {}", "x: 2019-99-99", "? [a]\n: b"]
)
def test_what_is_no_plain_yaml_is_refused(content):
    with pytest.raises(BadYaml):
        load(content)


def test_reads_plain_values_and_written_scalars():
    assert load("a: [1, two]") == {"a": [1, "two"]}
    node = compose("on: 2019-01-01")
    assert [(key.value, value.value) for key, value in node.value] == [("on", "2019-01-01")]
    assert compose("") is None
