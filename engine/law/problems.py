"""What is wrong with an input, said so that its author can mend it.

A ``Problem`` names the place, what was found, what is expected and the remedy, in Korean and English. Readers collect
all problems of an input and raise them together, sorted by place, as ``BadInput``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

TEXTS: dict[str, dict[str, str]] = {
    "not-utf8": {
        "en": "the text is not UTF-8 (byte {found}); save it as UTF-8",
        "ko": "UTF-8로 된 글이 아닙니다({found}번째 바이트). UTF-8로 저장하십시오",
    },
    "too-big": {
        "en": "{found} bytes are more than the {expected} that one input may have; split it",
        "ko": "{found}바이트로, 한 입력의 한도인 {expected}바이트를 넘습니다. 나누어 주십시오",
    },
    "too-deep": {
        "en": "nested deeper than {expected} levels; flatten it",
        "ko": "{expected}단계보다 깊게 중첩되었습니다. 구조를 펴 주십시오",
    },
    "too-many": {
        "en": "more than {expected} values in one input; split it",
        "ko": "한 입력에 값이 {expected}개를 넘습니다. 나누어 주십시오",
    },
    "no-alias": {
        "en": "anchors and aliases (& and *) are not allowed; write the value out",
        "ko": "앵커와 별칭(&, *)은 쓸 수 없습니다. 값을 그대로 적으십시오",
    },
    "no-tag": {
        "en": "the tag {found} is not allowed; remove it",
        "ko": "태그 {found}은(는) 쓸 수 없습니다. 지우십시오",
    },
    "one-document": {
        "en": "more than one document in a file; remove the second '---'",
        "ko": "한 파일에 문서가 둘 이상입니다. 두 번째 '---'를 지우십시오",
    },
    "empty": {"en": "there is nothing in it; expected {expected}", "ko": "내용이 없습니다. {expected}이(가) 필요합니다"},
    "syntax": {"en": "cannot be read: {found}", "ko": "읽을 수 없습니다: {found}"},
    "duplicate-key": {
        "en": "{found} is given twice (first in line {expected}); keep one",
        "ko": "{found}이(가) 두 번 있습니다(처음은 {expected}행). 하나만 남기십시오",
    },
    "key-not-text": {"en": "a key must be text, found {found}", "ko": "키는 글자여야 합니다. 발견: {found}"},
    "unknown-key": {
        "en": "{found} is not a known field; expected {expected}{hint}",
        "ko": "{found}은(는) 없는 항목입니다. 가능한 항목: {expected}{hint}",
    },
    "missing-key": {"en": "{expected} is required; add it", "ko": "{expected}이(가) 필요합니다. 추가하십시오"},
    "wrong-type": {
        "en": "found {found}, expected {expected}",
        "ko": "{found}이(가) 있으나 {expected}이(가) 필요합니다",
    },
    "not-a-choice": {
        "en": "{found} is not among the choices: {expected}{hint}",
        "ko": "{found}은(는) 선택지에 없습니다: {expected}{hint}",
    },
    "bad-date": {
        "en": "{found} is not a calendar date; write it as YYYY-MM-DD",
        "ko": "{found}은(는) 달력에 없는 날짜입니다. YYYY-MM-DD로 적으십시오",
    },
    "bad-won": {
        "en": "{found} is not a whole number of won from 0 to {expected}; write digits only",
        "ko": "{found}은(는) 0부터 {expected}까지의 원 단위 정수가 아닙니다. 숫자만 적으십시오",
    },
    "bad-count": {
        "en": "{found} is not a whole number from 0 to {expected}",
        "ko": "{found}은(는) 0부터 {expected}까지의 정수가 아닙니다",
    },
    "bad-ratio": {
        "en": "{found} is not a decimal from 0 to 1 with at most nine places; write 0.35 for 35 %",
        "ko": "{found}은(는) 0에서 1까지의 소수(소수점 아래 아홉 자리까지)가 아닙니다. 35 %는 0.35로 적으십시오",
    },
    "bad-id": {
        "en": "{found} is not an id; use 1 to 64 letters, digits, '-', '_' or '.'",
        "ko": "{found}은(는) 식별자가 아닙니다. 글자, 숫자, '-', '_', '.'을 1~64자로 적으십시오",
    },
    "too-long": {"en": "longer than {expected} characters; shorten it", "ko": "{expected}자를 넘습니다. 줄이십시오"},
    "same-id": {
        "en": "the id {found} is used twice; ids must differ",
        "ko": "식별자 {found}이(가) 두 번 쓰였습니다. 서로 달라야 합니다",
    },
    "no-project": {
        "en": "there is no project {found}; expected {expected}{hint}",
        "ko": "프로젝트 {found}이(가) 없습니다. 가능한 값: {expected}{hint}",
    },
    "derived-fact": {
        "en": "{found} follows from other facts and cannot be given; remove it",
        "ko": "{found}은(는) 다른 사실에서 따라 나오므로 적을 수 없습니다. 지우십시오",
    },
    "before-bound": {
        "en": "{found} lies before {expected}; correct one of the two",
        "ko": "{found}이(가) {expected}보다 앞섭니다. 둘 중 하나를 바로잡으십시오",
    },
    "after-bound": {
        "en": "{found} lies after {expected}; correct one of the two",
        "ko": "{found}이(가) {expected}보다 늦습니다. 둘 중 하나를 바로잡으십시오",
    },
    "long-year": {
        "en": "a tax year of {found} days is longer than {expected} months; correct its ends",
        "ko": "과세연도가 {found}일로 {expected}개월보다 깁니다. 시작일과 종료일을 바로잡으십시오",
    },
    "date-twice": {
        "en": "give either invested_on, or from and until, not both",
        "ko": "invested_on 또는 from과 until 가운데 한쪽만 적으십시오",
    },
    "half-range": {
        "en": "{found} stands alone; give from and until together",
        "ko": "{found}만 있습니다. from과 until을 함께 적으십시오",
    },
    "empty-range": {
        "en": "the range {found} is empty; the first value must not exceed the second",
        "ko": "범위 {found}이(가) 비어 있습니다. 앞 값이 뒤 값보다 클 수 없습니다",
    },
    "attested-twice": {
        "en": "{found} is attested with another value than the claim gives; correct one of the two",
        "ko": "{found}의 확인 값이 신청 값과 다릅니다. 둘 중 하나를 바로잡으십시오",
    },
    "not-attestable": {
        "en": "{found} cannot be attested for the whole claim; expected a fact of the claim or of every investment",
        "ko": "{found}은(는) 신청 전체에 대해 확인할 수 없습니다. 신청 또는 투자 단위의 사실이어야 합니다",
    },
    "known-too-early": {
        "en": "no law of this rulebook was promulgated by {found}; the first is of {expected}",
        "ko": "{found}까지 공포된 법령이 이 규칙집에 없습니다. 가장 이른 것은 {expected}입니다",
    },
    # rule files
    "unknown-fact": {
        "en": "the vocabulary has no fact {found}{hint}",
        "ko": "어휘에 {found} 사실이 없습니다{hint}",
    },
    "unknown-provision": {
        "en": "there is no provision {found}{hint}",
        "ko": "{found} 규정이 없습니다{hint}",
    },
    "unknown-instrument": {
        "en": "instruments.yaml has no instrument {found}{hint}",
        "ko": "instruments.yaml에 {found} 법령이 없습니다{hint}",
    },
    "unknown-table": {"en": "there is no table {found}{hint}", "ko": "{found} 표가 없습니다{hint}"},
    "unknown-basis": {
        "en": "{found} is not a basis of application; expected {expected}{hint}",
        "ko": "{found}은(는) 적용 기준이 아닙니다. 가능한 값: {expected}{hint}",
    },
    "wrong-test": {
        "en": "the {found} fact {hint} cannot be tested so; expected {expected}",
        "ko": "{found} 사실 {hint}에는 쓸 수 없는 조건입니다. 가능한 조건: {expected}",
    },
    "narrower": {
        "en": "{found} belongs to a narrower scope than {expected}; read it through an aggregate or narrow the scope",
        "ko": "{found}의 범위가 {expected}보다 좁습니다. 집계로 읽거나 범위를 좁히십시오",
    },
    "cycle": {"en": "depends on itself: {found}", "ko": "자기 자신에 의존합니다: {found}"},
    "overlap": {
        "en": "versions {found} both apply on {expected}; end one of them",
        "ko": "{found} 판이 {expected}에 함께 적용됩니다. 하나를 끝내십시오",
    },
    "gap": {
        "en": "{found} has no version for {expected}, where it is read; add one or say `otherwise:`",
        "ko": "{found}이(가) 읽히는 {expected}에 해당하는 판이 없습니다. 판을 더하거나 `otherwise:`를 적으십시오",
    },
    "empty-period": {
        "en": "the period {found} is empty although no later instrument cut it; correct it",
        "ko": "기간 {found}이(가) 비어 있으나 나중 법령이 줄인 것이 아닙니다. 바로잡으십시오",
    },
    "same-day-ends": {
        "en": "two ends of {found} were set on {expected}; which one holds is open, keep one",
        "ko": "{found}의 끝이 {expected}에 두 번 정해졌습니다. 하나만 남기십시오",
    },
    "rows-overlap": {
        "en": "rows {found} give different values for one complete input: {expected}",
        "ko": "완전한 입력 하나에 {found} 행이 서로 다른 값을 줍니다: {expected}",
    },
    "rows-missing": {
        "en": "no row fits this complete input: {expected}",
        "ko": "다음과 같은 완전한 입력에 맞는 행이 없습니다: {expected}",
    },
    "no-rows": {
        "en": "no provision is a row of the list {found}{hint}",
        "ko": "목록 {found}의 행인 규정이 없습니다{hint}",
    },
    "rule-model": {"en": "{found}", "ko": "{found}"},
    "bad-operation": {
        "en": "{found} is not an operation; expected {expected}{hint}",
        "ko": "{found}은(는) 연산이 아닙니다. 가능한 값: {expected}{hint}",
    },
    "cite-form": {
        "en": "{found} is not a citation; write it as 'Act 24(1)2', 'Rule Annex 6-2 7-가' or 'act-19328 addenda 3(1)'",
        "ko": "{found}은(는) 인용 형식이 아닙니다. 'Act 24(1)2', 'Rule Annex 6-2 7-가', 'act-19328 addenda 3(1)'처럼 적으십시오",
    },
    "no-file": {"en": "{found} cannot be read: {hint}", "ko": "{found}을(를) 읽을 수 없습니다: {hint}"},
    "missing-text": {
        "en": "{found} lacks {expected}; add it",
        "ko": "{found}에 {expected}이(가) 없습니다. 추가하십시오",
    },
}

DID_YOU_MEAN = {"en": "; did you mean {0}?", "ko": ". 혹시 {0}?"}


@dataclass(frozen=True)
class Problem:
    """One fault. ``path`` is a JSON path; ``line`` and ``column`` count from 1, 0 where the source has no lines."""

    code: str
    path: str = "$"
    found: str = ""
    expected: str = ""
    near: str = ""  # what the author may have meant; for a few codes, the subject
    source: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        where = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return " ".join(part for part in (where, self.path) if part)

    def text(self, lang: str) -> str:
        hint = self.near
        if hint and self.code not in ("wrong-test", "no-file"):
            hint = DID_YOU_MEAN[lang].format(hint)
        return TEXTS[self.code][lang].format(found=self.found, expected=self.expected, hint=hint)

    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        return (self.source, self.line, self.column, self.path, self.code, self.found)


class BadInput(Exception):
    """An input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems), key=Problem.sort_key)
        super().__init__("\n".join(f"{p.place}: {p.text('en')}" for p in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to a misspelt one, or ''."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return close[0] if close else ""


def shown(value: object, limit: int = 60) -> str:
    """A found value as its author wrote it, cut to a readable length."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "null"
    elif isinstance(value, dict):
        text = "a mapping"
    elif isinstance(value, list):
        text = "a list"
    else:
        text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
