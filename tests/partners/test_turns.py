"""What a hundred strips asked for at once meet: one is drawn, one waits, the others are told to come again."""

from threading import Event, Thread

import pytest

from partners import strips
from partners.turns import Busy, Turns


def hold(turns):
    """Somebody in another thread who has the turn; (let it go, its thread)."""
    has_it, let_go = Event(), Event()

    def work():
        with turns.taken():
            has_it.set()
            let_go.wait(10)

    thread = Thread(target=work)
    thread.start()
    assert has_it.wait(5)
    return let_go.set, thread


def test_who_waits_comes_next():
    turns = Turns(waiting=1, seconds=5)
    let_go, thread = hold(turns)
    let_go()
    with turns.taken():
        thread.join()


def test_nobody_waits_beyond_the_places_or_beyond_the_time():
    for turns in (Turns(waiting=0, seconds=60), Turns(waiting=1, seconds=0.01)):
        let_go, thread = hold(turns)
        with pytest.raises(Busy), turns.taken():
            pass
        let_go()
        thread.join()
        with turns.taken():
            assert True, "the place is free again"


def test_turn_is_given_back_by_work_that_fails():
    turns = Turns(waiting=0, seconds=0)
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    with turns.taken():
        assert True


@pytest.mark.django_db
def test_reader_of_a_strip_is_told_to_come_again_and_of_a_page_meets_nothing(client, monkeypatch):
    monkeypatch.setattr(strips, "_turns", Turns(waiting=0, seconds=0))
    let_go, thread = hold(strips._turns)
    answers = [client.get(f"/logos/strip.{kind}?width=500") for kind in ("png", "pdf")]
    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "2")] * 2
    assert {client.get(path).status_code for path in ("/logos/strip.svg?width=500", "/en/logos/strip/")} == {200}
    let_go()
    thread.join()
    assert client.get("/logos/strip.png?width=500").status_code == 200
