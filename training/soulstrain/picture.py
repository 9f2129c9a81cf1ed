"""The loss curve."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

Curve = Sequence[tuple[int, float]]  # (step, nats a token)


def draw(path: Path, train: Curve, test: Curve, best: tuple[int, float]) -> None:
    """Write both curves and the best point as SVG; the same curves give the same bytes.

    No pyplot, hence no display and no global state: a Figure on matplotlib's SVG canvas.
    """
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    if train:
        axes.plot(*zip(*train, strict=True), color="tab:gray", linewidth=1, label="training")
    axes.plot(*zip(*test, strict=True), color="tab:blue", marker="o", markersize=3, label="test")
    step, loss = best
    axes.plot(step, loss, "*", color="tab:red", markersize=13, label=f"best: {loss:.3f} at step {step}")
    axes.set(xlabel="step", ylabel="loss (nats a token)", title="Loss while training")
    axes.grid(alpha=0.3)
    axes.legend()
    with rc_context({"svg.hashsalt": "soulstrain", "svg.fonttype": "none"}):
        FigureCanvasSVG(figure).print_svg(path, metadata={"Date": None})
