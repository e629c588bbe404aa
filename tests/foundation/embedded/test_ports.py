"""Which ports are taken for what they are?"""

import argparse
import socket

import pytest

from foundation.embedded.ports import port_is_free, port_number


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_a_port_is_a_number(text, port):
    assert port_number(text) == port


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80.5", "http", "８０", " 80", "9" * 40])
def test_anything_else_is_refused_with_a_reason(text):
    with pytest.raises(argparse.ArgumentTypeError, match="1 to 65535"):
        port_number(text)


def test_a_port_in_use_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not port_is_free(port)
    assert port_is_free(port)
