"""The figures of the running platform in the text format of Prometheus, for monitors that may read them."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from engine.jobs.alive import count_workers
from engine.reporting.figures import Figure, read_figures
from web.edge import current_edge, reading
from web.guard import needs

blueprint = Blueprint("metrics", __name__)

PREFIX = "guiju_"


class Figures(Collector):
    """Figures as they were read for one scrape."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield one family for each name, in the order of the figures."""
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            labels = [figure.label[0]] if figure.label else []
            family = families.setdefault(
                figure.name, GaugeMetricFamily(f"{PREFIX}{figure.name}", figure.meaning, labels=labels)
            )
            family.add_metric([figure.label[1]] if figure.label else [], figure.value)
        yield from families.values()


@blueprint.get("/metrics")
@needs("metrics.read")
def show_metrics() -> Response:
    """Answer the figures of the caller's tenant, of the queue, and of the workers."""
    with reading() as ctx:
        figures = read_figures(ctx)
    workers = Figure("workers", "Workers that have shown a sign of life", float(count_workers(current_edge().database)))
    registry = CollectorRegistry()
    registry.register(Figures((*figures, workers)))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
