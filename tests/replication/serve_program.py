"""What `waypost serve` is to the program of these tests."""

import sys
from pathlib import Path

from app.replication.supervisor import serve
from app.settings import from_env

if __name__ == "__main__":
    serve(from_env(), [sys.executable, str(Path(__file__).with_name("program.py"))])
