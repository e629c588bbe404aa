"""Does a management command run on the demo's data as if it had been called directly?"""

import os
import signal

from foundation.embedded import manage


def test_a_commands_exit_code_is_passed_on(tmp_path):
    assert manage.call(["-c", "raise SystemExit(5)"], dict(os.environ)) == 5
    assert (
        manage.call(["-c", "import os, sys; sys.exit(os.getcwd() != sys.argv[1])", str(tmp_path)], {}, cwd=tmp_path)
        == 0
    )


def test_ctrl_c_is_the_commands_affair_and_we_wait_for_it():
    source = (
        "import os, signal; os.kill(os.getppid(), signal.SIGINT); import time; time.sleep(0.2); raise SystemExit(6)"
    )
    before = signal.getsignal(signal.SIGINT)
    assert manage.call(["-c", source], dict(os.environ)) == 6
    assert signal.getsignal(signal.SIGINT) is before


def test_a_command_without_a_name_is_an_error_and_starts_nothing(home, capsys):
    assert manage.manage(home, []) == 2
    assert "Name a command" in capsys.readouterr().err
    assert not list(home.iterdir())


def test_an_unknown_command_is_an_error_of_the_site(home, capfd):
    assert manage.manage(home, ["no-such-command"]) == 1
    assert "Unknown command: 'no-such-command'" in capfd.readouterr().err
