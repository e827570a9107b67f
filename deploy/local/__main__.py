"""`python -m deploy.local COMMAND`: run the product, train or validate its assistant, talk to it as a designer."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from deploy.local.configuration import LocalConfiguration
from deploy.local.errors import LaunchError
from deploy.local.product import run_interactive, run_product, run_review, train_assistant, validate_assistant
from deploy.local.progress import Progress

COMMANDS = {
    "run": run_product,
    "interactive": run_interactive,
    "review": run_review,
    "train": train_assistant,
    "validate": validate_assistant,
}


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: everything is to be stopped, whatever is going on."""


def stop_on_signals() -> None:
    """Turn the first stop signal into StopRequested and ignore the others, so that the stopping is not cut short."""
    wanted = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        wanted.append(signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in wanted:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    for number in wanted:
        signal.signal(number, stop)


def main(arguments: list[str] | None = None) -> int:
    """Run one of the launcher's commands; 0 after a stop that was asked for, 1 with one line on what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    parser.add_argument("command", choices=COMMANDS)
    command = parser.parse_args(arguments).command
    progress = Progress()
    stop_on_signals()
    try:
        configuration = LocalConfiguration.from_environment()
        COMMANDS[command](configuration, progress)
    except StopRequested:
        progress.line("ChatNomina se detuvo; los datos quedan guardados." if command == "run" else "Interrumpido.")
        return 0 if command == "run" else 130
    except LaunchError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
