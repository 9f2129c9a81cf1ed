"""The lexical report: figures of a text, of two texts side by side, and the page that shows them."""

from soulscorpus.report.comparison import Comparison, compare
from soulscorpus.report.drops import Drops
from soulscorpus.report.measure import measure
from soulscorpus.report.measures import Measures
from soulscorpus.report.page import render

__all__ = ["Comparison", "Drops", "Measures", "compare", "measure", "render"]
