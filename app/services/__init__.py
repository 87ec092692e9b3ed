"""The services: one folder is one subsystem and owns one SQLite file; calls go down the rank in pyproject.toml."""
