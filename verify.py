#!/usr/bin/env python3
"""Checks a proof that `gongje ledger prove` wrote, with nothing but Python's standard library and nothing of gongje.

    python3 verify.py PROOF [--key KEY] [--head FILE] [--lang ko|en]

What it shows, step by step:
 1. the claim, rulebook, assessment and identity in the proof are those that the entry names by SHA-256;
 2. the entry is in the tree whose head is signed (RFC 9162 inclusion; with --row, the row is in the audit);
 3. the head is signed (Ed25519, C2SP signed note) by a key that goes back, hand to hand, to the ledger's first key;
 4. with --key: that a key which you were given earlier is one of these;
 5. with --head: that the ledger still begins with the tree whose head you kept (RFC 9162 consistency).

Without --key and --head it shows only that the proof is sound in itself: anybody can make a ledger of their own.
Exit status: 0 it holds, 1 it does not, 2 what was given cannot be read: no proof, or no key or head to compare with.
"""

import argparse
import base64
import hashlib
import json
import locale
import sys
from pathlib import Path

FORMAT = "gongje proof 1"
CONTENTS = {
    "decision": ("claim", "rulebook", "assessment"),
    "audit": ("rulebook", "summary"),
    "disagreement": ("claim", "rulebook", "durable", "reference"),
    "erasure": (),
    "key": (),
}


class Rejected(Exception):
    """The proof does not hold."""


class Unreadable(Exception):
    """What was given is no proof, key or head at all, so that nothing can be said of it."""


def require(holds, reason, *values):
    if not holds:
        raise Rejected(TEXTS[reason][LANG].format(*values))


# -- Ed25519 (RFC 8032, section 5.1). Only checks signatures, so it needs no secrets and no constant time.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Sum of two points in extended coordinates."""
    j, k = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    m, n = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = k - j, n - m, n + m, k + j
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def decompress(raw):
    """The point that 32 bytes stand for, None if they stand for none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


def compress(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signature_holds(public, message, signature):
    point, s = decompress(public), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    minus = (P - point[0], point[1], point[2], P - point[3])
    return compress(add(times(s, BASE), times(h, minus))) == signature[:32]


# -- the tree (RFC 9162, sections 2.1.1, 2.1.3.2 and 2.1.4.2)


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def included(leaf, index, size, path, root):
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            value = node_hash(step, value)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            value = node_hash(value, step)
        at, last = at >> 1, last >> 1
    return 0 <= index < size and last == 0 and value == root


def extended(old, new, path, before, after):
    """Does the tree of size ``new`` begin with the tree of size ``old``?"""
    if old == new:
        return not path and before == after
    if not 0 < old < new or not path:
        return False
    steps = list(path) if old & (old - 1) else [before, *path]
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == before and second == after


# -- heads and keys (C2SP signed note)


def canonical_base64(text):
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError
    return raw


class Head:
    def __init__(self, note):
        try:
            body, signatures = note.split("\n\n")
            self.origin, size, root = body.split("\n")
            self.size, self.root, self.text = int(size), canonical_base64(root), f"{body}\n".encode()
            self.signatures = []
            for line in signatures.removesuffix("\n").split("\n"):
                dash, name, signed = line.split(" ")
                raw = canonical_base64(signed)
                self.signatures.append((name, raw[:4], raw[4:]))
                if dash != "\u2014":
                    raise ValueError
            if len(self.root) != 32 or str(self.size) != size or self.size < 1 or not signatures.endswith("\n"):
                raise ValueError
        except (ValueError, AttributeError):
            raise Rejected(TEXTS["note"][LANG]) from None

    def signed_by(self, key):
        return any(
            (name, id_) == (key.name, key.id) and signature_holds(key.public, self.text, signature)
            for name, id_, signature in self.signatures
        )


class Key:
    def __init__(self, text):
        try:
            self.name, id_, key = text.strip().split("+", 2)
            raw = canonical_base64(key)
            self.id, self.public, self.text = bytes.fromhex(id_), raw[1:], text.strip()
            expected = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
            if raw[:1] != b"\1" or len(raw) != 33 or self.id != expected:
                raise ValueError
        except (ValueError, AttributeError):
            raise Rejected(TEXTS["key"][LANG]) from None


# -- the proof


def check(proof, key=None, kept=None):
    """What the proof shows, as lines; Rejected with the reason. ``key`` and ``kept`` are what you had before."""
    require(isinstance(proof, dict) and proof.get("format") == FORMAT, "format", FORMAT)
    leaf, raw = entry(proof["entry"])
    head = Head(proof["head"])
    keys = key_chain(proof["keys"], head.origin)
    require(head.signed_by(keys[-1]), "signature", head.size)
    for link in proof["keys"]:
        at = Head(link["head"])
        extends = extended(at.size, head.size, hashes(link["consistency"]), at.root, head.root)
        require(extends, "consistency", at.size, head.size)
    number = leaf["number"]
    require(included(leaf_hash(raw), number - 1, head.size, hashes(proof["inclusion"]), head.root), "inclusion", number)
    contents = check_contents(leaf, proof["contents"])
    lines = [say("entry", number, leaf["kind"], leaf["at"]), say("tree", head.origin, head.size)]
    if leaf["kind"] == "decision":
        law = strict_json(contents["assessment"])["law"]
        require(law["rulebook"] == leaf["rulebook"] and law["known_on"] == leaf["known_on"], "law")
        lines.append(say("decided", leaf["rulebook"], leaf["known_on"]))
        lines += decision_lines(strict_json(contents["assessment"]))
    if leaf["kind"] == "audit":
        lines.append(say("decided", leaf["rulebook"], leaf["known_on"]))
        lines += audit_lines(strict_json(contents["summary"]), leaf["rows"]["count"])
    lines.append(check_identity(leaf, proof["identity"]))
    if "row" in proof:
        lines.append(check_row(leaf, proof["row"]))
    if key is not None:
        require(any(one.text == key.text for one in keys), "other-key", key.text)
        lines.append(say("your-key"))
    if kept is not None:
        since = proof.get("since") or {"head": proof["head"], "consistency": []}
        old = Head(since["head"])
        require((old.origin, old.size, old.root) == (kept.origin, kept.size, kept.root), "other-head", kept.size)
        require(any(kept.signed_by(one) for one in keys), "signature", kept.size)
        consistent = extended(old.size, head.size, hashes(since["consistency"]), old.root, head.root)
        require(consistent, "consistency", old.size, head.size)
        lines.append(say("your-head", old.size))
    if key is None and kept is None:
        lines.append(say("nothing-kept", keys[0].text))
    return lines


def entry(text):
    raw = text.encode()
    leaf = strict_json(text)
    whole = isinstance(leaf, dict) and leaf.get("kind") in CONTENTS and isinstance(leaf.get("number"), int)
    require(whole and leaf.get("format") == 1, "leaf")
    return leaf, raw


def key_chain(chain, origin):
    """The keys from the first; each is an entry of the ledger, under a head that the key before signed as well."""
    keys, last = [], 0
    for link in chain:
        leaf, raw = entry(link["entry"])
        at, number = Head(link["head"]), leaf["number"]
        require(leaf["kind"] == "key" and number > last and (keys or number == 1), "chain", number)
        key = Key(leaf["key"])
        require(key.name == at.origin == origin and at.size == number, "chain", number)
        require(all(at.signed_by(one) for one in [*keys[-1:], key]), "chain", number)
        require(included(leaf_hash(raw), number - 1, number, hashes(link["inclusion"]), at.root), "chain", number)
        keys.append(key)
        last = number
    require(keys, "chain", 1)
    return keys


def check_contents(leaf, contents):
    names = CONTENTS[leaf["kind"]]
    require(isinstance(contents, dict) and set(contents) == set(names), "contents", ", ".join(names))
    for name in names:
        digest = hashlib.sha256(contents[name].encode()).hexdigest()
        require(f"sha256:{digest}" == leaf[name], "content", name)
    return contents


def decision_lines(assessment):
    """What was decided: investments by outcome, and the credit with what remains open of it."""
    credit = assessment["credit"]
    lines = [say("outcomes", outcome_counts(assessment["outcomes"]))]
    for figure in ("base_krw", "total_krw"):
        bounds = credit.get("bounds", {}).get(figure)
        if credit.get(figure) is not None:
            lines.append(say(figure, won(credit[figure])))
        elif bounds:
            lines.append(say(figure, span(bounds["at_least"], bounds["at_most"])))
    return lines


def audit_lines(summary, rows):
    """What came of a bulk audit: lines by outcome, and the base credit of each claim."""
    lines = [say("audit-outcomes", rows, outcome_counts(summary.get("outcomes", {})))]
    for claim in summary.get("claims", ()):
        year = f"{claim['year_starts']} ~ {claim['year_ends']}"
        lines.append(say("audit-year", year, span(claim["base_krw_low"], claim["base_krw_high"])))
    return lines


def outcome_counts(counts):
    return ", ".join(f"{say(name)} {count}" for name, count in sorted(counts.items()))


def won(value):
    return say("unbounded") if value is None else say("won", f"{int(value):,}")


def span(low, high):
    return won(low) if low == high else f"{won(low)} ~ {won(high)}"


def check_identity(leaf, identity):
    if identity is None:
        return say("anonymous")
    data = identity["data"].encode()
    digest = hashlib.sha256(bytes.fromhex(identity["salt"]) + data).hexdigest()
    require(f"sha256:{digest}" == leaf["identity"], "identity")
    return say("recorded-by", strict_json(identity["data"])["actor"])


def check_row(leaf, row):
    require(leaf["kind"] == "audit", "row", row["number"])
    count, root = leaf["rows"]["count"], bytes.fromhex(leaf["rows"]["root"])
    path = hashes(row["inclusion"])
    require(included(leaf_hash(row["data"].encode()), row["number"] - 1, count, path, root), "row", row["number"])
    return say("row-in", row["number"], count)


def hashes(path):
    steps = [bytes.fromhex(step) for step in path]
    require(all(len(step) == 32 for step in steps), "format", FORMAT)
    return steps


def strict_json(text):
    """JSON without double keys, so that no two readers see two things in it."""

    def pairs(items):
        require(len({key for key, _ in items}) == len(items), "double-key")
        return dict(items)

    return json.loads(text, object_pairs_hook=pairs)


def say(key, *values):
    return TEXTS[key][LANG].format(*values)


LANG = "en"
TEXTS = {
    "format": {"en": "the proof does not have the form {0!r}", "ko": "증명의 형식이 {0!r}이 아닙니다"},
    "double-key": {"en": "a key stands twice in the JSON", "ko": "JSON에 같은 키가 두 번 있습니다"},
    "leaf": {"en": "the entry cannot be read", "ko": "기록을 읽을 수 없습니다"},
    "note": {"en": "a head is not a signed note", "ko": "서명된 헤드(signed note)가 아닙니다"},
    "key": {"en": "a key is not an Ed25519 verifier key", "ko": "Ed25519 검증 키가 아닙니다"},
    "signature": {
        "en": "the head of size {0} is not signed by a key of the ledger",
        "ko": "크기 {0}의 헤드에 장부 키의 서명이 없습니다",
    },
    "inclusion": {
        "en": "entry {0} is not in the tree that was signed: the entry or the path was changed",
        "ko": "기록 {0}이 서명된 트리에 없습니다. 기록이나 경로가 바뀌었습니다",
    },
    "consistency": {
        "en": "the tree of size {1} does not begin with the tree of size {0}: history was changed",
        "ko": "크기 {1}의 트리가 크기 {0}의 트리로 시작하지 않습니다. 이력이 바뀌었습니다",
    },
    "chain": {
        "en": "the key of entry {0} was not handed on by the key before it",
        "ko": "기록 {0}의 키를 앞선 키가 넘겨주지 않았습니다",
    },
    "contents": {"en": "the proof has to hold exactly: {0}", "ko": "증명에 다음이 정확히 있어야 합니다: {0}"},
    "content": {"en": "the {0} is not the one that was recorded", "ko": "{0}이(가) 기록된 것과 다릅니다"},
    "identity": {
        "en": "the identity is not the one that was recorded",
        "ko": "인적 사항이 기록된 것과 다릅니다",
    },
    "law": {
        "en": "the assessment names another rulebook or day than the entry",
        "ko": "판단에 적힌 규칙집이나 기준일이 기록과 다릅니다",
    },
    "row": {"en": "row {0} is not in the audit", "ko": "{0}행이 이 감사에 없습니다"},
    "other-key": {"en": "the key {0} is not one of this ledger", "ko": "키 {0}은(는) 이 장부의 키가 아닙니다"},
    "other-head": {
        "en": "the proof does not start from your head of size {0}; ask for one with: gongje ledger prove --head FILE",
        "ko": "크기 {0}의 보관하신 헤드에서 시작하는 증명이 아닙니다. gongje ledger prove --head FILE로 요청하십시오",
    },
    "empty": {"en": "the file is empty", "ko": "파일이 비어 있습니다"},
    "missing": {"en": "there is no such file", "ko": "그런 파일이 없습니다"},
    "folder": {"en": "it is a folder, not a file", "ko": "파일이 아니라 폴더입니다"},
    "denied": {"en": "you may not read it", "ko": "읽을 권한이 없습니다"},
    "system": {"en": "the system does not let it be read", "ko": "시스템이 읽지 못합니다"},
    "not-text": {"en": "it is not UTF-8 text", "ko": "UTF-8로 된 글이 아닙니다"},
    "not-json": {"en": "it is not JSON from line {0}, column {1} on", "ko": "{0}행 {1}열부터 JSON이 아닙니다"},
    "beyond": {"en": "its numbers are too long or its levels too deep", "ko": "수가 너무 길거나 단계가 너무 깊습니다"},
    "unreadable": {"en": "{0}: cannot be read: {1}", "ko": "{0}: 읽을 수 없습니다: {1}"},
    "entry": {"en": "Entry {0} ({1}), recorded {2}", "ko": "기록 {0} ({1}), {2} 기록"},
    "tree": {"en": "in ledger {0}, under its signed head of size {1}", "ko": "장부 {0}, 크기 {1}의 서명된 헤드 아래"},
    "decided": {"en": "by rulebook {0}, as known on {1}", "ko": "규칙집 {0}, {1} 기준"},
    "outcomes": {"en": "investments: {0}", "ko": "투자: {0}"},
    "audit-outcomes": {"en": "{0} rows; lines: {1}", "ko": "{0}행, 줄: {1}"},
    "audit-year": {"en": "base credit of {0}: {1}", "ko": "{0} 기본공제액: {1}"},
    "base_krw": {"en": "base credit: {0}", "ko": "기본공제액: {0}"},
    "total_krw": {"en": "credit of the tax year: {0}", "ko": "그 해에 발생한 공제액: {0}"},
    "won": {"en": "{0} won", "ko": "{0}원"},
    "unbounded": {"en": "open", "ko": "미정"},
    "eligible": {"en": "eligible", "ko": "공제 대상"},
    "ineligible": {"en": "ineligible", "ko": "대상 아님"},
    "undetermined": {"en": "undetermined", "ko": "미정"},
    "review": {"en": "for review", "ko": "검토 필요"},
    "anonymous": {"en": "identity left out or erased", "ko": "인적 사항은 빠졌거나 지워짐"},
    "recorded-by": {"en": "recorded by {0}", "ko": "기록한 사람: {0}"},
    "row-in": {"en": "row {0} of {1} of the audit", "ko": "감사 {1}행 중 {0}행"},
    "your-key": {"en": "signed by the key that you gave", "ko": "주신 키로 서명됨"},
    "your-head": {
        "en": "nothing up to your head of size {0} was changed",
        "ko": "가지고 계신 크기 {0}의 헤드까지 바뀐 것이 없음",
    },
    "nothing-kept": {
        "en": "! not compared with a key or head that you kept; the ledger's first key is {0}",
        "ko": "! 보관하신 키나 헤드와 대조하지 않았습니다. 이 장부의 첫 키는 {0}",
    },
    "holds": {"en": "The proof holds.", "ko": "증명이 성립합니다."},
    "rejected": {"en": "The proof does not hold: {0}", "ko": "증명이 성립하지 않습니다: {0}"},
}


def read_text(name):
    try:
        return Path(name).read_bytes().decode()
    except UnicodeDecodeError:
        raise Unreadable(say("unreadable", name, say("not-text"))) from None
    except (OSError, ValueError) as error:
        raise Unreadable(say("unreadable", name, say(why(error)))) from None


def why(error):
    """Why a file cannot be read; a name that no file can have is that of none."""
    kinds = (IsADirectoryError, "folder"), (PermissionError, "denied"), ((FileNotFoundError, ValueError), "missing")
    return next((key for kind, key in kinds if isinstance(error, kind)), "system")


def read_given(kind, text, name):
    """A key or head that you had before; a misspelt one says nothing about the proof."""
    try:
        return kind(text)
    except Rejected as rejected:
        raise Unreadable(say("unreadable", name, rejected)) from None


def read_proof(name):
    text = read_text(name)
    if not text.strip():
        raise Unreadable(say("unreadable", name, say("empty")))
    try:
        proof = strict_json(text)
    except json.JSONDecodeError as error:
        raise Unreadable(say("unreadable", name, say("not-json", error.lineno, error.colno))) from None
    except (ValueError, RecursionError):
        raise Unreadable(say("unreadable", name, say("beyond"))) from None
    if not isinstance(proof, dict) or proof.get("format") != FORMAT:
        raise Unreadable(say("unreadable", name, say("format", FORMAT)))
    return proof


def main():
    global LANG
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof")
    parser.add_argument("--key", help="a verifier key that you were given earlier")
    parser.add_argument("--head", help="file with a head that you kept earlier")
    parser.add_argument("--lang", choices=("ko", "en"))
    options = parser.parse_args()
    LANG = options.lang or ("ko" if (locale.getlocale()[0] or "").lower().startswith("ko") else "en")
    try:
        proof = read_proof(options.proof)
        key = options.key and read_given(Key, options.key, "--key")
        kept = options.head and read_given(Head, read_text(options.head), options.head)
        lines = check(proof, key, kept)
    except Unreadable as unreadable:
        print(unreadable, file=sys.stderr)
        return 2
    except Rejected as rejected:
        print(say("rejected", rejected))
        return 1
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        print(say("rejected", say("format", FORMAT)))
        return 1
    print("\n".join([say("holds"), *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
