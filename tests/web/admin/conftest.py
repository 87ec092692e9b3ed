"""People at the desk: Olga owns, Bob edits, Alice writes, Carl contributes; a stranger is nobody."""

import pytest

from tests.web.world import Client, World


@pytest.fixture
def olga(world: World) -> Client:
    return signed_in(world, "olga")


@pytest.fixture
def bob(world: World) -> Client:
    return signed_in(world, "bob")


@pytest.fixture
def alice(world: World) -> Client:
    return signed_in(world, "alice")


@pytest.fixture
def carl(world: World) -> Client:
    return signed_in(world, "carl")


@pytest.fixture
def stranger(world: World) -> Client:
    return world.client()


def signed_in(world: World, name: str) -> Client:
    client = world.client()
    assert client.sign_in(f"{name}@blog.test").status_code == 303
    return client
