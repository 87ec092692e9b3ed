"""People: unique names, credentials, authors of old blogs."""

from collections.abc import Callable

import pytest

from app.db import Database
from app.errors import Conflict, Invalid, NotFound
from app.services.users import ImportedAuthor, UserService
from app.services.users.passwords import Passwords

GOOD = "correct horse battery"


@pytest.fixture
def users(open_database: Callable[[str], Database]) -> UserService:
    return UserService(open_database("Users"), Passwords(memory_kib=8))


def imported(name: str, email: str | None = None, key: str = "a") -> ImportedAuthor:
    return ImportedAuthor(key * 24, name.lower(), name, email, "", None, None)


def test_alice_can_sign_in(users: UserService) -> None:
    alice = users.create(name=" Alice  Doe ", email="alice@example.com", role="owner", password=GOOD)
    assert (alice.slug, alice.name, alice.can_sign_in) == ("alice-doe", "Alice Doe", True)
    assert users.verify("ALICE@example.com", GOOD) == alice
    assert users.count_owners() == 1


def test_wrong_password_and_unknown_person_are_nobody(users: UserService) -> None:
    users.create(name="Alice", email="alice@example.com", role="owner", password=GOOD)
    assert users.verify("alice@example.com", GOOD + "x") is None
    assert users.verify("charlie@example.com", GOOD) is None
    assert users.verify("charlie@example.com", "a password of nobody") is None


def test_email_is_taken_once(users: UserService) -> None:
    users.create(name="Alice", email="alice@example.com", role="owner", password=GOOD)
    with pytest.raises(Conflict, match="is taken"):
        users.create(name="Bob", email="Alice@Example.com", role="editor", password=GOOD)


def test_same_name_gets_another_slug(users: UserService) -> None:
    users.create(name="Alice", email="one@example.com", role="author", password=GOOD)
    assert users.create(name="Alice", email="two@example.com", role="author", password=GOOD).slug == "alice-2"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "  "}, "name is empty"),
        ({"email": "alice"}, "needs an @"),
        ({"password": "short"}, "5 characters"),
        ({"password": "x" * 300}, "300 characters"),
    ],
)
def test_bad_input_names_it(users: UserService, changes: dict[str, str], says: str) -> None:
    good = {"name": "Alice", "email": "alice@example.com", "password": GOOD}
    with pytest.raises(Invalid, match=says):
        users.create(role="author", **{**good, **changes})  # type: ignore[arg-type]
    assert users.list_users() == []


def test_new_password_ends_sessions(users: UserService) -> None:
    alice = users.create(name="Alice", email="alice@example.com", role="owner", password=GOOD)
    changed = users.set_password(alice.id, GOOD + "2")
    assert changed.auth_epoch == alice.auth_epoch + 1
    assert users.verify("alice@example.com", GOOD) is None
    with pytest.raises(NotFound):
        users.set_password("f" * 24, GOOD)


def test_imported_author_can_not_sign_in(users: UserService) -> None:
    outcome = users.import_authors([imported("Bob", "bob@example.com")])[0]
    assert outcome.changed
    assert not outcome.user.can_sign_in
    assert users.verify("bob@example.com", "") is None
    assert not users.import_authors([imported("Bob", "bob@example.com")])[0].changed


def test_imported_author_who_is_known_is_the_same(users: UserService) -> None:
    alice = users.create(name="Alice", email="alice@example.com", role="owner", password=GOOD)
    assert users.import_authors([imported("A.", "alice@example.com")])[0].user.id == alice.id
    assert users.import_authors([imported("Alice", "other@example.com", "b")])[0].user.id == alice.id


def test_imported_author_becomes_a_person(users: UserService) -> None:
    bob = users.import_authors([imported("Bob", "bob@example.com")])[0].user
    granted = users.create(name="Bob B.", email="bob@example.com", role="editor", password=GOOD)
    assert (granted.id, granted.role, granted.can_sign_in) == (bob.id, "editor", True)


def test_two_folders_do_not_mix(open_database: Callable[..., Database]) -> None:
    one, two = (UserService(open_database("Users", site), Passwords(8)) for site in ("one", "two"))
    one.create(name="Alice", email="alice@example.com", role="owner", password=GOOD)
    assert two.list_users() == []
    assert two.verify("alice@example.com", GOOD) is None
