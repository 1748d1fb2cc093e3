"""What is compared, and the goals. A ratio holds on any machine; a figure is said beside the baseline page of its machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    name: str
    ours: str
    baseline: str
    goal: float
    times: int
    most_queries: int = 0  # 0: not counted


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    goal: float | None


PAGE_GOAL, PAGE_QUERIES = 1.5, 12
RATIOS = (
    Ratio("home page", "home", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("service page, nothing kept", "service, nothing kept", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("life events", "life events", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("life event page", "life event", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("services A to Z", "a to z", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("search page", "search page", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("start of an application", "start of application", "page", PAGE_GOAL, 15, PAGE_QUERIES),
    Ratio("service page, kept", "service", "page", 0.35, 40),
    Ratio("form page", "form", "form", 1.0, 20),
    Ratio("form fields alone", "form fields", "form fields", 1.0, 60),
    Ratio("submit, request", "submit", "submit", 2.0, 6),
    Ratio("submit, use case", "submit use case", "submit", 2.0, 6),
)
APPLICATION = Figure("three-step application, all requests", "ms CPU", 120)
FIRST = Figure("first application of a process", "ms CPU", None)
SEARCH_FEW = Figure("search, p95 over the demonstration alone", "ms CPU", None)  # without the official catalogue
SEARCH = Figure("search, p95 over the whole catalogue", "ms CPU", 15)
MANY_INDEXED = Figure("{size} services, {database}: to index one", "ms CPU", None)
MANY_MEMORY = Figure("{size} services, {database}: memory grown from a tenth of them to all", "MB RSS", 10)
MANY_FIRST = Figure("{size} services, {database}: first question of a process", "ms CPU", None)
MANY_ASKED = {10_000: Figure("{size} services, {database}: search, p95", "ms CPU", 20)}
MANY_ASKED_ELSE = Figure("{size} services, {database}: search, p95", "ms CPU", None)
MANY_TYPED = Figure("{size} services, {database}: suggestions, p95", "ms CPU", None)
RESPONSIBILITY = Figure("who is responsible, p95 at 10,000 services x 11,000 territories", "ms CPU", 5)
NOTICE = Figure("notice as PDF", "ms CPU", 50)
START = Figure("start of the web until it answers", "s CPU", 3)
MEMORY = Figure("web process after {requests} requests", "MB PSS", 100)
HEAVY = Figure("heavy libraries in a web process", "", 0)
CROWD = Figure("{processes} processes x {each} submissions on SQLite, errors", "", 0)
XZUFI = Ratio("XZuFi delivery, read", "read", "iterparse", 4.0, 1)
XZUFI_RATE = Figure("XZuFi delivery, 1,000 objects", "ms CPU", 333)  # 3,000 objects a second
IMPORT = Figure("XZuFi delivery of {number} objects, taken over: one", "us CPU", 2000)  # 500 objects a second
IMPORT_MEMORY = Figure("XZuFi delivery, taken over: own memory more than for a tenth of it", "MB", 25)
LARGE_IMPORT = Figure("{size} services: to take over one", "ms CPU", None)
LARGE_PAGE = Figure("{size} services: {title}", "ms CPU", None)
KEPT_LOAD = Figure("kept service page from 2 workers, one", "ms CPU", 2)  # 500 requests a second and core
XZUFI_MEMORY = Figure("XZuFi delivery, memory more than for a tenth of it", "MB", 5)
