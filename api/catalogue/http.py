"""Words of the HTTP door and of its keys, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- keys
    "help.api-keys": {"ko": "HTTP로 쓰는 사람의 API 키.", "en": "API keys of those who use the server."},
    "help.api-keys-create": {
        "ko": "키를 만들어 한 번만 보입니다. 키가 있으면 서버는 키 없이 열리지 않습니다.",
        "en": "Create a key, which is shown once. With the first key the server stops being open without one.",
    },
    "help.api-keys-list": {"ko": "키 목록.", "en": "List keys."},
    "help.api-keys-revoke": {"ko": "키를 곧바로 무효로 합니다.", "en": "Revoke a key, at once."},
    "help.role": {
        "ko": "역할: 감사인은 읽고 다시 판단하기만, 운영자는 상태와 계수만",
        "en": "Role; auditors read and replay, operators see state and counters only.",
    },
    "help.key-organisation": {"ko": "키가 속하는 기관: 그 기관의 기록만 봅니다", "en": "Whose records the key sees."},
    "help.key-name": {"ko": "쓰는 사람: 기록자로 남습니다", "en": "Who uses it; recorded with decisions."},
    "help.key-days": {"ko": "유효 일수", "en": "Days until it expires."},
    "api-key.shown-once": {
        "ko": "키 {id}을(를) 만들었습니다({expires}까지). 위의 비밀은 다시 볼 수 없습니다.",
        "en": "Created key {id}, valid until {expires}. The secret above is not shown again.",
    },
    "api-key.none": {"ko": "키가 없습니다.", "en": "There are no keys."},
    "api-key.until": {"ko": "{day}까지", "en": "until {day}"},
    "api-key.expired": {"ko": "{day}에 만료", "en": "expired {day}"},
    "api-key.revoked": {"ko": "{day}에 무효", "en": "revoked {day}"},
    "api-key.revoked-now": {"ko": "키 {id}을(를) 무효로 했습니다.", "en": "Revoked key {id}."},
    "api-key.not-revoked": {
        "ko": "키 {id}이(가) 없거나 이미 무효입니다.",
        "en": "There is no key {id}, or it is revoked already.",
    },
    "error.name": {
        "ko": "{option}: 한 줄로 {longest}자까지 적으십시오",
        "en": "{option}: give one line of at most {longest} letters",
    },
    "error.host-keys": {
        "ko": "--host {host}: 이 컴퓨터 밖에 열려면 API 키가 있어야 합니다. 먼저: gongje keys create",
        "en": "--host {host}: beyond this machine only with API keys; first: gongje keys create",
    },
    # -- refusals, by code
    "http.unreadable": {
        "ko": "JSON으로 읽을 수 없는 요청입니다. errors를 보십시오.",
        "en": "The request cannot be read as JSON; see errors.",
    },
    "http.no-key": {
        "ko": "유효한 API 키가 필요합니다. Authorization: Bearer 로 보내십시오.",
        "en": "A valid API key is needed; send it as Authorization: Bearer.",
    },
    "http.not-allowed": {
        "ko": "이 키의 역할({role})로는 할 수 없습니다.",
        "en": "The role of this key ({role}) does not allow it.",
    },
    "http.not-found": {"ko": "그런 것이 없습니다.", "en": "There is no such thing."},
    "http.not-json": {
        "ko": "Content-Type은 application/json이어야 합니다.",
        "en": "The Content-Type has to be application/json.",
    },
    "http.unusable": {
        "ko": "요청을 쓸 수 없습니다. errors를 보십시오.",
        "en": "The request cannot be used; see errors.",
    },
    "http.idempotency-reused": {
        "ko": "이 Idempotency-Key는 다른 요청에 이미 쓰였습니다. 새 키를 쓰십시오.",
        "en": "This Idempotency-Key was used for another request; take a new one.",
    },
    "http.disagreement": {
        "ko": "기록하지 않았습니다. 두 엔진의 판단이 다릅니다({provisions}). 운영자가 볼 수 있게 남겼습니다.",
        "en": "Not recorded: the evaluators disagree on {provisions}; both derivations are kept for the operator.",
    },
    "http.damaged": {
        "ko": "기록 {number}이(가) 기록된 그대로가 아닙니다. 운영자에게 장부 검증을 요청하십시오.",
        "en": "Entry {number} is not as it was recorded; have the operator verify the ledger.",
    },
    "http.takes-too-long": {
        "ko": "판단에 {seconds}초가 넘게 걸립니다. 신청을 나누십시오.",
        "en": "The decision takes more than {seconds} seconds; split the claim.",
    },
    "http.not-now": {
        "ko": "지금은 장부를 쓸 수 없습니다. 기록된 것은 없습니다. 잠시 뒤 다시 보내십시오.",
        "en": "The ledger cannot be used just now; nothing was recorded. Try again shortly.",
    },
    "http.no-audits": {
        "ko": "이 서버에는 일괄 감사를 둘 폴더(GONGJE_AUDITS)가 없습니다.",
        "en": "This server has no folder for audits (GONGJE_AUDITS).",
    },
    "http.no-space": {
        "ko": "파일을 받을 공간이 없습니다. 운영자에게 알리십시오.",
        "en": "There is no space for the files; tell the operator.",
    },
    "http.not-form": {
        "ko": "Content-Type은 multipart/form-data여야 합니다.",
        "en": "The Content-Type has to be multipart/form-data.",
    },
    "http.not-done": {
        "ko": "아직 답이 없습니다(상태: {state}).",
        "en": "There is no answer (state: {state}).",
    },
    "http.open-presumptions": {"ko": "서명할 수 없습니다.", "en": "It cannot be signed."},
    "http.other-head": {"ko": "다른 장부의 헤드입니다.", "en": "The head is of another ledger."},
    # -- refusals, by status
    "http.400": {"ko": "요청이 온전히 오지 않았습니다.", "en": "The request did not arrive whole."},
    "http.404": {"ko": "그런 것이 없습니다.", "en": "There is no such thing."},
    "http.405": {"ko": "이 주소에 쓸 수 없는 방법입니다.", "en": "This address does not take that method."},
    "http.413": {"ko": "요청이 너무 큽니다. 나누십시오.", "en": "The request is too large; split it."},
    "http.429": {"ko": "요청이 너무 잦습니다. 잠시 뒤 다시 보내십시오.", "en": "Too many requests; wait a little."},
    "http.500": {"ko": "서버가 답하지 못했습니다.", "en": "The server could not answer."},
    "http.other": {"ko": "요청을 처리할 수 없습니다.", "en": "The request cannot be handled."},
    # -- the OpenAPI document
    "api.summary": {
        "ko": "시설투자가 통합투자세액공제 대상인지, 얼마인지, 왜 그런지",
        "en": "Whether a facility investment earns Korea's integrated investment tax credit, how much, and why",
    },
    "api.description": {
        "ko": "모르는 것은 적지 않거나 null로 둡니다. 금액은 원 단위 정수이며 2^53을 넘으면 글입니다. 오류는 "
        "application/problem+json으로, Accept-Language에 따라 한국어나 영어로 답합니다.",
        "en": "What is not known is left out, or null. Amounts are whole won, as text beyond 2^53. Errors are "
        "application/problem+json, in Korean or English by Accept-Language.",
    },
    "api.key": {
        "ko": "gongje keys create 로 만든 키. 키가 하나도 없으면 이 컴퓨터의 사용자에게 열려 있습니다.",
        "en": "A key made with gongje keys create. Without any key the server is open to the user of this machine.",
    },
    "api.roles": {"ko": "할 수 있는 역할: {roles}", "en": "Roles that may: {roles}"},
    "role.company": {"ko": "회사", "en": "company"},
    "role.accountant": {"ko": "회계사·세무사", "en": "accountant"},
    "role.auditor": {"ko": "감사인", "en": "auditor"},
    "role.operator": {"ko": "운영자", "en": "operator"},
    "api.assess": {"ko": "신청을 판단하고, 원하면 기록", "en": "Assess a claim, and record the decision on request"},
    "api.listAssessments": {"ko": "기록된 판단 목록", "en": "List recorded decisions"},
    "api.getAssessment": {"ko": "기록된 판단", "en": "A recorded decision"},
    "api.replayAssessment": {"ko": "기록된 판단을 다시 판단", "en": "Decide a recorded claim again"},
    "api.postAudit": {
        "ko": "자산대장을 올려 일괄 감사(뒤에서 진행)",
        "en": "Upload registers for a bulk audit, which runs in the background",
    },
    "api.listAudits": {"ko": "일괄 감사 목록", "en": "List bulk audits"},
    "api.getAudit": {"ko": "일괄 감사의 상태와 진행", "en": "State and progress of a bulk audit"},
    "api.getAuditResult": {"ko": "일괄 감사의 답(엑셀 또는 Parquet)", "en": "The answer: a workbook or Parquet"},
    "api.cancelAudit": {"ko": "일괄 감사를 멈추고 모두 지움", "en": "Stop a bulk audit and remove all of it"},
    "api.ask": {"ko": "신청에 아직 빠진 것", "en": "What a partial claim still lacks"},
    "api.findChanges": {"ko": "무엇이 달라지면 결과가 바뀌는가", "en": "What would change the answer to a claim"},
    "api.getHead": {"ko": "서명된 최신 헤드와 검증 키", "en": "The newest signed head, and the verifier keys"},
    "api.listEntries": {"ko": "장부의 기록 목록", "en": "List entries of the ledger"},
    "api.getEntry": {"ko": "장부의 기록", "en": "An entry with its contents"},
    "api.getProof": {"ko": "기록 하나의 독립 증명(verify.py로 검사)", "en": "A proof that verify.py checks"},
    "api.getConsistency": {
        "ko": "한 헤드가 앞선 헤드를 잇는다는 증명",
        "en": "A proof that a head extends an earlier one",
    },
    "api.getLaw": {"ko": "설치된 법령과 읽은 범위", "en": "The installed law, and how far it was read"},
    "api.listTechnologies": {"ko": "그날의 기술 목록", "en": "Technologies of the statutory lists on a day"},
    "api.listFacilities": {"ko": "그날의 시설 목록", "en": "Facilities of the statutory lists on a day"},
    "api.listRates": {"ko": "그날의 공제율", "en": "Rates on a day"},
    "api.getProvision": {"ko": "규정 하나와 그 연혁", "en": "A provision with its history"},
    "api.listRulebooks": {"ko": "규칙집 목록", "en": "Rulebooks: installed, and of recorded decisions"},
    "api.getRulebook": {"ko": "규칙집의 내용", "en": "The content of a rulebook"},
    "api.getDifferences": {"ko": "두 날이나 두 규칙집의 차이", "en": "What differs between two days, or two rulebooks"},
    "api.getHealth": {"ko": "상태", "en": "State"},
    "api.getLive": {"ko": "살아 있는가", "en": "Is the process alive?"},
    "api.getReady": {"ko": "장부까지 쓸 수 있는가", "en": "Can it answer, ledger included?"},
    "api.getMetrics": {"ko": "Prometheus 계수", "en": "Counters for Prometheus"},
    "api.getOpenapi": {"ko": "이 문서", "en": "This document"},
    "parameter.id": {"ko": "번호", "en": "Number"},
    "parameter.number": {"ko": "기록 번호", "en": "Number of the entry"},
    "parameter.name": {"ko": "규정의 이름", "en": "Name of the provision"},
    "parameter.digest": {"ko": "규칙집의 해시", "en": "Hash of the rulebook"},
    "parameter.audit": {"ko": "일괄 감사", "en": "The audit"},
    "parameter.format": {"ko": "답의 형식", "en": "Form of the answer"},
    "parameter.file": {
        "ko": "어느 파일: 답, (Parquet이면) 신청과 제외된 줄, 쓰인 설정과 열 대응",
        "en": "Which file: the answer; with Parquet the claims and what was set aside; the settings and mapping used",
    },
    "parameter.known_on": {
        "ko": "이날까지 공포된 법령으로(기본: 한국의 오늘)",
        "en": "By the law promulgated by this day (default: today in Korea)",
    },
    "parameter.on": {"ko": "투자한 날", "en": "Day of the investment"},
    "parameter.explain": {
        "ko": "결론을 좌우하지 않은 이유까지 모두",
        "en": "All reasons, also those that did not decide",
    },
    "parameter.record": {"ko": "답을 장부에 기록", "en": "Record the answer in the ledger"},
    "parameter.signed": {"ko": "서명된 판단(열린 전제가 없어야 함)", "en": "Signed: no assumption may be open"},
    "parameter.supersedes": {"ko": "대체되는 판단의 번호", "en": "Number of the decision that is superseded"},
    "parameter.idempotency_key": {
        "ko": "같은 키의 같은 요청은 한 번만 실행",
        "en": "The same request with the same key is done once",
    },
    "parameter.after": {"ko": "이 번호 다음부터", "en": "Those after this number"},
    "parameter.limit": {"ko": "한 쪽의 수", "en": "How many a page"},
    "parameter.rulebook": {"ko": "이 규칙집의 판단만", "en": "Only decisions by this rulebook"},
    "parameter.kind": {"ko": "종류", "en": "Kind"},
    "parameter.row": {"ko": "일괄 감사의 행(1부터)", "en": "Row of a bulk audit, from 1"},
    "parameter.since": {"ko": "보관한 헤드의 크기", "en": "Size of a head that was kept"},
    "parameter.until": {"ko": "나중 헤드의 크기(기본: 최신)", "en": "Size of the later head (default: the newest)"},
    "parameter.anonymous": {"ko": "인적 사항을 빼고", "en": "Leave out the identity"},
    "parameter.known_before": {"ko": "앞의 날", "en": "The earlier day of knowledge"},
    "parameter.known_after": {"ko": "뒤의 날", "en": "The later day of knowledge"},
    "parameter.rulebook_before": {"ko": "앞의 규칙집", "en": "The earlier rulebook"},
    "parameter.rulebook_after": {"ko": "뒤의 규칙집", "en": "The later rulebook"},
}
