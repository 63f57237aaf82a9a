"""The `guiju` command: one group whose subcommands are imported only when they are asked for."""

import importlib
import importlib.util
import sys
from typing import Any

import click

from engine.kernel.errors import GuijuError
from web.cli.speech import language, say, say_refusal

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("试用：嵌入式数据库、演示数据、网页与后台一条命令启动", "Try Guiju out: one command brings everything up"),
    "web": ("启动网页服务", "Serve the web application"),
    "worker": ("启动后台作业", "Work off jobs and timers"),
    "migrate": ("升级数据库结构", "Bring the database to this release's schema"),
    "create-admin": ("创建管理员", "Create an administrator"),
    "migrate-cases": ("把在办案件转到规程的另一版本", "Take running cases to another version of their procedure"),
    "export-state": ("导出案件状态供技术支持", "Export a case for support"),
    "deploy": ("部署规程", "Read, check and deploy procedures"),
    "verify": ("检查并证明规程", "Check and prove procedures"),
    "play": ("在内存中执行流程图", "Run a diagram headless"),
    "feel": ("计算 FEEL 表达式", "Evaluate a FEEL expression"),
    "decide": ("计算 DMN 决策", "Evaluate a DMN decision"),
    "due": ("计算期限", "Compute a period, explaining every day"),
    "spec": ("执行 Gherkin 场景", "Run Gherkin scenarios"),
    "history": ("对照流程图重放办案记录", "Replay what cases did on the drawing, and export it"),
    "audit": ("校验案卷记录", "Check the record"),
    "bench": ("性能测试", "Run benchmarks"),
    "backup": ("备份到一个文件", "Write one archive of everything"),
    "restore": ("从备份恢复到空数据库", "Bring an archive back into an empty database"),
    "registers": ("名录数据", "Import registers"),
}
"""Every subcommand with its one line in Chinese and English. `create-admin` lives in `web/cli/create_admin.py` as a
click command named `command`; one whose module is not there is not offered."""


class LazyGroup(click.Group):
    """Imports a subcommand when it is invoked, so that evaluating an expression does not load the web application."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names on offer, in the order of the table."""
        return [name for name in COMMANDS if importlib.util.find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand, or `None` if there is none of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(_module(cmd_name)).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands from the table, importing none of them."""
        chosen = 0 if language() == "zh" else 1
        with formatter.section("命令" if chosen == 0 else "Commands"):
            formatter.write_dl([(name, COMMANDS[name][chosen]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a subcommand; a refusal becomes a sentence and exit code 1, a database out of reach exit code 2."""
        try:
            return super().invoke(ctx)
        except GuijuError as error:
            say_refusal(error)
            ctx.exit(1)
        except OSError as error:
            say(f"系统拒绝了操作：{error}", f"The system refused: {error}")
            ctx.exit(2)
        except _database_errors() as error:
            reason = str(error).strip().splitlines()[0]
            say(f"数据库无法使用：{reason}", f"The database cannot be used: {reason}")
            ctx.exit(2)


def _database_errors() -> tuple[type[Exception], ...]:
    # Looked up only where a command has loaded them: importing SQLAlchemy takes longer than most commands.
    errors = (("sqlalchemy.exc", "OperationalError"), ("psycopg", "OperationalError"))
    return tuple(getattr(sys.modules[module], name) for module, name in errors if module in sys.modules)


def _module(name: str) -> str:
    return f"web.cli.{name.replace('-', '_')}"


@click.group(cls=LazyGroup)
@click.version_option(package_name="guiju", message="%(prog)s %(version)s")
def main() -> None:
    """规矩 Guiju: BPMN procedures for administrative law enforcement that run, with their proof and their record."""


if __name__ == "__main__":
    main(prog_name="guiju")
