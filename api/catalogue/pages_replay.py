"""Words of the pages on recorded decisions: finding, replaying and proving them, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- finding
    "decisions.title": {"ko": "결정 기록", "en": "Recorded decisions"},
    "decisions.lead": {
        "ko": "장부에 기록된 판단입니다. 새로 기록된 것부터 있습니다.",
        "en": "Decisions in the ledger, the newest first.",
    },
    "decisions.number": {"ko": "번호", "en": "Entry"},
    "decisions.name": {"ko": "납세자", "en": "Taxpayer"},
    "decisions.signed": {"ko": "서명", "en": "Signature"},
    "decisions.all": {"ko": "모두", "en": "All"},
    "decisions.find": {"ko": "찾기", "en": "Find"},
    "decisions.credit": {"ko": "공제액", "en": "Credit"},
    "decisions.recorded": {"ko": "기록", "en": "Recorded"},
    "decisions.do": {"ko": "할 일", "en": "Actions"},
    "decisions.replay": {"ko": "다시 판단", "en": "Replay"},
    "decisions.replay-of": {"ko": "기록 {number} 다시 판단", "en": "Replay entry {number}"},
    "decisions.older": {"ko": "더 앞의 기록", "en": "Older"},
    "decisions.none": {"ko": "찾은 기록이 없습니다.", "en": "No decision was found."},
    "decisions.no-number": {
        "ko": "기록 {number}은(는) 없거나 볼 수 있는 판단이 아닙니다.",
        "en": "There is no decision {number}, or none that you may see.",
    },
    # -- replaying
    "replay.title": {"ko": "기록 {number} 다시 판단", "en": "Replay of entry {number}"},
    "replay.then": {
        "ko": "그때의 규칙과 법({day} 기준)으로",
        "en": "By the rules and the law of then (known on {day})",
    },
    "replay.now-on": {"ko": "지금으로 볼 날", "en": "Compare with the law known on"},
    "replay.now-on.hint": {"ko": "이날까지 공포된 법령과 견줍니다.", "en": "With the law promulgated by this day."},
    "replay.again": {"ko": "다시 판단", "en": "Replay"},
    "replay.proof": {"ko": "바뀌지 않았음을 확인", "en": "Verify that it was not changed"},
    "replay.beside": {"ko": "그때와 지금", "en": "Then and now"},
    "replay.beside.lead": {
        "ko": "바로 앞 칸과 다른 값에 ≠ 표시가 있습니다.",
        "en": "Values that differ from the column before are marked ≠.",
    },
    "replay.what": {"ko": "항목", "en": "What"},
    "replay.column.1": {"ko": "기록된 답", "en": "As recorded"},
    "replay.column.2": {"ko": "지금 규칙, 그때 법", "en": "Rules of now, law of then"},
    "replay.column.3": {"ko": "지금 규칙, 지금 법", "en": "Rules and law of now"},
    "replay.known": {"ko": "{day} 기준", "en": "known on {day}"},
    "replay.credit": {"ko": "공제액", "en": "The credit"},
    "replay.scheme": {"ko": "방식", "en": "Scheme"},
    "replay.differs": {"ko": "다름", "en": "differs"},
    "replay.no-part": {"ko": "쓰이지 않음", "en": "plays no part"},
    # -- proving
    "proof.title": {"ko": "기록 {number}의 증명", "en": "Proof of entry {number}"},
    "proof.lead": {
        "ko": "이 기록이 서명된 장부에 그대로 있는지, 이 브라우저가 직접 계산해 확인합니다.",
        "en": "Your own browser works out whether this entry stands unchanged in the signed ledger.",
    },
    "proof.checks": {"ko": "브라우저가 한 확인", "en": "What your browser checked"},
    "proof.waiting": {"ko": "확인하는 중입니다.", "en": "Checking."},
    "proof.no-script": {
        "ko": "JavaScript가 꺼져 있어 이 페이지에서는 확인할 수 없습니다. 증명을 내려받아 아래 명령으로 확인하십시오.",
        "en": "JavaScript is off, so nothing was checked here. Download the proof and check it with the command below.",
    },
    "proof.insecure": {
        "ko": "https 또는 이 컴퓨터의 주소로 열어야 브라우저가 확인할 수 있습니다. 증명을 내려받아 확인하십시오.",
        "en": "Browsers check this only over https or on this machine. Download the proof and check it instead.",
    },
    "proof.held": {"ko": "맞음", "en": "holds"},
    "proof.failed": {"ko": "틀림", "en": "does not hold"},
    "proof.skipped": {"ko": "확인하지 못함", "en": "not checked"},
    "proof.verdict.held": {
        "ko": "모두 맞습니다. 이 기록은 서명된 장부에 그대로 있습니다.",
        "en": "Everything holds: this entry stands unchanged in the signed ledger.",
    },
    "proof.verdict.part": {
        "ko": "해시는 모두 맞습니다. 이 브라우저는 Ed25519 서명을 확인하지 못하니 아래 명령으로 확인하십시오.",
        "en": "All hashes hold. This browser cannot check Ed25519 signatures; check them with the command below.",
    },
    "proof.verdict.failed": {
        "ko": "증명이 성립하지 않습니다. 이 기록을 믿지 말고 운영자에게 장부 검증을 요청하십시오.",
        "en": "The proof does not hold. Do not rely on this entry, and have the operator verify the ledger.",
    },
    "proof.check.contents": {"ko": "내용", "en": "Contents"},
    "proof.check.contents.about": {
        "ko": "신청, 규칙집, 판단의 SHA-256이 기록에 적힌 것과 같습니다.",
        "en": "Claim, rulebook and assessment have the SHA-256 that the entry names.",
    },
    "proof.check.identity": {"ko": "인적 사항", "en": "Identity"},
    "proof.check.identity.about": {
        "ko": "누구의 판단이고 누가 기록했는지가 기록과 같습니다. 지워졌으면 확인하지 않습니다.",
        "en": "Whom it is about and who recorded it are as recorded. Not checked once they were erased.",
    },
    "proof.check.inclusion": {"ko": "장부 안의 자리", "en": "Place in the ledger"},
    "proof.check.inclusion.about": {
        "ko": "기록에서 서명된 헤드의 뿌리까지 해시가 이어집니다(RFC 9162).",
        "en": "The hashes lead from the entry to the root of the signed head (RFC 9162).",
    },
    "proof.check.signature": {"ko": "헤드의 서명", "en": "Signature of the head"},
    "proof.check.signature.about": {
        "ko": "장부의 키로 서명되었습니다(Ed25519).",
        "en": "It was made with a key of the ledger (Ed25519).",
    },
    "proof.check.keys": {"ko": "키의 이어짐", "en": "Chain of keys"},
    "proof.check.keys.about": {
        "ko": "첫 키에서 서명한 키까지 앞선 키가 차례로 넘겨주었습니다.",
        "en": "Each key was handed on by the one before it, back to the ledger's first.",
    },
    "proof.own-key": {"ko": "가지고 계신 키와 견주기", "en": "Compare with a key that you kept"},
    "proof.own-key.hint": {
        "ko": "전에 받아 둔 검증 키를 붙여 넣으십시오. 견주지 않으면 장부가 같은 장부인지는 알 수 없습니다.",
        "en": "Paste a verifier key that you were given earlier; without one, this may be another ledger.",
    },
    "proof.own-key.same": {"ko": "✓ 이 장부의 키입니다.", "en": "✓ It is a key of this ledger."},
    "proof.own-key.other": {"ko": "✗ 이 장부의 키가 아닙니다.", "en": "✗ It is not a key of this ledger."},
    "proof.download": {"ko": "증명 내려받기", "en": "Download the proof"},
    "proof.offline": {
        "ko": "내려받은 증명은 gongje 없이 Python만으로 확인할 수 있습니다.",
        "en": "A downloaded proof is checked with Python alone, without gongje:",
    },
    "proof.what": {"ko": "무엇의 증명인가", "en": "What it is a proof of"},
    "proof.entry": {"ko": "기록", "en": "Entry"},
    "proof.ledger": {"ko": "장부", "en": "Ledger"},
    "proof.size": {"ko": "헤드의 크기(기록 수)", "en": "Size of the head (entries)"},
    "proof.root": {"ko": "뿌리 해시", "en": "Root hash"},
    "proof.steps": {"ko": "뿌리까지의 단계", "en": "Steps to the root"},
    "proof.first-key": {"ko": "첫 검증 키", "en": "First verifier key"},
}
