"""Words of recording decisions and of the ledger, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- help
    "help.record": {
        "ko": "판단을 장부에 기록(두 엔진의 판단이 같을 때만)",
        "en": "Record the decision in the ledger, if both evaluators agree on it.",
    },
    "help.as": {"ko": "기록하는 사람(기본: 로그인 이름)", "en": "Who records (default: login name)."},
    "help.organisation": {"ko": "기록하는 사람의 소속", "en": "Organisation of who records."},
    "help.signed": {
        "ko": "서명된 판단으로 기록(열린 전제가 없어야 함)",
        "en": "Record as signed; no assumption may be open.",
    },
    "help.supersedes": {"ko": "이 기록을 대체(경정청구 등)", "en": "Entry that this one supersedes (amended claim)."},
    "help.ledger": {
        "ko": "장부: SQLite 파일이나 PostgreSQL URL(기본: GONGJE_LEDGER, 없으면 사용자 데이터 폴더의 파일)",
        "en": "Ledger: an SQLite file or a PostgreSQL URL (default: GONGJE_LEDGER, else a file in your data folder).",
    },
    "help.keys": {
        "ko": "서명 키 폴더(기본: GONGJE_KEYS, 없으면 사용자 데이터 폴더의 keys)",
        "en": "Folder of signing keys (default: GONGJE_KEYS, else 'keys' in your data folder).",
    },
    "help.replay": {
        "ko": "기록된 판단을 그때의 규칙집과 기준일로 다시 판단해 바이트까지 비교합니다. 일괄 감사는 감사한 대장에서 "
        "다시 합니다. 종료 상태: 1 같지 않음.",
        "en": "Decide a recorded claim again by its own rulebook and day, and a bulk audit from its registers; compare "
        "every byte. Exit status: 1 differs.",
    },
    "help.replay-settings": {"ko": "일괄 감사: 쓰인 설정 파일", "en": "Of a bulk audit: the settings that it used."},
    "help.replay-mapping": {"ko": "일괄 감사: 쓰인 열 대응 파일", "en": "Of a bulk audit: the mapping that it used."},
    "help.replay-known-on": {
        "ko": "이어서 지금 설치된 규칙으로, 그다음 이날(YYYY-MM-DD 또는 today) 기준으로 판단",
        "en": "Go on: by the rules installed now, then as known on this day (YYYY-MM-DD or today).",
    },
    "help.all": {
        "ko": "모든 판단을 다시 하고, 지금 설치된 규칙이 바꾸는 판단과 금액을 표시",
        "en": "Replay every decision; list those that the rules installed now change, with the won.",
    },
    "help.ledger-group": {
        "ko": "판단의 장부: 검증, 보기, 증명, 헤드, 서명 키, 삭제.",
        "en": "The ledger of decisions: verify, show, prove, head, keys, erase.",
    },
    "help.ledger-verify": {
        "ko": "장부 전체를 다시 계산합니다. 종료 상태: 1 바뀐 것이 있음.",
        "en": "Recompute the whole ledger. Exit status: 1 something was changed.",
    },
    "help.ledger-show": {
        "ko": "기록 목록, 또는 기록 하나와 그 판단을 보입니다.",
        "en": "List entries, or show one with its assessment.",
    },
    "help.ledger-last": {"ko": "목록에 보일 최근 기록 수", "en": "How many of the newest entries to list."},
    "help.ledger-prove": {
        "ko": "기록 하나의 독립 증명을 씁니다(verify.py로 검사).",
        "en": "Write a proof of one entry that stands alone (check it with verify.py).",
    },
    "help.ledger-row": {"ko": "일괄 감사의 행 번호(1부터)", "en": "Row of a bulk audit, from 1."},
    "help.ledger-anonymous": {"ko": "인적 사항을 빼고 증명", "en": "Leave out the identity."},
    "help.ledger-kept-head": {
        "ko": "전에 내보낸 헤드 파일: 그때까지의 기록이 그대로인지도 확인",
        "en": "File with a head exported earlier: nothing up to it may have changed.",
    },
    "help.ledger-head": {
        "ko": "서명된 최신 헤드를 내보냅니다. 다른 사람이 보관하면 되돌림이 드러납니다.",
        "en": "Export the newest signed head, for somebody else to keep: a roll-back shows against it.",
    },
    "help.ledger-keys": {"ko": "헤드에 서명하는 키.", "en": "The keys that sign heads."},
    "help.ledger-keys-create": {"ko": "장부와 첫 키를 만듭니다.", "en": "Create the ledger and its first key."},
    "help.ledger-keys-show": {"ko": "검증 키를 보입니다.", "en": "Show the verifier keys."},
    "help.ledger-keys-rotate": {
        "ko": "새 키로 바꿉니다. 새 키는 옛 키의 서명으로 넘겨받습니다.",
        "en": "Take a new key, handed on by the signature of the old one.",
    },
    "help.ledger-erase": {
        "ko": "기록 하나의 인적 사항을 지웁니다. 판단과 트리는 그대로입니다.",
        "en": "Erase the identity of an entry; decision and tree stay whole.",
    },
    "help.yes": {"ko": "되돌릴 수 없음을 확인", "en": "Confirm what cannot be undone."},
    # -- recording
    "recorded": {
        "ko": "기록 {number} ({ledger}). 다시 판단: gongje replay {number}",
        "en": "Recorded as entry {number} in {ledger}; replay it with: gongje replay {number}",
    },
    "recorded-audit": {
        "ko": "기록 {number} ({ledger}). 한 줄의 증명: gongje ledger prove {number} --row N",
        "en": "Recorded as entry {number} in {ledger}; prove a line with: gongje ledger prove {number} --row N",
    },
    "error.record-audit": {
        "ko": "{name}: 한 신청의 판단에만 쓰는 옵션입니다. 감사는 이 옵션 없이 기록하십시오",
        "en": "{name}: for a single decision only; record an audit without it",
    },
    "error.record-first": {
        "ko": "{name}: --record와 함께 써야 합니다",
        "en": "{name}: give it together with --record",
    },
    "error.record-evaluator": {
        "ko": "--evaluator: --record는 두 엔진을 모두 씁니다. 이 옵션을 빼십시오",
        "en": "--evaluator: --record uses both evaluators; leave this option out",
    },
    "error.record-engine": {
        "ko": "durable-rules를 불러올 수 없어 기록할 수 없습니다. gongje를 다시 설치하십시오",
        "en": "durable-rules cannot be loaded, so nothing can be recorded; install gongje again",
    },
    "error.disagreement": {
        "ko": "기록하지 않았습니다. 두 엔진의 판단이 다릅니다({provisions}). 두 도출을 기록 {number}에 남겼습니다",
        "en": "Not recorded: the evaluators disagree on {provisions}; both derivations are kept as entry {number}",
    },
    "error.no-actor": {
        "ko": "기록하는 사람을 --as로 적으십시오. 로그인 이름을 알 수 없습니다",
        "en": "say who records with --as; there is no login name",
    },
    "error.no-data-folder": {
        "ko": "사용자 데이터 폴더가 없습니다. --ledger와 --keys를 주십시오",
        "en": "there is no user data folder; give --ledger and --keys",
    },
    "error.one-or-all": {"ko": "기록 번호나 --all 중 하나를 주십시오", "en": "give the number of an entry, or --all"},
    "error.bad-head": {
        "ko": "{file}: 내보낸 헤드가 아닙니다. gongje ledger head가 쓴 그대로여야 합니다",
        "en": "{file}: not an exported head; it has to be as gongje ledger head wrote it",
    },
    "error.erase-yes": {
        "ko": "기록 {number}의 인적 사항(신청인과 기록자)을 지우면 되살릴 수 없습니다. 지우려면 --yes를 붙이십시오",
        "en": "Erasing whom entry {number} is about and who recorded it cannot be undone; add --yes to do it",
    },
    # -- what stops a command
    "fault.no-ledger": {
        "ko": "장부가 없습니다. --record로 첫 판단을 기록하거나 gongje ledger keys create로 만드십시오",
        "en": "there is no ledger here; record a decision with --record, or make one with gongje ledger keys create",
    },
    "fault.newer-ledger": {
        "ko": "더 새로운 gongje가 만든 장부입니다(형식 {found}, 이 버전은 {expected}까지). gongje를 올리십시오",
        "en": "made by a newer gongje (form {found}, this one knows {expected}); upgrade gongje",
    },
    "fault.bad-url": {
        "ko": "장부의 주소가 아닙니다. SQLite 파일의 경로나 postgresql://... 을 주십시오",
        "en": "not the address of a ledger; give the path of an SQLite file, or postgresql://...",
    },
    "fault.no-driver": {
        "ko": "PostgreSQL 드라이버가 없습니다. pip install 'gongje[postgres]'로 설치하십시오",
        "en": "the PostgreSQL driver is missing; install it with pip install 'gongje[postgres]'",
    },
    "fault.no-connection": {"ko": "데이터베이스에 연결할 수 없습니다: {why}", "en": "cannot be reached: {why}"},
    "fault.cannot-open": {"ko": "열 수 없습니다: {why}", "en": "cannot be opened: {why}"},
    "fault.cannot-create": {"ko": "만들 수 없습니다: {why}", "en": "cannot be created: {why}"},
    "fault.cannot-write": {
        "ko": "쓸 수 없습니다({why}). 기록하지 않았습니다. 디스크를 확인하십시오",
        "en": "cannot be written ({why}); nothing was recorded, check the disk",
    },
    "fault.full": {
        "ko": "공간이 없습니다({why}). 기록하지 않았습니다. 공간을 마련하십시오",
        "en": "no space is left ({why}); nothing was recorded, make room",
    },
    "fault.read-only": {
        "ko": "쓸 수 없는 장부입니다({why}). 기록하지 않았습니다. 권한을 확인하십시오",
        "en": "is read-only ({why}); nothing was recorded, check the permissions",
    },
    "fault.busy": {
        "ko": "다른 프로그램이 잠그고 있습니다({why}). 기록하지 않았습니다. 다시 하십시오",
        "en": "is locked by another program ({why}); nothing was recorded, try again",
    },
    "fault.damaged": {
        "ko": "데이터베이스 파일이 손상되었습니다: {why}. 백업에서 되살리십시오",
        "en": "the database itself is damaged: {why}; restore a backup",
    },
    "fault.not-a-ledger": {"ko": "장부가 아닙니다: {why}", "en": "is not a ledger: {why}"},
    "fault.database": {"ko": "데이터베이스 오류입니다: {why}", "en": "the database reports: {why}"},
    "fault.broken-tree": {
        "ko": "장부가 마지막으로 서명된 헤드와 맞지 않아 더 기록하지 않습니다. gongje ledger verify로 살피십시오",
        "en": "does not fit its last signed head, so nothing is added; look with gongje ledger verify",
    },
    "fault.broken-entry": {
        "ko": "기록 {number}을(를) 읽을 수 없습니다. gongje ledger verify로 살피십시오",
        "en": "entry {number} cannot be read; look with gongje ledger verify",
    },
    "fault.no-entry": {"ko": "기록 {number}이(가) 없습니다", "en": "there is no entry {number}"},
    "fault.not-a-decision": {"ko": "기록 {number}은(는) 판단이 아닙니다", "en": "entry {number} is not a decision"},
    "fault.not-an-audit": {"ko": "기록 {number}은(는) 일괄 감사가 아닙니다", "en": "entry {number} is not an audit"},
    "fault.no-row": {"ko": "기록 {number}에 {row}행이 없습니다", "en": "entry {number} has no row {row}"},
    "fault.other-head": {
        "ko": "크기 {size}의 헤드는 이 장부의 것이 아닙니다",
        "en": "the head of size {size} is not of this ledger",
    },
    "fault.nothing-to-erase": {
        "ko": "기록 {number}에는 지울 인적 사항이 없습니다",
        "en": "entry {number} has no identity to erase",
    },
    "fault.has-key": {
        "ko": "이미 키가 있는 장부입니다. 바꾸려면 gongje ledger keys rotate를 쓰십시오",
        "en": "has a key already; take another with gongje ledger keys rotate",
    },
    "fault.no-key": {
        "ko": "서명 키를 읽을 수 없습니다({why}). {verifier}의 파일을 그 자리에 두거나 --keys를 주십시오",
        "en": "this ledger's signing key cannot be read ({why}); put the file of {verifier} there, or give --keys",
    },
    "fault.bad-key": {
        "ko": "키 {verifier}의 파일이 아닙니다. 백업에서 되살리십시오",
        "en": "not the private key of {verifier}; restore it from a backup",
    },
    "fault.key-not-written": {
        "ko": "서명 키를 쓸 수 없습니다: {why}",
        "en": "the signing key cannot be written: {why}",
    },
    "fault.open-presumptions": {
        "ko": "서명된 판단으로 기록할 수 없습니다. 열린 전제: {facts}. 신청에 적거나 attestations로 확인하십시오",
        "en": "cannot be recorded as signed, these are assumed: {facts}; give them in the claim, or attest them",
    },
    # -- what a check finds
    "finding.leaf-changed": {"ko": "기록이 트리와 다릅니다", "en": "the entry is not the one in the tree"},
    "finding.leaf-unreadable": {"ko": "기록을 읽을 수 없습니다", "en": "the entry cannot be read"},
    "finding.wrong-number": {
        "ko": "기록 안의 번호는 {what}입니다. 옮겨졌거나 복사되었습니다",
        "en": "the entry calls itself {what}: it was moved or copied",
    },
    "finding.column-changed": {"ko": "{what} 열이 기록과 다릅니다", "en": "column {what} differs from the entry"},
    "finding.entry-missing": {"ko": "기록이 없습니다", "en": "the entry is missing"},
    "finding.content-missing": {"ko": "{what} 내용이 없습니다", "en": "the {what} is missing"},
    "finding.content-changed": {"ko": "내용이 바뀌었습니다: {what}", "en": "the content was changed: {what}"},
    "finding.identity-missing": {
        "ko": "삭제 기록 없이 인적 사항이 없어졌습니다",
        "en": "the identity is missing without a record of erasure",
    },
    "finding.identity-kept": {"ko": "지운 인적 사항이 남아 있습니다", "en": "an erased identity is still there"},
    "finding.identity-changed": {"ko": "인적 사항이 바뀌었습니다", "en": "the identity was changed"},
    "finding.refers-nowhere": {"ko": "없는 기록 {what}을(를) 가리킵니다", "en": "refers to {what}, which cannot be"},
    "finding.node-missing": {"ko": "트리의 마디가 없습니다 {what}", "en": "a node of the tree is missing {what}"},
    "finding.node-changed": {"ko": "트리의 마디가 바뀌었습니다", "en": "the node of the tree was changed"},
    "finding.head-changed": {"ko": "헤드가 바뀌었습니다", "en": "the head was changed"},
    "finding.head-not-signed": {
        "ko": "그때의 키로 서명되지 않았습니다",
        "en": "not signed by the key in force then",
    },
    "finding.head-other-tree": {"ko": "다른 트리에 서명한 헤드입니다", "en": "signs another tree than this one"},
    "finding.no-head": {"ko": "서명된 헤드가 덮지 않습니다", "en": "no signed head covers it"},
    "finding.exported-not-signed": {
        "ko": "내보낸 헤드에 이 장부 키의 서명이 없습니다",
        "en": "the exported head is not signed by a key of this ledger",
    },
    "finding.exported-other-tree": {
        "ko": "내보낸 헤드와 다릅니다. 그 뒤에 이력이 바뀌었습니다",
        "en": "differs from the exported head: history was changed since",
    },
    "finding.rolled-back": {
        "ko": "내보낸 헤드는 기록이 {what}개라고 합니다. 옛 사본으로 되돌려졌습니다",
        "en": "the exported head says {what} entries: this is an older copy",
    },
    "finding.rows-changed": {"ko": "감사의 행이 바뀌었습니다 {what}", "en": "rows of the audit were changed {what}"},
    "finding.surplus": {"ko": "어느 기록에도 속하지 않는 것이 있습니다: {what}", "en": "belongs to no entry: {what}"},
    "finding.guard-missing": {
        "ko": "수정과 삭제를 막는 장치가 없습니다: {what}",
        "en": "a guard against changes is missing: {what}",
    },
    "finding.file-damaged": {"ko": "파일이 손상되었습니다: {what}", "en": "the file is damaged: {what}"},
    "verify.whole": {
        "ko": "기록 {size}개, 헤드 {heads}개, 내용 {contents}개, 감사 행 {rows}개: 바뀐 것이 없습니다.",
        "en": "{size} entries, {heads} heads, {contents} contents, {rows} audit rows: nothing was changed.",
    },
    "verify.findings": {
        "ko": "기록 {size}개 가운데 어긋난 곳 {count}곳",
        "en": "{size} entries; found to be changed: {count}",
    },
    "verify.more": {"ko": "외 {count}곳", "en": "and {count} more"},
    "verify.kinds": {"ko": "종류별: {list}", "en": "By kind: {list}"},
    "verify.erased": {"ko": "지워진 인적 사항: {count}", "en": "Identities erased: {count}"},
    "verify.disagreements": {
        "ko": "두 엔진이 달라 거절한 판단: {count}",
        "en": "Decisions refused because the evaluators disagreed: {count}",
    },
    "verify.root": {"ko": "헤드: 크기 {size}, 루트 {root}", "en": "Head: size {size}, root {root}"},
    "verify.exported": {
        "ko": "내보낸 헤드 {count}개와 일치합니다.",
        "en": "It extends the exported heads: {count}.",
    },
    "progress": {"ko": "{done}/{total}", "en": "{done} of {total}"},
    # -- entries
    "entry-kind.decision": {"ko": "판단", "en": "decision"},
    "entry-kind.audit": {"ko": "일괄 감사", "en": "audit"},
    "entry-kind.disagreement": {"ko": "엔진 불일치", "en": "disagreement"},
    "entry-kind.erasure": {"ko": "삭제", "en": "erasure"},
    "entry-kind.key": {"ko": "키", "en": "key"},
    "entry.heading": {"ko": "기록 {number} · {kind} · {at}", "en": "Entry {number} · {kind} · {at}"},
    "entry.at": {"ko": "{at} (한국 시각)", "en": "{at} (Korean time)"},
    "entry.actor": {"ko": "기록자", "en": "Recorded by"},
    "entry.organisation": {"ko": "소속", "en": "Organisation"},
    "entry.signed": {"ko": "서명", "en": "Signed"},
    "entry.supersedes": {"ko": "대체한 기록", "en": "Supersedes"},
    "entry.erases": {"ko": "인적 사항을 지운 기록", "en": "Erases identity of"},
    "entry.superseded": {"ko": "대체된 기록", "en": "Superseded by"},
    "entry.known-on": {"ko": "기준일", "en": "As known on"},
    "entry.engine": {"ko": "엔진", "en": "Engine"},
    "entry.identity": {"ko": "인적 사항", "en": "Identity"},
    "entry.erased": {"ko": "지워짐(기록 {number})", "en": "erased by entry {number}"},
    "entry.rows": {"ko": "행", "en": "Rows"},
    "entry.key": {"ko": "키", "en": "Key"},
    "entry.rulebook": {"ko": "규칙집", "en": "Rulebook"},
    "erased": {
        "ko": "기록 {number}의 인적 사항을 지웠습니다(기록 {record}).",
        "en": "Erased the identity of entry {number}; recorded as entry {record}.",
    },
    "key.since": {"ko": "기록 {number}부터  {verifier}", "en": "from entry {number}  {verifier}"},
}
