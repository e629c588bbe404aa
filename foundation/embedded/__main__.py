"""Which verb was asked for? `./plumbline` makes the environment and hands over to here."""

import argparse
import sys

from foundation.embedded.demo import demo
from foundation.embedded.manage import manage
from foundation.embedded.place import PlaceError, default_home
from foundation.embedded.ports import DEFAULT_PORT, port_number
from foundation.embedded.program import ServerError
from foundation.embedded.suite import suite


def main(verb: str, arguments: list[str]) -> int:
    try:
        return VERBS[verb](arguments)
    except (PlaceError, ServerError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _demo(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./plumbline demo", description="A running site with a believable portfolio.")
    parser.add_argument("--port", type=port_number, default=DEFAULT_PORT)
    return demo(default_home(), port=parser.parse_args(arguments).port)


def _manage(arguments: list[str]) -> int:
    return manage(default_home(), arguments)


def _test(arguments: list[str]) -> int:
    return suite(default_home(), arguments)


VERBS = {"demo": _demo, "manage": _manage, "test": _test}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
