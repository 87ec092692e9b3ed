"""`waypost user`: who may sign in."""

import json
import sys

import click

from app.commands.running import running_server
from app.main import open_users
from app.services.users import ROLES, Role
from app.settings import from_env


@click.group("user")
def command() -> None:
    """Add people, list them, set or reset a password.

    Example: waypost user add --role owner alice@example.com "Alice Doe"
    """


@command.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="author", show_default=True)
def add(email: str, name: str, role: Role) -> int:
    """Add somebody who may sign in. The password is asked for, or read from standard input.

    Example: waypost user add --role owner alice@example.com "Alice Doe"
    """
    settings = from_env()
    chosen = _ask_password()
    with running_server(settings), open_users(settings) as users:
        user = users.create(name=name, email=email, role=role, password=chosen)
    click.echo(f"{user.name} ({user.role}) can sign in at {settings.origin}/admin/")
    return 0


@command.command("password")
@click.argument("email")
def password(email: str) -> int:
    """Set somebody's password; their sessions end.

    Example: waypost user password alice@example.com
    """
    settings = from_env()
    chosen = _ask_password()
    with running_server(settings), open_users(settings) as users:
        users.set_password(users.get_by_email(email).id, chosen)
    click.echo(f"{email} has a new password; all their sessions have ended")
    return 0


@command.command("reset")
@click.argument("email")
@click.option("--no-second-step", is_flag=True, help="Turn their second step off too: phone and codes are lost.")
def reset(email: str, no_second_step: bool) -> int:
    """Print an address where somebody chooses a new password, once, within an hour.

    Example: waypost user reset alice@example.com
    """
    settings = from_env()
    with running_server(settings), open_users(settings) as users:
        user = users.get_by_email(email)
        if no_second_step:
            users.remove_factor(user.id)
        token = users.new_reset(user.id)
    click.echo(f"{settings.origin}/admin/reset?token={token}")
    click.echo(f"  for {user.name}; it works once, for one hour", err=True)
    return 0


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_users(as_json: bool) -> int:
    """List everybody, those who can sign in first.

    Example: waypost user list --json
    """
    with open_users(from_env(), writable=False) as users:
        found = sorted(users.list_users(), key=lambda user: (not user.can_sign_in, user.slug))
    if as_json:
        rows = [{"email": u.email, "name": u.name, "role": u.role, "can_sign_in": u.can_sign_in} for u in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not found:
        click.echo("Nobody yet. Add the first: waypost user add --role owner you@example.com 'Your Name'")
    for user in found:
        click.echo(f"{user.role:12} {user.email or '-':30} {user.name}{'' if user.can_sign_in else '  (no password)'}")
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
