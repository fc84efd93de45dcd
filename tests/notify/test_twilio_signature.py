"""Twilio's signature, against the example of its documentation."""

from __future__ import annotations

from calsync.notify.twilio_signature import is_signed, signature

TOKEN = "12345"
ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
]


def test_the_published_example_is_signed_as_twilio_signs_it() -> None:
    assert is_signed("RSOYDt4T1cUTdK1PDd93/VVr8B8=", TOKEN, ADDRESS, FORM)


def test_a_field_that_comes_several_times_is_signed_once_for_each_value() -> None:
    form = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    assert is_signed("IK+Dwps556ElfBT0I3Rgjkr1wJU=", TOKEN, ADDRESS, form)


def test_another_word_address_or_token_is_not_signed() -> None:
    signed = signature(TOKEN, ADDRESS, FORM)
    assert not is_signed(signed, TOKEN, ADDRESS, [*FORM, ("Digits", "0")])
    assert not is_signed(signed, TOKEN, ADDRESS + "3", FORM)
    assert not is_signed(signed, "54321", ADDRESS, FORM)
    assert not is_signed("", TOKEN, ADDRESS, FORM)
    assert not is_signed("ü", TOKEN, ADDRESS, FORM)
    assert not is_signed(signature("", ADDRESS, FORM), "", ADDRESS, FORM)
