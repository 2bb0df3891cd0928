"""What problems say, by code and language. (Phrases for what was found or is expected: ``problem_phrases``.)"""

from __future__ import annotations

from engine.law import register_problem_texts

TEXTS: dict[str, dict[str, str]] = {
    # -- any text
    "not-utf8": {
        "en": "the text is not UTF-8 (byte {found}); save it as UTF-8",
        "ko": "UTF-8로 된 글이 아닙니다({found}번째 바이트). UTF-8로 저장하십시오",
    },
    "bad-character": {
        "en": "the character {found} cannot be part of a text; remove it, or save the file as UTF-8 text",
        "ko": "문자 {found}은(는) 글에 쓸 수 없습니다. 지우거나 파일을 UTF-8 글로 저장하십시오",
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
    "more-problems": {
        "en": "there are more problems than these {expected}; mend these first",
        "ko": "문제가 이 {expected}개보다 더 있습니다. 먼저 이것들을 고치십시오",
    },
    "no-alias": {
        "en": "anchors and aliases (& and *) are not allowed; write the value out, or put it in quotes",
        "ko": "앵커와 별칭(&, *)은 쓸 수 없습니다. 값을 그대로 적거나 따옴표로 묶으십시오",
    },
    "no-merge": {
        "en": "the merge key << is not allowed; write the values out",
        "ko": "병합 키 <<는 쓸 수 없습니다. 값을 그대로 적으십시오",
    },
    "no-tag": {
        "en": "the tag {found} is not allowed; remove it, or put the value in quotes",
        "ko": "태그 {found}은(는) 쓸 수 없습니다. 지우거나 값을 따옴표로 묶으십시오",
    },
    "one-document": {
        "en": "more than one document in a file; remove the second '---'",
        "ko": "한 파일에 문서가 둘 이상입니다. 두 번째 '---'를 지우십시오",
    },
    "empty": {
        "en": "there is nothing in it; write {expected}",
        "ko": "내용이 없습니다. 다음을 적으십시오: {expected}",
    },
    "bad-yaml": {
        "en": "cannot be read as YAML: {found}; check quotes, brackets, colons and indentation (no tabs)",
        "ko": "YAML로 읽을 수 없습니다: {found}. 따옴표, 괄호, 쌍점, 들여쓰기(탭 금지)를 확인하십시오",
    },
    "bad-json": {
        "en": "found {found}, where JSON has {expected}; correct it",
        "ko": "{found}이(가) 있으나 JSON에서는 {expected}이(가) 올 자리입니다. 바로잡으십시오",
    },
    "duplicate-key": {
        "en": "{found} is given twice (first in line {expected}); keep one",
        "ko": "{found}이(가) 두 번 있습니다(처음은 {expected}행). 하나만 남기십시오",
    },
    "key-not-text": {
        "en": "a key must be text, found {found}; put it in quotes",
        "ko": "키는 글자여야 합니다. 발견: {found}. 따옴표로 묶으십시오",
    },
    "unknown-key": {
        "en": "{found} is not a known field; take one of {expected}{hint}",
        "ko": "{found}은(는) 없는 항목입니다. 다음 중에서 고르십시오: {expected}{hint}",
    },
    "missing-key": {
        "en": "{expected} is required; add it",
        "ko": "{expected}이(가) 필요합니다. 추가하십시오",
    },
    "goes-with": {
        "en": "{found} is only for a request with {expected}; add that, or leave it out",
        "ko": "{found}은(는) {expected}이(가) 있는 요청에만 씁니다. 함께 주거나 빼십시오",
    },
    "not-with": {
        "en": "{found} does not go together with {expected}; leave one of them out",
        "ko": "{found}은(는) 다음과 함께 쓸 수 없습니다: {expected}. 하나를 빼십시오",
    },
    "no-decision": {
        "en": "there is no decision {found} of yours; give the number of one",
        "ko": "귀 기관의 판단 {found}이(가) 없습니다. 있는 판단의 번호를 적으십시오",
    },
    "no-head": {
        "en": "no signed head has the size {found}; give the size of a head that was exported",
        "ko": "크기가 {found}인 서명된 헤드가 없습니다. 내보낸 헤드의 크기를 적으십시오",
    },
    "two-of": {
        "en": "found {found}; give one of these pairs: {expected}",
        "ko": "{found}이(가) 있습니다. 다음 중 한 쌍을 주십시오: {expected}",
    },
    "file-missing": {
        "en": "a file is needed in the field {found}; send it as multipart/form-data with a file name",
        "ko": "{found} 항목에 파일이 필요합니다. 파일 이름과 함께 multipart/form-data로 보내십시오",
    },
    "too-many-files": {
        "en": "{found} files, at most {expected} can be sent at once; send fewer",
        "ko": "파일이 {found}개로, 한 번에 {expected}개까지 보낼 수 있습니다. 나누어 보내십시오",
    },
    "file-name": {
        "en": "{found} cannot be the name of a file here; take letters, digits, spaces and . - _ ( )",
        "ko": "{found}은(는) 파일 이름으로 쓸 수 없습니다. 글자, 숫자, 빈칸과 . - _ ( )만 쓰십시오",
    },
    "file-content": {
        "en": "{found} is not what its name says, {expected}; send the file as its program saved it",
        "ko": "{found}은(는) 이름과 달리 {expected} 파일이 아닙니다. 프로그램이 저장한 그대로 보내십시오",
    },
    "file-half": {
        "en": "{found} is not whole; send it again",
        "ko": "{found}은(는) 온전하지 않습니다. 다시 보내십시오",
    },
    "file-bomb": {
        "en": "{found} unpacks to more than {expected} bytes; split the register",
        "ko": "{found}은(는) 풀면 {expected}바이트를 넘습니다. 대장을 나누십시오",
    },
    "audit-broke": {
        "en": "the audit broke off; tell the operator of the server",
        "ko": "감사가 끝나지 못했습니다. 서버 운영자에게 알리십시오",
    },
    "audit-not-recorded": {
        "en": "the audit could not be recorded in the ledger, so there is no answer; tell the operator of the server",
        "ko": "감사를 장부에 기록하지 못하여 답이 없습니다. 서버 운영자에게 알리십시오",
    },
    "file-locked": {
        "en": "{found} is protected by a password; save it without one",
        "ko": "{found}은(는) 암호로 보호되어 있습니다. 암호 없이 저장하십시오",
    },
    "wrong-type": {
        "en": "found {found}, expected {expected}; correct it",
        "ko": "{found}이(가) 있으나 {expected}이(가) 필요합니다. 바로잡으십시오",
    },
    "not-a-choice": {
        "en": "{found} is not among the choices; take one of {expected}{hint}",
        "ko": "{found}은(는) 선택지에 없습니다. 다음 중에서 고르십시오: {expected}{hint}",
    },
    "bad-date": {
        "en": "{found} is not a calendar date; write it as YYYY-MM-DD",
        "ko": "{found}은(는) 달력에 없는 날짜입니다. YYYY-MM-DD로 적으십시오",
    },
    "far-date": {
        "en": "the date {found} lies outside {expected}; correct it",
        "ko": "날짜 {found}이(가) {expected} 밖에 있습니다. 바로잡으십시오",
    },
    "bad-won": {
        "en": "{found} is not a whole number of won from 0 to {expected}; write digits only",
        "ko": "{found}은(는) 0부터 {expected}까지의 원 단위 정수가 아닙니다. 숫자만 적으십시오",
    },
    "bad-count": {
        "en": "{found} is not a whole number from 0 to {expected}; write digits only",
        "ko": "{found}은(는) 0부터 {expected}까지의 정수가 아닙니다. 숫자만 적으십시오",
    },
    "bad-ratio": {
        "en": "{found} is not a decimal from 0 to 1 with at most nine places; write 0.35 for 35 %",
        "ko": "{found}은(는) 0에서 1까지의 소수(아홉 자리까지)가 아닙니다. 35 %는 0.35로 적으십시오",
    },
    "bad-id": {
        "en": "{found} is not an id; use 1 to 64 letters, digits, '-', '_' or '.'",
        "ko": "{found}은(는) 식별자가 아닙니다. 글자, 숫자, '-', '_', '.'을 1~64자로 적으십시오",
    },
    "too-long": {
        "en": "longer than {expected} characters; shorten it",
        "ko": "{expected}자를 넘습니다. 줄이십시오",
    },
    "same-id": {
        "en": "the id {found} is used twice; ids must differ, rename one",
        "ko": "식별자 {found}이(가) 두 번 쓰였습니다. 서로 다르게 하나를 바꾸십시오",
    },
    # -- claims
    "no-project": {
        "en": "there is no project {found}, there are: {expected}; add it or correct the name{hint}",
        "ko": "프로젝트 {found}이(가) 없습니다. 있는 것: {expected}. 추가하거나 이름을 바로잡으십시오{hint}",
    },
    "derived-fact": {
        "en": "{found} follows from other facts and cannot be given; remove it",
        "ko": "{found}은(는) 다른 사실에서 따라 나오므로 적을 수 없습니다. 지우십시오",
    },
    "before-bound": {
        "en": "{found} lies before {expected}; correct one of the two",
        "ko": "{found}이(가) {expected}보다 앞섭니다. 둘 중 하나를 바로잡으십시오",
    },
    "parts-exceed": {
        "ko": "부분의 합 {found}원이 전체 {expected}원보다 큽니다. 어느 쪽이 맞는지 고쳐 주십시오",
        "en": "the parts add up to {found} won, more than the whole of {expected} won; correct one of them",
    },
    "periods-overlap": {
        "ko": "{found}에 시작하는 기간이 {expected} 기간과 겹칩니다. 과세연도는 겹치지 않습니다",
        "en": "the period that begins {found} overlaps {expected}; tax years do not overlap",
    },
    "years-out-of-order": {
        "en": "the tax year that begins {found} stands after the one that begins {expected}; put the claims in order",
        "ko": "{found}에 시작하는 과세연도가 {expected}에 시작하는 과세연도 뒤에 있습니다. 순서대로 놓으십시오",
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
        "en": "both invested_on and {found} are given; keep invested_on, or from and until",
        "ko": "invested_on과 {found}이(가) 함께 있습니다. invested_on이나 from과 until 중 하나만 적으십시오",
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
        "en": "{found} cannot be attested for the whole claim; expected one of the claim or of investments",
        "ko": "{found}은(는) 신청 전체에 대해 확인할 수 없습니다. 신청 또는 투자 단위의 사실이어야 합니다",
    },
    # -- judgements
    "not-judgeable": {
        "en": "{found} leaves nothing to a professional's judgement; name one of {expected}{hint}",
        "ko": "{found}에는 전문가가 판단할 것이 없습니다. 다음 중에서 고르십시오: {expected}{hint}",
    },
    "says-nothing": {
        "en": "{found} is empty; say who judged and why",
        "ko": "{found}이(가) 비어 있습니다. 누가 왜 그렇게 판단했는지 적으십시오",
    },
    "bad-digest": {
        "en": "{found} is not the digest of a document; give the SHA-256 of the evidence as {expected}",
        "ko": "{found}은(는) 문서의 다이제스트가 아닙니다. 증빙의 SHA-256 값을 {expected} 형식으로 적으십시오",
    },
    "judged-both": {
        "en": "{found} stands beside {expected}; keep one of the two",
        "ko": "{found}이(가) {expected} 옆에 적혀 있습니다. 둘 중 하나만 적으십시오",
    },
    "judged-of-which": {
        "en": "{found} is judged of something; name it under one of {expected}",
        "ko": "{found}은(는) 대상마다 판단합니다. 다음 중 하나에 그 대상을 적으십시오: {expected}",
    },
    "judged-of-claim": {
        "en": "{found} is judged for the whole claim; leave out {expected}",
        "ko": "{found}은(는) 신청 전체에 대해 판단합니다. 다음 항목을 지우십시오: {expected}",
    },
    "no-investment": {
        "en": "there is no investment {found}; name one of {expected}{hint}",
        "ko": "투자 {found}이(가) 없습니다. 다음 중에서 고르십시오: {expected}{hint}",
    },
    "judged-too-early": {
        "en": "judged on {found}, before what is judged began ({expected}); correct the day, or have it judged again",
        "ko": "판단일({found})이 판단 대상의 시작일({expected})보다 빠릅니다. 날짜를 바로잡거나 다시 판단받으십시오",
    },
    "judged-twice": {
        "en": "{found} is judged twice with different values; keep one of the two",
        "ko": "{found}에 대한 두 판단이 서로 다릅니다. 하나만 남기십시오",
    },
    # -- registers as columns
    "unreadable-file": {
        "en": "the file cannot be read: {found}",
        "ko": "파일을 읽을 수 없습니다: {found}",
    },
    "not-parquet": {
        "en": "not a Parquet file of facts; make it again from the register",
        "ko": "사실관계 Parquet 파일이 아닙니다. 대장에서 다시 만드십시오",
    },
    "facts-column": {
        "en": "found {found}, expected the type {expected}; make the facts again from the register with this rulebook",
        "ko": "{found}이(가) 있으나 형식은 {expected}이어야 합니다. 이 규칙집으로 대장에서 사실관계를 다시 만드십시오",
    },
    "facts-order": {
        "en": "the rows are not in the order of their claims (near line {found}); sort them by claim and line",
        "ko": "행이 신청 순서로 있지 않습니다({found}행 부근). 신청과 행 번호로 정렬하십시오",
    },
    "facts-line": {
        "en": "line {found} is there twice or has no number; number the lines",
        "ko": "{found}행이 두 번 있거나 번호가 없습니다. 행에 번호를 매기십시오",
    },
    "other-run": {
        "en": "the folder holds the result of another run (differs: {found}); name an empty folder, or remove this one",
        "ko": "폴더에 다른 실행의 결과가 있습니다(다른 점: {found}). 빈 폴더를 지정하거나 이 폴더를 지우십시오",
    },
    "no-spark": {
        "en": "Spark is not installed: {expected}",
        "ko": "Spark가 설치되어 있지 않습니다: {expected}",
    },
    "no-java": {
        "en": (
            "Spark needs Java {expected} or later, found {found};"
            " install it (Debian: default-jre-headless) or set JAVA_HOME"
        ),
        "ko": (
            "Spark에는 Java {expected} 이상이 필요하나 {found}입니다."
            " 설치하거나(Debian: default-jre-headless) JAVA_HOME을 지정하십시오"
        ),
    },
    "known-too-early": {
        "en": "no law of this rulebook was promulgated by {found}; ask as of {expected} or later",
        "ko": "{found}까지 공포된 법령이 이 규칙집에 없습니다. {expected} 이후를 기준으로 물으십시오",
    },
    # -- rule files
    "no-rules-folder": {
        "en": "{found} is not a folder; name one that holds rules",
        "ko": "{found}은(는) 폴더가 아닙니다. 규칙이 든 폴더를 적으십시오",
    },
    "no-file": {
        "en": "{found} cannot be read: {expected}",
        "ko": "{found}을(를) 읽을 수 없습니다: {expected}",
    },
    "not-content": {
        "en": "this is not the content of a rulebook: {found}; take the one that was stored",
        "ko": "규칙집의 내용이 아닙니다: {found}. 저장된 내용을 쓰십시오",
    },
    "missing-text": {
        "en": "{found} lacks {expected}; add it",
        "ko": "{found}에 {expected}이(가) 없습니다. 추가하십시오",
    },
    "unknown-fact": {
        "en": "the vocabulary has no fact {found}; correct the name{hint}",
        "ko": "어휘에 {found} 사실이 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "unknown-group": {
        "en": "the fact {found} needs a group; expected one of {expected} before a dot{hint}",
        "ko": "{found} 사실에 묶음이 필요합니다. 점 앞에 올 수 있는 것: {expected}{hint}",
    },
    "unknown-provision": {
        "en": "there is no provision {found}; correct the name{hint}",
        "ko": "{found} 규정이 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "unknown-instrument": {
        "en": "instruments.yaml has no instrument {found}; correct the name or add it{hint}",
        "ko": "instruments.yaml에 {found} 법령이 없습니다. 이름을 바로잡거나 추가하십시오{hint}",
    },
    "unknown-table": {
        "en": "there is no table {found}; correct the name{hint}",
        "ko": "{found} 표가 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "unknown-list": {
        "en": "the vocabulary has no list {found}; correct the name{hint}",
        "ko": "어휘에 {found} 목록이 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "unknown-formula": {
        "en": "there is no formula {found}; correct the name{hint}",
        "ko": "{found} 산식이 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "unknown-basis": {
        "en": "{found} is not a basis of application; expected {expected}{hint}",
        "ko": "{found}은(는) 적용 기준이 아닙니다. 가능한 값: {expected}{hint}",
    },
    "no-condition": {
        "en": "found {found}, where a condition is expected; write one of {expected}",
        "ko": "{found}이(가) 있으나 조건이 올 자리입니다. 가능한 것: {expected}",
    },
    "wrong-test": {
        "en": "{found} is not a test that fits the type of this fact; expected {expected}",
        "ko": "{found}은(는) 이 사실의 유형에 맞는 조건이 아닙니다. 가능한 조건: {expected}",
    },
    "no-test": {
        "en": "the fact stands without a test; add {expected}",
        "ko": "사실에 조건이 없습니다. 다음 중에서 추가하십시오: {expected}",
    },
    "no-rows": {
        "en": "no provision is a row of the list {found}; correct the name{hint}",
        "ko": "목록 {found}의 행인 규정이 없습니다. 이름을 바로잡으십시오{hint}",
    },
    "bad-operation": {
        "en": "{found} is not an operation; expected {expected}{hint}",
        "ko": "{found}은(는) 연산이 아닙니다. 가능한 값: {expected}{hint}",
    },
    "bad-operands": {
        "en": "{found} operands, expected {expected}; correct their number",
        "ko": "피연산자가 {found}개 있으나 필요한 개수는 {expected}입니다. 개수를 바로잡으십시오",
    },
    "from-or-on": {
        "en": "exactly one of from and on is required; give one",
        "ko": "from과 on 중 정확히 하나가 필요합니다. 하나만 적으십시오",
    },
    "both-forms": {
        "en": "both `versions:` and {found} are given; move {found} into each version",
        "ko": "`versions:`와 {found}이(가) 함께 있습니다. {found}을(를) 각 판 안으로 옮기십시오",
    },
    "cite-form": {
        "en": "{found} is not a citation; write it as 'Act 24(1)2', 'Rule Annex 6-2 7-가' "
        "or 'act-19328 addenda 3(1)'",
        "ko": "{found}은(는) 인용 형식이 아닙니다. 'Act 24(1)2', 'Rule Annex 6-2 7-가', "
        "'act-19328 addenda 3(1)'처럼 적으십시오",
    },
    "bad-form": {
        "en": "{found} is not a form of citation; write {{0}} for the number and {{1}} for what follows it",
        "ko": "{found}은(는) 인용 서식이 아닙니다. 번호는 {{0}}, 그 뒤의 것은 {{1}}로 적으십시오",
    },
    "narrower": {
        "en": "{found} belongs to a narrower scope than {expected}; use an aggregate or narrow the scope",
        "ko": "{found}의 범위가 {expected}보다 좁습니다. 집계로 읽거나 범위를 좁히십시오",
    },
    "not-inner": {
        "en": "an aggregate over {found} cannot stand in the scope {expected}; its members must be narrower",
        "ko": "{expected} 범위에서는 {found}에 대해 집계할 수 없습니다. 더 좁은 범위를 집계하십시오",
    },
    "cycle": {
        "en": "depends on itself: {found}; take one of these references out",
        "ko": "자기 자신에 의존합니다: {found}. 이 참조 중 하나를 없애십시오",
    },
    "overlap": {
        "en": "versions {found} both apply on {expected}; end one of them",
        "ko": "{found} 판이 {expected}에 함께 적용됩니다. 하나를 끝내십시오",
    },
    "gap": {
        "en": "{found} is read by {expected}, but has no version for the whole of its time; "
        "add one or say `otherwise:`",
        "ko": "{found}을(를) {expected}이(가) 읽지만 그 기간 전체에 해당하는 판이 없습니다. "
        "판을 더하거나 `otherwise:`를 적으십시오",
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
        "en": "rows {found} give different values for one complete input: {expected}; narrow one of them",
        "ko": "완전한 입력 하나에 {found} 행이 서로 다른 값을 줍니다: {expected}. 하나를 좁히십시오",
    },
    "rows-missing": {
        "en": "no row fits this complete input: {expected}; add one or say `complete: false`",
        "ko": "완전한 입력 {expected}에 맞는 행이 없습니다. 행을 더하거나 `complete: false`를 적으십시오",
    },
    "table-too-wide": {
        "en": "the rows depend on {found} combinations of facts, more than the {expected} that are checked; "
        "split the table or say `complete: false`",
        "ko": "행들이 사실의 조합 {found}개에 달려 있어, 검사할 수 있는 {expected}개를 넘습니다. "
        "표를 나누거나 `complete: false`를 적으십시오",
    },
}

TEXTS |= register_problem_texts.TEXTS

DID_YOU_MEAN = {"en": "; did you mean {0}?", "ko": ". 혹시 {0}?"}
