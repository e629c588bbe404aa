"""Are the addresses of the embedded servers understood by those who use them?"""

from pathlib import Path

import psycopg2.extensions
from kombu import Connection

from foundation.embedded.urls import database_url, redis_url


def test_the_driver_reads_folder_name_and_user_from_the_database_address():
    url = database_url(sockets=Path("/tmp/s"), name="plumbline", user="plumbline")
    assert url == "postgres:///plumbline?host=/tmp/s&user=plumbline"
    assert psycopg2.extensions.parse_dsn(url) == {"dbname": "plumbline", "host": "/tmp/s", "user": "plumbline"}


def test_a_folder_with_blanks_and_signs_survives_the_address():
    url = database_url(sockets=Path("/tmp/a b&c=d%e"), name="x/y", user="o'neil")
    assert psycopg2.extensions.parse_dsn(url) == {"dbname": "x/y", "host": "/tmp/a b&c=d%e", "user": "o'neil"}


def test_celery_reads_the_socket_from_the_brokers_address():
    connection = Connection(redis_url(socket=Path("/tmp/s/valkey.sock")))
    assert connection.transport_cls == "redis"
    assert connection.hostname == "socket:///tmp/s/valkey.sock"
