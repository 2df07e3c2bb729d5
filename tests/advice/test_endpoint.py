"""An outside engine: what leaves, what comes back, and that its failures change nothing but a note."""

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.make import brand
from advice.server import Reply, Script, said, scripted
from sociable import advice
from sociable.advice import endpoint, outside
from sociable.advice.veil import Veil
from sociable.errors import UsageError

DRAFT = "SPRING SALE!! 20% off all repairs until Friday, hurry! Thanks @jane_doe and Maria Lopez!!"
GOOD = "20% off all repairs until Friday. Thanks @person1 and [name1]."
ORDER = {"hard-sell": ("offer-calm", "true-deadline")}
TASK = advice.Task("1", DRAFT, "x", "B", "hard-sell")
EMBEDDED = advice.rewrites([TASK], ORDER).found["1", "hard-sell"]


def engine(script: Script, **changes: object) -> advice.Outside:
    wanted = endpoint.settings({endpoint.URL: script.url, endpoint.MODEL: "m", endpoint.KEY: "secret"})
    return advice.Outside(replace(wanted, **{"timeout": 2.0, "pause": lambda _: None} | changes))  # type: ignore[arg-type]


def drafted(one: advice.Outside, *tasks: advice.Task) -> advice.Drafted:
    chosen = tasks or (TASK,)
    asking = advice.leaving(chosen, ORDER, {"hard-sell": "It shouts"}, one.settings)
    return advice.rewrites(chosen, ORDER, None, asking, one)


def test_a_good_answer_is_used_with_the_people_back_in() -> None:
    with scripted(said(GOOD)) as script:
        one = engine(script)
        made = drafted(one)
    found = made.found["1", "hard-sell"]
    assert found.after == "20% off all repairs until Friday. Thanks @jane_doe and Maria Lopez."
    assert (found.engine, found.effect, made.notes) == ("endpoint", "cut", {})
    assert found.p_after is not None and found.p_before is not None and found.p_after < 0.5 <= found.p_before
    assert (one.calls, one.tokens) == (1, 42)
    assert script.paths == ["/v1/chat/completions"] and script.keys == ["Bearer secret"]


def test_nobody_unmasked_leaves() -> None:
    task = replace(
        TASK,
        text=f"{DRAFT} Call +44 20 7946 0018 or write jane@mail.example",
        context="Maria wrote: @jane_doe, where is Tom Baker? Ask Ines.",
    )
    with scripted(said(GOOD)) as script:
        drafted(engine(script), task)
    sent = script.everything
    for hidden in ("jane", "Maria", "Lopez", "7946", "mail.example", "Tom", "Baker", "Ines"):
        assert hidden not in sent, hidden
    assert "@person1" in sent and "20% off all repairs until Friday" in sent
    context = script.heard[0]["messages"][1]["content"].split("Message it answers: ")[1].split("\n")[0]
    assert "@person1" in context, "the same person has the same stand-in in both"


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ([said("20% off all repairs until Friday, now $15. Thanks @person1 and [name1].")], "$15"),
        ([said("20% off all repairs until Friday. Free coffee. Thanks @person1 and [name1].")], "free"),
        ([said("20% off all repairs until Friday. Thanks @person1 and [name7].")], "states what the post does not"),
        ([said("20% off all repairs until Friday. Thanks @person1 and Bob Stone.")], "bob"),
        ([said("Repairs until Friday. Thanks @person1 and [name1].")], "loses 20%"),
        ([said("HURRY!! 20% off all repairs until Friday!!! Thanks @person1 and [name1]!!")], "still reads as hard"),
        ([said(DRAFT.replace("@jane_doe", "@person1").replace("Maria Lopez", "[name1]"))], "changes nothing"),
        ([said("20% off all repairs until Friday. " * 9)], "longer"),
        ([said("20% de réduction sur toutes les réparations jusqu'à vendredi. Merci à tous nos clients.")], "language"),
        ([said("")], "empty"),
        ([said(None)], "empty"),
        ([said("   \n")], "empty"),
        ([said("20% off all repairs until", finish="length")], "cut off"),
        ([Reply(body=b"{")], "malformed"),
        ([Reply(body=b"[]")], "malformed"),
        ([Reply(body=b'{"choices": []}')], "malformed"),
        ([Reply(body=b'{"choices": [{"message": 3}]}')], "malformed"),
        ([Reply(body=b"\xff\xfe<html>")], "malformed"),
        ([Reply(body=b"[" * 200_000)], "malformed"),
        ([Reply(body=b"x" * 2_000_000)], "too long"),
        ([replace(said(GOOD), short=20)], "broke off"),
        ([Reply(status=429), Reply(status=429)], "429"),
        ([Reply(status=500), Reply(status=503)], "503"),
        ([Reply(status=401)], "401"),
        ([Reply(status=302, headers={"Location": "http://127.0.0.1:9/steal"})], "302"),
        ([replace(said(GOOD), wait=1.0)], "no answer within 0.3 seconds"),
        ([replace(said(GOOD), drip=0.02)], "no answer within 0.3 seconds"),
    ],
)  # fmt: skip
def test_a_failure_shows_as_a_note_and_nothing_else(replies: list[Reply], reason: str) -> None:
    with scripted(*replies) as script:
        one = engine(script)
        one.settings = replace(one.settings, timeout=0.3) if "0.3" in reason else one.settings
        made = drafted(one)
    assert made.found == {("1", "hard-sell"): EMBEDDED}
    note = made.notes["1", "hard-sell"]
    assert any(part in note for part in reason.split("|")), note
    assert "\n" not in note and len(note) < 120 and "secret" not in note
    assert len(script.heard) == len(replies)


@pytest.mark.parametrize("first", [Reply(status=429, headers={"Retry-After": "3"}), Reply(status=500)])
def test_busy_is_asked_once_more_after_the_pause_it_names(first: Reply) -> None:
    pauses: list[float] = []
    with scripted(first, said(GOOD)) as script:
        made = drafted(engine(script, pause=pauses.append))
    assert made.found["1", "hard-sell"].engine == "endpoint"
    assert pauses == [float(first.headers.get("Retry-After", 1))]


@pytest.mark.parametrize(("header", "seconds"), [("900", 5.0), ("-1", 0.0), ("Wed, 21 Oct 2026", 1.0), ("nan", None)])
def test_a_pause_stays_within_reason(header: str, seconds: float | None) -> None:
    assert 0.0 <= endpoint._pause(header) <= endpoint.LONGEST_PAUSE
    assert seconds is None or endpoint._pause(header) == seconds


def test_a_dead_endpoint_is_not_asked_for_every_draft() -> None:
    tasks = [replace(TASK, key=str(index), text=f"{DRAFT} Page {index}.") for index in range(5)]
    with scripted(*[Reply(status=404)] * 9) as script:
        one = engine(script)
        made = drafted(one, *tasks)
    assert len(script.heard) == outside.PATIENCE == one.calls
    assert {one.engine for one in made.found.values()} == {"embedded"} and len(made.notes) == 5


def test_nobody_listening_is_a_note() -> None:
    with scripted() as script:
        url = script.url
    made = drafted(engine(Script(url, [])))
    assert made.found == {("1", "hard-sell"): EMBEDDED}
    assert made.notes["1", "hard-sell"] == "127.0.0.1 cannot be reached"


def test_answers_are_kept_so_that_a_second_run_asks_nothing() -> None:
    kept: dict[bytes, str] = {}
    with scripted(said(GOOD)) as script:
        for _ in range(2):
            one = engine(script)
            one.known, one.keep = kept.get, kept.__setitem__
            made = drafted(one)
    assert len(script.heard) == 1 and one.calls == 0
    assert made.found["1", "hard-sell"].engine == "endpoint"
    assert "jane" not in str(kept) and "Lopez" not in str(kept)


@pytest.mark.parametrize(
    "wrapped", [f'"{GOOD}"', f"```text\n{GOOD}\n```", f"<think>What if it\nwere free?</think>\n\n{GOOD}", f"“{GOOD}”"]
)
def test_wrapping_comes_off(wrapped: str) -> None:
    assert endpoint.parsed(said(wrapped).body).text == GOOD


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({endpoint.URL: ""}, "SOCIABLE_LLM_URL is not set"),
        ({endpoint.MODEL: " "}, "SOCIABLE_LLM_MODEL is not set"),
        ({endpoint.URL: "http://llm.example/v1"}, "unencrypted"),
        ({endpoint.URL: "file:///etc/passwd"}, "not the address"),
        ({endpoint.URL: "https://me:pass@llm.example/v1"}, "not the address"),
        ({endpoint.KEY: "a\nHost: b"}, "characters"),
        ({endpoint.PRICE: "1e9999"}, "no price"),
    ],
)
def test_settings_that_are_missing_or_unsafe(changes: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        endpoint.settings({endpoint.URL: "https://llm.example/v1", endpoint.MODEL: "m"} | changes)
    assert "pass" not in str(error.value) or "passwd" in changes.get(endpoint.URL, "")


def test_settings_name_the_whole_address_and_never_print_the_key() -> None:
    found = endpoint.settings({endpoint.URL: "https://llm.example/v1/", endpoint.MODEL: "m", endpoint.KEY: "k1"})
    assert found.url == "https://llm.example/v1/chat/completions" and found.host == "llm.example"
    assert "k1" not in repr(found)


def test_the_brand_stays_and_its_staff_does_not() -> None:
    veiled = Veil(brand()).over("Harbour Lights sails at 9. Ask Jo Reed or @HarbourLights. ^JR")
    assert "Harbour Lights" in veiled.text and "@HarbourLights" in veiled.text
    assert "Jo" not in veiled.text and "JR" not in veiled.text
    open_brand = brand(privacy={"mask_people": False})
    assert "@lena" not in Veil(open_brand).over("Thanks @lena!").text, "masked whatever the pages may show"


@given(st.text(alphabet=st.sampled_from("ab AZ@.[]!?1\nü’name customer_hiJo"), max_size=80))
def test_a_veil_comes_off_whole(text: str) -> None:
    veiled = Veil(None).over(text)
    assert veiled.lifted(veiled.text) == normalize("NFC", text) or not veiled.people
    assert len({token for token, _ in veiled.people}) == len(veiled.people)
    assert all(one.strip() and one not in veiled.text.split() for _, one in veiled.people if len(one) > 3)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sarah, @jo_d and @al said Maria’s right. Sarah knows.",
        "@a @b Sorry! Ask Tom O'Neill.",
        "No people here.",
        "@customer it's 40.",
    ],
)
def test_lifting_gives_the_draft_back(text: str) -> None:
    veiled = Veil(None).over(text)
    assert veiled.lifted(veiled.text) == text
