"""What is asked of the other process, and what it answers."""

from typing import Literal

import msgspec

MOST_PIXELS = 40_000_000
Purpose = Literal["full", "size", "fallback", "social"]


class Crop(msgspec.Struct, frozen=True):
    """The point that stays in view when a picture is cut: 0 to 1 from the left, and from the top."""

    x: float = 0.5
    y: float = 0.5


class Output(msgspec.Struct, frozen=True):
    """One file that was made; `file` is its name in the folder, `digest` the SHA-256 of its bytes in hex."""

    purpose: Purpose
    type: str
    width: int
    height: int
    file: str
    digest: str
    size_bytes: int


class Made(msgspec.Struct, frozen=True):
    """Everything made of one picture; `width` and `height` are as it is seen, turned upright."""

    width: int
    height: int
    animated: bool
    outputs: tuple[Output, ...]


class Order(msgspec.Struct, frozen=True):
    """`social_only`: all that changes when the point that stays in view is moved."""

    source: str
    folder: str
    crop: Crop = Crop()
    social_only: bool = False


class Answer(msgspec.Struct, frozen=True):
    """`refused` is a sentence for whoever sent the picture; `failed` is a fault of ours."""

    made: Made | None = None
    refused: str = ""
    failed: str = ""
