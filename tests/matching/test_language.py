from __future__ import annotations

import pytest

from app.matching.language import LanguageModel, train_language
from app.matching.scripts import main_script

_SAMPLES = {
    "en": ["do i have to open the door", "what is a warrant", "they took my brother", "where can i find a lawyer"] * 3,
    "es": ["tengo que abrir la puerta", "qué es una orden", "se llevaron a mi hermano", "dónde busco un abogado"] * 3,
    "vi": ["tôi có phải mở cửa không", "lệnh của tòa là gì", "họ bắt anh tôi rồi", "tìm luật sư ở đâu"] * 3,
    "hi": [
        "क्या मुझे दरवाज़ा खोलना होगा",
        "वारंट क्या है",
        "वकील कहाँ मिलेगा",
        "mujhe darwaza kholna hai kya",
        "vakil kahan milega mujhe",
    ]
    * 3,
    "ko": ["문을 열어야 하나요", "영장이 뭐예요", "변호사를 어디서 찾나요"] * 3,
    "ru": ["нужно ли открывать дверь", "что такое ордер", "где найти адвоката"] * 3,
}


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return train_language(_SAMPLES)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("must i open my door to them", "en"),
        ("tengo que abrirles la puerta", "es"),
        ("DONDE BUSCO ABOGADO", "es"),
        ("luat su o dau", "vi"),
        ("ICE 문을 열어야 돼요", "ko"),
        ("वारंट ICE", "hi"),
    ],
)
def test_the_language_of_a_message_is_recognised(model: LanguageModel, text: str, locale: str) -> None:
    assert model.guess(text).locale == locale


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("123 ?!", id="no-letters"),
        pytest.param("ok", id="too-short"),
        pytest.param("这是什么", id="a-script-nobody-here-writes"),
        pytest.param("xqzj wkfv", id="gibberish"),
    ],
)
def test_the_model_abstains_rather_than_guess(model: LanguageModel, text: str) -> None:
    assert model.guess(text).locale == ""


def test_a_language_in_other_letters_than_usual_is_marked_romanised() -> None:
    model = train_language(_SAMPLES)
    assert model.guess("mujhe vakil kahan milega").romanised
    assert not model.guess("वारंट क्या है").romanised


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("hello", "Latn"),
        ("ICE в дверь", "Cyrl"),
        ("ICE 在我家门口", "Hani"),
        ("ድምፅ", "Ethi"),
        ("میں", "Arab"),
        ("ਪੰਜਾਬੀ", "Guru"),
        ("", ""),
    ],
)
def test_the_main_script_counts_foreign_letters_more(text: str, script: str) -> None:
    assert main_script(text) == script
