"""Does the embedded broker keep what was queued?"""

import os
import signal

import pytest
import redis
from kombu import Connection

from foundation.embedded.valkey import Broker


@pytest.fixture
def broker(place, supervisor):
    broker = Broker(place)
    supervisor.start(broker.program())
    return broker


@pytest.fixture
def client(broker):
    client = redis.Redis(unix_socket_path=str(broker.socket))
    yield client
    client.close()


def test_it_listens_on_a_socket_and_on_no_port(client):
    assert client.config_get("port") == {"port": "0"}


def test_it_refuses_new_work_rather_than_dropping_old(client):
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert client.config_get("appendonly") == {"appendonly": "yes"}


def test_kombu_reaches_it_by_the_address_that_the_product_gets(broker):
    with Connection(broker.url) as connection:
        queue = connection.SimpleQueue("bells")
        queue.put({"job": 7})
        message = queue.get(timeout=2)
        assert message.payload == {"job": 7}
        message.ack()
        queue.close()


def test_queued_messages_survive_kill_9(broker, client, supervisor, until):
    client.rpush("queue", *range(500))
    client.execute_command("WAITAOF", 1, 0, 2000)
    os.kill(supervisor.children["valkey"].process.pid, signal.SIGKILL)

    def back():
        supervisor._look_after(supervisor.children["valkey"])
        return broker.answers()

    until(lambda: not broker.answers())
    until(back)
    assert client.llen("queue") == 500


def test_a_left_socket_file_does_not_hinder_the_start(place, supervisor):
    broker = Broker(place)
    broker.socket.write_text("")
    supervisor.start(broker.program())
    assert broker.answers()


def test_without_a_server_it_does_not_answer(place):
    assert not Broker(place).answers()
