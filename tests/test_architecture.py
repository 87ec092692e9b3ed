"""What DESIGN says of the tree and import-linter can't: read from the source, nothing is imported."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import resources

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
SERVICES = sorted(folder.name for folder in (APP / "services").iterdir() if (folder / "__init__.py").is_file())
SOURCES = sorted(APP.rglob("*.py"))
PARTS = ("__init__", "models", "tables", "queries", "service")

FRAMEWORK = {"litestar", "jinja2", "uvicorn", "starlette"}
WEB = ("web", "main", "serving", "edge", "commands", "__main__")
SQL = {"sqlalchemy", "alembic", "pysqlite3", "sqlite3"}
WITHOUT_SQL = ("web", "importers", "exporters", "content", "settings", "errors")
MUTABLE = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "WeakSet", "WeakValueDictionary"}
CHANGERS = {"append", "extend", "add", "update", "pop", "popitem", "setdefault", "clear", "remove", "insert", "discard"}
ALLOWED_STATE = {
    ("app/db/connect.py", "_OPEN"): "which connections are open, for the test that asks each for its pragmas",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Full names: `from app.services.posts import Tag` is "app.services.posts.Tag"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


# One word for each service


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_its_five_files(service: str) -> None:
    for part in PARTS:
        assert (APP / "services" / service / f"{part}.py").is_file(), part


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_which_file_it_owns(service: str) -> None:
    said = ast.get_docstring(tree(APP / "services" / service / "__init__.py")) or ""
    assert said.startswith(f"Owns {service.capitalize()}.db: ")
    assert said.count("\n") == 0


@pytest.mark.parametrize("folder", [resources.MIGRATIONS, ROOT / "tests" / "services"], ids=["migrations", "tests"])
def test_a_service_has_the_same_name_everywhere(folder: Path) -> None:
    found = {entry.name for entry in folder.iterdir() if entry.is_dir() and any(entry.glob("*.py"))}
    assert found - {"__pycache__"} == set(SERVICES)


def test_services_are_ranked() -> None:
    ranks = (ROOT / "pyproject.toml").read_text()
    for service in SERVICES:
        assert f'"{service}"' in ranks


# Doors and layers


def test_a_service_is_entered_by_its_front_door_only() -> None:
    doors = {f"app.services.{service}" for service in SERVICES}
    inside = {f"{door}.{path.stem}" for door in doors for path in (ROOT / door.replace(".", "/")).glob("*.py")}
    for path in SOURCES:
        own = ".".join(path.relative_to(ROOT).parts[:3])
        for imported in imports(path):
            parent = ".".join(imported.split(".")[:4])
            assert parent not in inside or parent.startswith(own + "."), f"{name_of(path)} imports {imported}"


def test_the_framework_stays_in_the_web() -> None:
    for path in SOURCES:
        if path.relative_to(APP).parts[0].removesuffix(".py") not in WEB:
            assert not FRAMEWORK & {imported.split(".")[0] for imported in imports(path)}, name_of(path)


def test_sql_stays_below_the_rules() -> None:
    for path in SOURCES:
        is_rules = path.parent.parent == APP / "services" and path.stem in ("__init__", "service", "models")
        if is_rules or path.relative_to(APP).parts[0].removesuffix(".py") in WITHOUT_SQL:
            assert not SQL & {imported.split(".")[0] for imported in imports(path)}, name_of(path)


def test_no_sql_is_written_in_the_rules() -> None:
    for path in (APP / "services").glob("*/service.py"):
        attributes = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
        assert not attributes & {"execute", "executemany", "raw", "exec_driver_sql"}, name_of(path)


# Habits


def test_nothing_is_called_utils() -> None:
    banned = {"util", "utils", "helper", "helpers", "common", "misc", "base_service"}
    assert not [name_of(path) for path in APP.rglob("*") if path.stem in banned]


def test_no_module_keeps_state() -> None:
    """A name bound to something mutable is a constant: in capitals, and nobody changes it. `global` is never used."""
    for path in SOURCES:
        module = tree(path)
        names = {name for name in mutable_names(module) if (name_of(path), name) not in ALLOWED_STATE}
        assert not {name for name in names - {"__all__"} if name != name.upper()}, name_of(path)
        assert not names & set(changed_names(module)), name_of(path)
        assert not [node for node in ast.walk(module) if isinstance(node, ast.Global)], name_of(path)


def mutable_names(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_mutable(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in MUTABLE
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def changed_names(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGERS:
            changed = node.func.value
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            changed = node.value
        else:
            continue
        if isinstance(changed, ast.Name):
            yield changed.id


def test_the_allowed_state_is_still_there() -> None:
    for (path, name), _why in ALLOWED_STATE.items():
        assert name in mutable_names(tree(ROOT / path))


def test_functions_and_files_stay_small() -> None:
    """What the models keep (STYLE): functions 10 at the median, 30 at the 90th percentile; files 60 to 80."""
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for path in SOURCES for node in functions(path))
    assert statistics.median(lengths) <= 10
    assert lengths[int(len(lengths) * 0.9)] <= 30
    assert lengths[-1] <= 60
    files = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)
    assert statistics.median(files) <= 80
    assert files[-1] <= 420


def test_every_module_says_what_it_is() -> None:
    assert not [name_of(path) for path in SOURCES if path.read_text().strip() and not ast.get_docstring(tree(path))]
