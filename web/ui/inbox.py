"""The inbox: what is mine to do, what I may claim, what I have done, what I have started."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.directory import list_cases
from engine.tasks.inbox import View, count_tasks, list_tasks
from web.edge import reading
from web.guard import needs

blueprint = Blueprint("inbox", __name__)

VIEWS: Mapping[str, View] = {"mine": "mine", "claimable": "claimable", "done": "done"}
"""The lists of tasks by the name in the address; anything else is the first."""


@blueprint.get("/inbox")
@needs("task.work")
def show_inbox() -> ResponseReturnValue:
    """Show one list of the inbox, a page at a time, with the counts of all."""
    asked, mark = request.args.get("view", "mine"), request.args.get("mark")
    with reading() as ctx:
        counts = count_tasks(ctx)
        if asked == "started":
            page = list_cases(ctx, started_by_me=True, mark=mark)
            return render_template("inbox/started.html", view=asked, page=page, counts=counts, mark=mark)
        view = VIEWS.get(asked, "mine")
        tasks = list_tasks(ctx, view, mark=mark)
    return render_template("inbox/tasks.html", view=view, page=tasks, counts=counts, mark=mark)


@blueprint.get("/inbox/badge")
@needs("task.work")
def show_badge() -> ResponseReturnValue:
    """Answer the number of tasks to do, for the badge in the menu that keeps itself up to date."""
    with reading() as ctx:
        counts = count_tasks(ctx)
    return render_template("inbox/badge.html", counts=counts)
