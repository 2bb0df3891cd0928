"""Words of replaying recorded decisions, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- replay
    "replay.heading": {
        "ko": "기록 {number} · {at} 기록 · {day} 기준",
        "en": "Entry {number} · recorded {at} · as known on {day}",
    },
    "replay.same": {
        "ko": "다시 판단한 결과가 같습니다: {size}바이트가 모두 같음(엔진 {engine}).",
        "en": "Replayed: the same {size} bytes (engine {engine}).",
    },
    "replay.same-other-engine": {
        "ko": "다시 판단한 결과가 같습니다: {size}바이트가 모두 같음(기록 엔진 {before}, 지금 {engine}).",
        "en": "Replayed: the same {size} bytes (recorded by engine {before}, now {engine}).",
    },
    "replay.engine": {
        "ko": "엔진 차이: 기록한 엔진 {before}와 지금 엔진 {engine}의 답이 다릅니다. 장부와 법령은 그대로입니다.",
        "en": "Engine difference: engine {engine} answers otherwise than {before}, which recorded it. "
        "Ledger and law are as they were.",
    },
    "replay.different": {
        "ko": "기록과 다릅니다. 기록한 것과 같은 엔진 {engine}의 답이므로, 기록된 답은 이 엔진에서 나오지 않았습니다.",
        "en": "It differs, under the very engine {engine} that is said to have recorded it: "
        "this answer did not come from it.",
    },
    "replay.unreadable": {"ko": "다시 판단할 수 없음: {why}", "en": "It cannot be decided: {why}"},
    "replay.audit.same": {
        "ko": "대장을 다시 감사한 결과가 같습니다: 요약과 {rows}행이 모두 같음(뿌리 {root}, 엔진 {engine}).",
        "en": "Audited again: the same summary and the same {rows} rows (root {root}, engine {engine}).",
    },
    "replay.audit.engine": {
        "ko": "엔진 차이: 기록한 엔진 {before}와 지금 엔진 {engine}의 답이 다릅니다. 장부와 법령은 그대로입니다.",
        "en": "Engine difference: engine {engine} answers otherwise than {before}, which recorded it. "
        "Ledger and law are as they were.",
    },
    "replay.audit.different": {
        "ko": "기록과 다릅니다. 기록한 것과 같은 엔진 {engine}의 답이므로, 기록된 답은 이 엔진에서 나오지 않았습니다.",
        "en": "It differs, under the very engine {engine} that is said to have recorded it: "
        "this answer did not come from it.",
    },
    "replay.rows": {"ko": "{rows}행 중 {changed}행이 다름", "en": "{changed} of {rows} rows differ"},
    "replay.row": {"ko": "{number}행 {changes}", "en": "row {number} {changes}"},
    "replay.other-input": {
        "ko": "{what}: 감사한 그 파일이 아닙니다. 기록된 지문은 gongje ledger show에 있습니다.",
        "en": "{what}: not what was audited; gongje ledger show has the recorded digests.",
    },
    "replay.input.registers": {"ko": "대장", "en": "Registers"},
    "replay.input.settings": {"ko": "설정", "en": "Settings"},
    "replay.input.mapping": {"ko": "열 대응", "en": "Mapping"},
    "error.replay-files": {
        "ko": "기록 {number}은(는) 일괄 감사입니다. 감사한 파일을 주십시오: gongje replay {number} REGISTER... "
        "--settings FILE --mapping FILE",
        "en": "entry {number} is a bulk audit; give the files that were audited: gongje replay {number} REGISTER... "
        "--settings FILE --mapping FILE",
    },
    "error.replay-no-audit": {
        "ko": "기록 {number}은(는) 판단 하나이므로 대장, --settings, --mapping이 필요 없습니다",
        "en": "entry {number} is a single decision; leave out registers, --settings and --mapping",
    },
    "error.replay-audit-day": {
        "ko": "--known-on: 일괄 감사는 기록된 기준일로 다시 합니다. 다른 날은 gongje audit --known-on으로",
        "en": "--known-on: an audit is replayed on its recorded day; for another day use gongje audit --known-on",
    },
    "replay.rules": {
        "ko": "1. 지금 설치된 규칙으로, 그대로 {day} 기준 (규칙의 정정)",
        "en": "1. By the rules installed now, still as known on {day} (our corrections)",
    },
    "replay.law": {"ko": "2. {day} 기준 (그 뒤의 법령)", "en": "2. As known on {day} (law since)"},
    "replay.law-before": {
        "ko": "2. {day} 기준 (더 이른 날에 알려진 법령)",
        "en": "2. As known on {day} (an earlier day, without the law since)",
    },
    "replay.unchanged": {"ko": "같은 답", "en": "the same answer"},
    "replay.same-rules": {"ko": "같은 규칙집, 같은 답", "en": "the same rulebook, the same answer"},
    "replay.reworded": {
        "ko": "결과는 같고 설명만 다름({count}곳)",
        "en": "the same result, explained otherwise ({count} places)",
    },
    "replay.because": {"ko": "달라진 규정(–: 쓰이지 않음)", "en": "Provisions that turned (–: plays no part)"},
    "replay.facts": {"ko": "달라진 사실", "en": "Facts that changed"},
    "replay.more": {
        "ko": "이유 안의 다른 차이 {count}곳(모두 보려면 --format json)",
        "en": "{count} differences inside the reasons (--format json lists them)",
    },
    "change": {"ko": "{before} → {after}", "en": "{before} → {after}"},
    "change.by": {"ko": "{before} → {after} ({won})", "en": "{before} → {after} ({won})"},
    "change.none": {"ko": "없음", "en": "none"},
    "change.inside": {"ko": "내용이 다름", "en": "told otherwise"},
    "change.scheme": {"ko": "방식", "en": "Scheme"},
    "change.scheme-closed": {"ko": "요청한 방식을 쓸 수 없음", "en": "Scheme asked for is not open"},
    "change.conditions": {"ko": "인정과 알림", "en": "Recognition and notices"},
    "change.carried": {"ko": "이월된 공제액", "en": "Carried credit"},
    "change.recapture": {"ko": "추징", "en": "Credit taken back"},
    "outcome": {"ko": "결과", "en": "Outcome"},
    "outcome.eligible": {"ko": "공제 대상", "en": "eligible"},
    "outcome.ineligible": {"ko": "대상 아님", "en": "ineligible"},
    "outcome.undetermined": {"ko": "미정", "en": "undetermined"},
    "outcome.review": {"ko": "검토 필요", "en": "review"},
    "row": {"ko": "별표 행", "en": "Row"},
    "all.replayed": {
        "ko": "판단 {count}건을 다시 함: 같은 바이트 {same}, 엔진 차이 {engine}, 다름 {different}, 손상 {damaged}",
        "en": "Replayed {count} decisions: same bytes {same}, engine difference {engine}, different {different}, "
        "damaged {damaged}",
    },
    "all.engine": {"ko": "기록 {number}: 엔진 차이", "en": "entry {number}: engine difference"},
    "all.different": {"ko": "기록 {number}: 다름", "en": "entry {number}: different"},
    "all.damaged": {"ko": "기록 {number}: 손상됨", "en": "entry {number}: damaged"},
    "all.rules": {
        "ko": "지금 설치된 규칙이 바꾸는 판단 {count}건, 확실한 차이의 합계 {won}",
        "en": "The rules installed now change {count} decisions, by {won} in all where that is certain",
    },
    "all.law": {
        "ko": "{day} 기준으로 달라지는 판단 {count}건, 확실한 차이의 합계 {won}",
        "en": "As known on {day}, {count} decisions change, by {won} in all where that is certain",
    },
    "all.changed": {"ko": "  기록 {number}: {change}", "en": "  entry {number}: {change}"},
    "all.refused": {
        "ko": "  기록 {number}: 지금 규칙으로는 읽을 수 없음: {why}",
        "en": "  entry {number}: the rules of now cannot read it: {why}",
    },
}
