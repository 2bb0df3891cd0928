"""``verify.py``: it imports nothing of gongje, accepts good proofs, and rejects doctored ones with the reason."""

from __future__ import annotations

import ast
import copy
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ledgers
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import PLANT, audit, decision

from engine.assessment.assess import Prepared
from engine.ledger.bundle import as_text, bundle
from engine.ledger.faults import Fault
from engine.ledger.note import Head, read_note, sign
from engine.ledger.store import Ledger

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("verifier", ROOT / "verify.py")
assert spec is not None and spec.loader is not None
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
Proof = dict[str, Any]
ROW = 2500


@pytest.fixture(scope="module")
def ledger(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """1, 4 and 7 keys; 2, 3, 6, 8 and 9 decisions (6 of an erased identity); 5 an audit; 10 the erasure."""
    folder = tmp_path_factory.mktemp("proofs")
    with Ledger(str(folder / "ledger.db"), folder / "keys", create=True) as made:
        one = decision(prepared)
        made.append([one, decision(prepared, PLANT, organisation="세무법인 하나")])
        made.rotate_key("Park")
        made.append([audit(prepared)])
        made.append([one])
        made.rotate_key("Park")
        made.append([one])
        made.append([one])
        made.erase(6, "Park")
        yield made


@pytest.fixture(scope="module")
def proof(ledger: Ledger) -> Proof:
    """Of decision 3, from the head of size 2 on."""
    with ledger.view() as view:
        return bundle(view, 3, since=read_note(view.note(3)))


@pytest.fixture(scope="module")
def row_proof(ledger: Ledger) -> Proof:
    with ledger.view() as view:
        return bundle(view, 5, ROW)


def first_key(ledger: Ledger) -> Any:
    with ledger.view() as view:
        return verifier.Key(str(view.signing_keys()[0][1]))


def kept_head(ledger: Ledger, size: int = 3) -> Any:
    with ledger.view() as view:
        return verifier.Head(view.note(size))


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "verify.py").read_text(encoding="utf-8"))
    imported = {a.name.partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {str(n.module).partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


def test_every_entry_can_be_proved(ledger: Ledger) -> None:
    key, kept = first_key(ledger), kept_head(ledger)
    with ledger.view() as view:
        for number in range(1, view.size + 1):
            for since in (None, read_note(view.note(3))):
                made = json.loads(as_text(bundle(view, number, since=since)))
                assert verifier.check(made, key, kept if since else None)


@pytest.mark.parametrize("row", [1, 2, 1024, 1025, 2048, ROW, 3000])
def test_every_row_can_be_proved(ledger: Ledger, row: int) -> None:
    with ledger.view() as view:
        made = bundle(view, 5, row)
        assert f"row {row} of 3000 of the audit" in verifier.check(made, first_key(ledger))
        assert json.loads(made["row"]["data"])["line"] == row


def test_what_cannot_be_proved(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(str(tmp_path / "other.db"), tmp_path, create=True) as other, other.view() as view:
        foreign = read_note(view.note())
    with ledger.view() as view:
        for number, row, since, code in (
            (3, 1, None, "no-row"),
            (5, 3001, None, "no-row"),
            (11, None, None, "no-entry"),
            (3, None, foreign, "other-head"),
        ):
            with pytest.raises(Fault) as fault:
                bundle(view, number, row, since)
            assert fault.value.code == code


def test_identity_can_be_left_out_and_may_be_erased(ledger: Ledger) -> None:
    with ledger.view() as view:
        for made in (bundle(view, 3, anonymous=True), bundle(view, 6)):
            assert "identity left out or erased" in verifier.check(made, first_key(ledger))
            assert "Kim" not in as_text(made)
        assert "recorded by Kim" in verifier.check(bundle(view, 3))


def resigned(note: str, private: Ed25519PrivateKey) -> str:
    return sign(read_note(note).head, [private])


OWN = Ed25519PrivateKey.from_private_bytes(bytes(32))


def put(proof: Proof, path: str, value: object) -> None:
    *way, last = path.split(".")
    at: Any = proof
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[int(last) if last.isdigit() else last] = value(at[last]) if callable(value) else value


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def flipped(path: list[str]) -> list[str]:
    return [path[0][:-1] + ("0" if path[0][-1] != "0" else "1"), *path[1:]]


def with_root(note: str) -> str:
    head = read_note(note).head
    return note.replace(head.text, Head(head.origin, head.size, bytes(32)).text)


def forged_rulebook(proof: Proof) -> None:
    """The rulebook and its hash in the entry: both fit each other, not the tree."""
    old = json.loads(proof["entry"])["rulebook"]
    proof["contents"]["rulebook"] = proof["contents"]["rulebook"].replace('"0.15"', '"0.25"')
    new = "sha256:" + hashlib.sha256(proof["contents"]["rulebook"].encode()).hexdigest()
    proof["entry"] = proof["entry"].replace(old, new)


DOCTORED: dict[str, tuple[str, object, str]] = {
    "another amount in the claim": ("contents.claim", replaced("60000000000", "90000000000"), "claim is not the one"),
    "another amount in the answer": ("contents.assessment", replaced("18000000000", "99000000000"), "assessment is"),
    "an edited rulebook": ("contents.rulebook", replaced('"0.15"', '"0.25"'), "rulebook is not the one"),
    "no rulebook": ("contents", lambda c: {k: v for k, v in c.items() if k != "rulebook"}, "hold exactly"),
    "something added": ("contents", lambda c: {**c, "note": "{}"}, "hold exactly"),
    "another day of knowledge": ("entry", replaced("2023-07-20", "2023-08-29"), "not in the tree"),
    "another time": ("entry", replaced('"at":"20', '"at":"19'), "not in the tree"),
    "another number": ("entry", replaced('"number":3', '"number":2'), "not in the tree"),
    "signed where it was not": ("entry", replaced('"signed":false', '"signed":true'), "not in the tree"),
    "another recorder": ("identity.data", replaced("Kim", "Lee"), "identity is not the one"),
    "another salt": ("identity.salt", lambda s: flipped([s])[0], "identity is not the one"),
    "a changed step": ("inclusion", flipped, "not in the tree"),
    "a step less": ("inclusion", lambda p: p[:-1], "not in the tree"),
    "a step more": ("inclusion", lambda p: [*p, p[0]], "not in the tree"),
    "steps in another order": ("inclusion", lambda p: p[::-1], "not in the tree"),
    "no step": ("inclusion", [], "not in the tree"),
    "another root": ("head", with_root, "not signed by a key"),
    "another size": ("head", replaced("\n10\n", "\n11\n"), "not signed by a key"),
    "another ledger": ("head", replaced("gongje/", "gongji/"), "was not handed on"),
    "a head signed with a key of one's own": ("head", lambda h: resigned(h, OWN), "not signed by a key"),
    "a head without signature": ("head", lambda h: h.partition("\u2014")[0], "not a signed note"),
    "a key left out": ("keys", lambda k: k[:-1], "not signed by a key"),
    "the first key left out": ("keys", lambda k: k[1:], "was not handed on"),
    "no keys": ("keys", [], "was not handed on"),
    "keys in another order": ("keys", lambda k: [k[0], k[2], k[1]], "was not handed on"),
    "another key slipped in": ("keys.1.entry", replaced("gongje/", "gongji/"), "not an Ed25519 verifier key"),
    "a handing on signed by nobody": ("keys.2.head", lambda h: resigned(h, OWN), "was not handed on"),
    "keys of another history": ("keys.1.consistency", flipped, "history was changed"),
    "a kept head of another history": ("since.consistency", flipped, "history was changed"),
    "another kept head": ("since.head", replaced("\n3\n", "\n4\n"), "does not start from your head"),
    "another form": ("format", "gongje proof 2", "does not have the form"),
}


@pytest.mark.parametrize("name", list(DOCTORED))
def test_doctored_proofs_are_rejected_with_the_reason(ledger: Ledger, proof: Proof, name: str) -> None:
    assert verifier.check(proof, first_key(ledger), kept_head(ledger))
    path, value, reason = DOCTORED[name]
    doctored = copy.deepcopy(proof)
    put(doctored, path, value)
    with pytest.raises(verifier.Rejected, match=reason):
        verifier.check(doctored, first_key(ledger), kept_head(ledger))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("row.data", replaced("2500000", "9900000")),
        ("row.number", ROW + 1),
        ("row.number", 0),
        ("row.inclusion", flipped),
        ("row.inclusion", lambda p: p[:-1]),
    ],
)
def test_doctored_rows(ledger: Ledger, row_proof: Proof, path: str, value: object) -> None:
    doctored = copy.deepcopy(row_proof)
    put(doctored, path, value)
    with pytest.raises(verifier.Rejected, match="is not in the audit"):
        verifier.check(doctored, first_key(ledger))


def test_a_whole_forgery_is_one_only_to_those_who_kept_something(
    ledger: Ledger, proof: Proof, prepared: Prepared, tmp_path: Path
) -> None:
    """Anybody can make a ledger of their own: it takes a key or a head from before to tell."""
    with Ledger(str(tmp_path / "own.db"), tmp_path / "keys", create=True) as own:
        own.append([decision(prepared)])
        with own.view() as view:
            forged = bundle(view, 2)
    assert "not compared with a key or head" in verifier.check(forged)[-1]
    with pytest.raises(verifier.Rejected, match="is not one of this ledger"):
        verifier.check(forged, first_key(ledger))
    with pytest.raises(verifier.Rejected, match="does not start from your head"):
        verifier.check(forged, None, kept_head(ledger))
    edited = copy.deepcopy(proof)
    forged_rulebook(edited)
    with pytest.raises(verifier.Rejected, match="not in the tree"):
        verifier.check(edited)


# -- Ed25519 in pure Python


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
def test_signatures_against_the_library(seed: bytes, message: bytes, data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verifier.signature_holds(public, message, signature)
    bit = data.draw(st.integers(0, 511))
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not verifier.signature_holds(public, message, bytes(changed))
    assert not verifier.signature_holds(public, message + b"x", signature)
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not verifier.signature_holds(other, message, signature)


def test_signatures_of_the_standard() -> None:
    """RFC 8032, section 7.1, tests 1 to 3."""
    for public, message, signature in (
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ):
        parts = [bytes.fromhex(text) for text in (public, message, signature)]
        assert verifier.signature_holds(*parts)


def test_signatures_are_taken_in_their_one_form_only() -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"x")
    s = int.from_bytes(signature[32:], "little") + verifier.Q  # the same number to those who do not look
    assert not verifier.signature_holds(public, b"x", signature[:32] + s.to_bytes(32, "little"))
    assert not verifier.signature_holds(public, b"x", signature[:-1])
    assert verifier.decompress((verifier.P + 1).to_bytes(32, "little")) is None
    assert not verifier.signature_holds((2).to_bytes(32, "little"), b"x", signature)  # on no curve


# -- as a command


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(ROOT / "verify.py"), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")


def test_as_a_command(ledger: Ledger, proof: Proof, tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(as_text(proof), encoding="utf-8")
    with ledger.view() as view:
        (tmp_path / "head").write_text(view.note(3), encoding="utf-8")
    done = run(tmp_path / "proof.json", "--key", first_key(ledger).text, "--head", tmp_path / "head", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The proof holds.\nEntry 3 (decision), recorded 20")
    assert done.stdout.endswith("signed by the key that you gave\nnothing up to your head of size 3 was changed\n")
    korean = run(tmp_path / "proof.json", "--lang", "ko")
    assert korean.stdout.startswith("증명이 성립합니다.\n기록 3 (decision)")
    (tmp_path / "bad.json").write_text(as_text(proof).replace('"number\\":3', '"number\\":4'), encoding="utf-8")
    assert run(tmp_path / "bad.json", "--lang", "en").returncode == 1
    for content in ('{"format": "gongje proof 1"}', '{"a": 1, "a": 2}'):
        (tmp_path / "odd.json").write_text(content, encoding="utf-8")
        assert run(tmp_path / "odd.json", "--lang", "en").returncode == 1, content


@pytest.mark.parametrize("content", ["", " \n", "[]", "{", "null", "[" * 100_000, "\ud800", '{"format": "other"}'])
def test_what_is_no_proof_is_not_said_to_fail(content: str, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text(content, encoding="utf-8", errors="surrogatepass")
    done = run(odd, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{odd}: cannot be read: ") and "Traceback" not in done.stderr
    assert run(tmp_path / "none.json").returncode == 2


@pytest.mark.parametrize(
    ("content", "english", "korean"),
    [
        (b"{", "it is not JSON from line 1, column 2 on", "1행 2열부터 JSON이 아닙니다"),
        (b"\xff", "it is not UTF-8 text", "UTF-8로 된 글이 아닙니다"),
        (b"9" * 5000, "its numbers are too long or its levels too deep", "수가 너무 길거나 단계가 너무 깊습니다"),
        (None, "there is no such file", "그런 파일이 없습니다"),
    ],
)
def test_why_it_cannot_be_read_is_said_in_both_languages(
    content: bytes | None, english: str, korean: str, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.json"
    if content is not None:
        odd.write_bytes(content)
    assert run(odd, "--lang", "en").stderr == f"{odd}: cannot be read: {english}\n"
    assert run(odd, "--lang", "ko").stderr == f"{odd}: 읽을 수 없습니다: {korean}\n"
    assert run(tmp_path, "--lang", "ko").stderr == f"{tmp_path}: 읽을 수 없습니다: 파일이 아니라 폴더입니다\n"


def test_a_misspelt_key_or_head_says_nothing_of_the_proof(ledger: Ledger, proof: Proof, tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(as_text(proof), encoding="utf-8")
    (tmp_path / "head").write_text("no head\n", encoding="utf-8")
    for before in (("--key", "gongje/1+nonsense"), ("--key", "x"), ("--head", tmp_path / "head")):
        done = run(tmp_path / "proof.json", *before, "--lang", "en")
        assert (done.returncode, done.stdout) == (2, ""), before
        assert "cannot be read" in done.stderr


def test_it_says_what_was_decided(ledger: Ledger, proof: Proof, tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(as_text(proof), encoding="utf-8")
    with ledger.view() as view:
        document = json.loads(view.entry(3).contents[json.loads(proof["entry"])["assessment"]].unpack() or b"")
    base = document["credit"]["base_krw"]
    english, korean = (run(tmp_path / "proof.json", "--lang", lang).stdout for lang in ("en", "ko"))
    counts = ", ".join(f"{'for review' if n == 'review' else n} {c}" for n, c in sorted(document["outcomes"].items()))
    assert f"\ninvestments: {counts}\nbase credit: {int(base):,} won\ncredit of the tax year: " in english
    assert f"\n기본공제액: {int(base):,}원\n" in korean


def test_both_languages_say_the_same() -> None:
    for key, said in verifier.TEXTS.items():
        assert set(said) == {"ko", "en"}, key
        assert [f"{{{i}" in said["ko"] for i in range(3)] == [f"{{{i}" in said["en"] for i in range(3)], key
    assert ledgers.LINE.exists()
