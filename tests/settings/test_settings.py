"""Settings: frozen, and a wrong value stops the start with name, value and what is allowed."""

import dataclasses
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import FIELDS, Region, Settings, from_env


def test_defaults_need_nothing() -> None:
    settings = from_env({})
    assert settings.port == 8080
    assert settings.is_primary
    assert settings.replica_url == f"file://{settings.data}-replica"
    assert settings.replay == "forward"


def test_every_field_is_in_settings_once() -> None:
    assert [f.name for f in FIELDS] == [f.name for f in dataclasses.fields(Settings)]


def test_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        from_env({}).port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("WAYPOST_PORT", "eighty", "from 0 to 65535"),
        ("WAYPOST_PORT", "-1", "from 0 to 65535"),
        ("WAYPOST_PORT", "70000", "from 0 to 65535"),
        ("WAYPOST_ROLE", "king", "auto or primary or replica"),
        ("WAYPOST_URL", "blog.example", "an http or https address"),
        ("WAYPOST_URL", "https://blog.example/path", "without a path"),
        ("WAYPOST_URL", "https://blog.example#top", "without a path"),
        ("WAYPOST_URL", "https://me:word@blog.example", "without a path"),
        ("WAYPOST_URL", "https://blog.example:99999", "without a path"),
        ("WAYPOST_URL", 'https://blog.example"><b>', "without a path"),
        ("WAYPOST_URL", "https://[::1", "without a path"),
        ("WAYPOST_TRUSTED_PROXIES", "10.0.0.0/8,loadbalancer", "addresses or networks"),
        ("WAYPOST_REPLICA_URL", "ftp://x", "s3://bucket"),
        ("WAYPOST_REGION", "Frankfurt!", "a-z"),
        ("WAYPOST_REGIONS", "fra,fra", "each region once"),
        ("WAYPOST_MAX_UNREPLICATED_S", "-1", "0.1 to 86400"),
        ("WAYPOST_POSITION_WAIT_S", "nan", "0 to 30"),
        ("FLY_REGION", "a b", "a-z"),
    ],
)
def test_wrong_value_names_name_value_and_allowed(variable: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_env({variable: value})
    assert variable in str(caught.value)
    assert repr(value) in str(caught.value)
    assert allowed in str(caught.value)


def test_a_primary_region_nobody_is_in_is_refused() -> None:
    """Every node would be a replica, and wait for a primary for ever."""
    regions = {"WAYPOST_REGIONS": "fra,ewr", "WAYPOST_REGION": "ewr"}
    with pytest.raises(SettingsError, match="WAYPOST_PRIMARY_REGION is 'frq': allowed is one of WAYPOST_REGIONS"):
        from_env({**regions, "WAYPOST_PRIMARY_REGION": "frq"})
    assert not from_env({**regions, "WAYPOST_PRIMARY_REGION": "fra"}).is_primary


def test_unknown_name_is_refused() -> None:
    with pytest.raises(SettingsError, match="WAYPOST_PROT is not a setting"):
        from_env({"WAYPOST_PROT": "1"})


def test_secret_values_are_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        from_env({"WAYPOST_SMTP_URL": "http://user:hunter2@mail"})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(("variable", "value"), [("WAYPOST_ALERT_URL", "https:"), ("WAYPOST_SMTP_URL", "smtp://[")])
def test_secret_values_are_checked(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is …: allowed is"):
        from_env({variable: value})


def test_store_inside_the_data_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="outside WAYPOST_DATA"):
        from_env({"WAYPOST_DATA": str(tmp_path), "WAYPOST_REPLICA_URL": f"file://{tmp_path}/replica"})


@pytest.mark.parametrize("sign", ["?", "#", "%"])
def test_a_data_folder_litestream_would_read_as_another_is_refused(tmp_path: Path, sign: str) -> None:
    """It takes a path for a URI: with one of these in it, it copies another file, or none."""
    folder = tmp_path / f"my{sign}20site"
    folder.mkdir()
    with pytest.raises(SettingsError, match=r"WAYPOST_DATA is .*: allowed is a folder without"):
        from_env({"WAYPOST_DATA": str(folder)})


def test_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    config = tmp_path / "waypost.toml"
    config.write_text('port = 9001\nregions = ["fra", "ewr"]\nregion = "fra"\nWAYPOST_HOST = "0.0.0.0"\n')
    settings = from_env({"WAYPOST_CONFIG": str(config), "WAYPOST_PORT": "9002"})
    assert settings.port == 9002
    assert settings.host == "0.0.0.0"
    assert settings.regions == (Region("fra"), Region("ewr"))


@pytest.mark.parametrize("content", [b"port = ", b"\0", b"url = '\xff'"])
def test_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "waypost.toml"
    config.write_bytes(content)
    with pytest.raises(SettingsError, match="not a TOML file"):
        from_env({"WAYPOST_CONFIG": str(config)})


def test_role_follows_the_region() -> None:
    environ = {"WAYPOST_REGION": "ewr", "WAYPOST_PRIMARY_REGION": "fra"}
    assert not from_env(environ).is_primary
    assert from_env({**environ, "WAYPOST_ROLE": "primary"}).is_primary
    assert from_env({"FLY_REGION": "fra", "PRIMARY_REGION": "fra", "FLY_APP_NAME": "x"}).replay == "fly"


def test_runtime_folder_is_short(tmp_path: Path) -> None:
    assert len(str(from_env({"WAYPOST_DATA": str(tmp_path / ("x" * 90))}).runtime_dir)) < 60


@pytest.mark.parametrize(
    ("url", "port", "implicit_tls", "starttls"),
    [
        ("smtp://mail.example", 587, False, "required"),
        ("smtp://mail.example:25?starttls=never", 25, False, "never"),
        ("smtp://localhost:25", 25, False, "never"),
        ("smtp://127.0.0.1?starttls=required", 587, False, "required"),
        ("smtps://mail.example", 465, True, "required"),
    ],
)
def test_mail_server(url: str, port: int, implicit_tls: bool, starttls: str) -> None:
    smtp = from_env({"WAYPOST_SMTP_URL": url}).smtp_url
    assert smtp is not None
    assert (smtp.port, smtp.implicit_tls, smtp.starttls) == (port, implicit_tls, starttls)


def test_password_of_the_mail_server_is_decoded_and_not_shown() -> None:
    settings = from_env({"WAYPOST_SMTP_URL": "smtps://me%40mail.example:p%40ss%2Fw@mail.example"})
    assert settings.smtp_url is not None
    assert (settings.smtp_url.user, settings.smtp_url.password) == ("me@mail.example", "p@ss/w")
    assert settings.mail_from == "me@mail.example"
    assert "p@ss" not in repr(settings)


@pytest.mark.parametrize("query", ["?starttls=maybe", "?tls=1", "/path", "#x"])
def test_misspelt_mail_server(query: str) -> None:
    with pytest.raises(SettingsError, match="starttls=never"):
        from_env({"WAYPOST_SMTP_URL": f"smtp://mail.example{query}"})


def test_sender() -> None:
    assert from_env({"WAYPOST_URL": "https://blog.example"}).mail_from == "no-reply@blog.example"
    assert from_env({"WAYPOST_MAIL_FROM": "My Blog <me@blog.example>"}).mail_from == "My Blog <me@blog.example>"
    for wrong in ("me", "@x", "me@", "a@b\r\nBcc: c@d", "My Blog"):
        with pytest.raises(SettingsError, match=r"WAYPOST_MAIL_FROM is .*: allowed is an e-mail address"):
            from_env({"WAYPOST_MAIL_FROM": wrong})
