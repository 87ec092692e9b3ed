"""What `waypost doctor` says of a store."""

from app.store import Store, check_store, open_store


def test_all_is_well_and_nothing_is_left_behind(store: Store) -> None:
    findings = check_store(store)
    assert [f.ok for f in findings] == [True] * 5
    assert store.is_empty()


def test_stops_at_the_first_failure() -> None:
    findings = check_store(open_store("s3://b/p?endpoint=http://127.0.0.1:9&region=us-east-1", request_timeout_s=1))
    assert [f.ok for f in findings] == [False]
    assert findings[0].detail.startswith("list epochs: ")


def test_a_store_without_exclusive_creation_is_told(careless_url: str) -> None:
    findings = check_store(open_store(careless_url))
    assert [f.ok for f in findings] == [True, True, False]
    assert "right to write" in findings[-1].detail
