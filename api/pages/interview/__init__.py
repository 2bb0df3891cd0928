"""The interview: a claim is written answer by answer, with what follows from it so far beside."""

from __future__ import annotations

from api.pages.interview import asking, basics, changes

PAGES = (*basics.PAGES, *asking.PAGES, *changes.PAGES)
