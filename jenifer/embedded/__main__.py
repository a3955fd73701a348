"""`python -m jenifer.embedded run [--test] -- COMMAND…` and `… dsn [--test] [--superuser]`."""

import argparse
import subprocess
import sys

from jenifer.embedded import DEFAULT_HOME, TEST_HOME, EmbeddedError, postgres, provided, superuser_dsn
from jenifer.embedded.home import Home


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jenifer.embedded", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    run = actions.add_parser("run", help="run a command beside the servers, then stop them")
    run.add_argument("command", nargs="+")
    dsn = actions.add_parser("dsn", help="print a running server's address (the application's role)")
    dsn.add_argument("--superuser", action="store_true")
    for action in (run, dsn):
        action.add_argument("--test", action="store_true", help="the tests' servers")
    arguments = parser.parse_args()
    home = TEST_HOME if arguments.test else DEFAULT_HOME
    if arguments.action == "dsn":
        print(superuser_dsn(home) if arguments.superuser else postgres.dsn(Home(home), "jenifer_app"))
        return 0
    with provided(home, is_test=arguments.test):
        return _wait(subprocess.Popen(arguments.command))


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """The exit code; a Ctrl-C reaches the command too, and SIGTERM is handed on to it."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EmbeddedError as error:
        sys.exit(str(error))
