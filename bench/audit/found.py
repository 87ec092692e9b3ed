"""What was found on a page."""

from dataclasses import dataclass, field

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass
class Found:
    """`scores` are medians; `failed` names Lighthouse's audits below 0.9, with the reason where it gives one."""

    looks: list[str] = field(default_factory=list)  # axe, overflow, shifts: what the tests of the looks say
    markup: list[str] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
