"""Words of the answer page and of the ways to it, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- the heading
    "answer.title": {"ko": "통합투자세액공제 판단", "en": "Integrated investment tax credit"},
    "answer.year": {"ko": "{year} 과세연도", "en": "tax year {year}"},
    "answer.draft": {"ko": "기록 전", "en": "Not recorded"},
    "answer.recorded": {"ko": "기록 {number}", "en": "Entry {number}"},
    "answer.recorded-at": {"ko": "{at}(한국 시각) 기록", "en": "recorded {at} (Korean time)"},
    "answer.recorded-by": {"ko": "{name} 기록", "en": "by {name}"},
    "answer.signed": {"ko": "서명함", "en": "signed"},
    "answer.unsigned": {"ko": "서명하지 않음", "en": "not signed"},
    "answer.supersedes": {"ko": "기록 {number}을(를) 대신함", "en": "supersedes entry {number}"},
    "answer.superseded": {
        "ko": "이 기록은 기록 {list}(으)로 대신되었습니다.",
        "en": "This entry was superseded by entry {list}.",
    },
    "answer.of": {"ko": "투자 {count}건: {counts}.", "en": "{count} investments: {counts}."},
    "answer.count.eligible": {"ko": "공제 대상 {count}건", "en": "{count} eligible"},
    "answer.count.ineligible": {"ko": "대상 아님 {count}건", "en": "{count} not eligible"},
    "answer.count.undetermined": {"ko": "미정 {count}건", "en": "{count} still open"},
    "answer.count.review": {"ko": "검토 필요 {count}건", "en": "{count} for review"},
    "answer.rates": {"ko": "공제율 {rates}", "en": "rate {rates}"},
    "answer.earlier": {"ko": "앞의 투자", "en": "Earlier investments"},
    "answer.later": {"ko": "다음 투자({count}건 남음)", "en": "Further investments ({count} left)"},
    # -- sections
    "answer.investments": {"ko": "투자별 결과", "en": "Investment by investment"},
    "answer.figures": {"ko": "공제액과 계산", "en": "The credit and its workings"},
    "answer.figures.lead": {
        "ko": "금액을 열면 어느 조문에 따라 어떻게 계산했는지 보입니다.",
        "en": "Open a figure to see how it came about, and by which article.",
    },
    "answer.figure.review": {"ko": "검토 필요", "en": "for review"},
    "answer.reasons.lead": {
        "ko": "제목을 누르면 아래 근거가 열리고, 조문을 누르면 규정 페이지가 열립니다.",
        "en": "Open a line to see what it rests on; the article leads to the page of the provision.",
    },
    "answer.reasons.more": {"ko": "나머지 이유 {count}묶음 모두 보기", "en": "Show {count} more groups of reasons"},
    "answer.questions.lead": {
        "ko": "답하면 결과나 금액이 더 정해집니다. 모르면 그대로 두어도 됩니다.",
        "en": "Each answer settles more of the outcome or the figures. What is not known may stay open.",
    },
    "answer.questions.none": {
        "ko": "남은 질문이 없습니다. 적힌 사실로 모두 정해집니다.",
        "en": "None: the facts given settle everything.",
    },
    "answer.question.article": {"ko": "조문", "en": "Article"},
    "answer.question.document": {"ko": "증빙", "en": "Document"},
    "answer.question.for": {"ko": "대상", "en": "For"},
    "answer.question.or": {"ko": "다음에서도 정해짐", "en": "Also follows from"},
    "answer.assumptions.lead": {
        "ko": "따로 적지 않으면 그렇다고 보는 것입니다. 사실이 다르면 답이 달라집니다.",
        "en": "Taken to be so unless stated otherwise. If one is not, the answer may change.",
    },
    # -- the time line
    "timeline": {"ko": "기한과 지켜볼 날", "en": "Deadlines and dates to watch"},
    "timeline.picture": {"ko": "기한을 그린 그림", "en": "Picture of the dates"},
    "timeline.list": {"ko": "기한의 목록", "en": "List of the dates"},
    "timeline.desc": {
        "ko": "아래 목록과 같은 날들을 시간 순서로 그린 것입니다.",
        "en": "The dates of the list below, drawn in order of time.",
    },
    "timeline.year": {"ko": "과세연도", "en": "Tax year"},
    "timeline.invested": {"ko": "투자", "en": "Invested"},
    "timeline.due-open": {"ko": "{due}(앞 날짜까지는 안전)", "en": "{due} (safe until the first day)"},
    "timeline.more": {"ko": "나머지 {count}건 모두 보기", "en": "Show {count} more"},
    "timeline.when": {"ko": "날", "en": "When"},
    "timeline.what": {"ko": "내용", "en": "What"},
    "timeline.open": {"ko": "날짜 미정", "en": "day still open"},
    "timeline.until": {"ko": "{day}까지", "en": "until {day}"},
    # -- what may be done with it
    "answer.record": {"ko": "기록하기", "en": "Record it"},
    "answer.record.lead": {
        "ko": "장부에 남기면 나중에 그대로 다시 판단할 수 있고, 누구도 몰래 바꿀 수 없습니다. 기록은 지울 수 없습니다.",
        "en": "In the ledger it can be decided again later, byte for byte, and nobody can change it unseen. "
        "An entry cannot be deleted.",
    },
    "answer.record.signed": {"ko": "서명한 판단으로 기록", "en": "Record it as signed"},
    "answer.record.signed.hint": {
        "ko": "전제 {count}가지가 열려 있어 서명할 수 없습니다. 질문 화면 아래의 목록에서 사실인 것에 표시하면 확인한 "
        "것으로 적힙니다.",
        "en": "It cannot be signed while {count} assumptions are open. Tick what is true in the list below the "
        "questions, and it stands as confirmed.",
    },
    "answer.record.signed.list": {"ko": "전제 목록으로", "en": "To the list"},
    "answer.record.button": {"ko": "장부에 기록", "en": "Record in the ledger"},
    "answer.supersedes.note": {
        "ko": "기록하면 기록 {number}을(를) 대신합니다.",
        "en": "When recorded it supersedes entry {number}.",
    },
    "answer.print": {"ko": "인쇄용(모두 펼침)", "en": "Print view (all opened)"},
    "answer.fold": {"ko": "접어서 보기", "en": "Folded view"},
    "answer.pdf": {"ko": "PDF 내려받기", "en": "Download PDF"},
    "answer.claim": {"ko": "신청 파일 내려받기", "en": "Download the claim"},
    "answer.delete": {"ko": "이 초안 지우기", "en": "Delete this draft"},
    "answer.continue": {"ko": "고쳐서 다시 판단", "en": "Change and decide again"},
    "answer.known-on": {"ko": "기준일", "en": "Law known on"},
    "answer.known-on.hint": {
        "ko": "이날까지 공포된 법령으로 판단합니다.",
        "en": "Decided by the law promulgated by this day.",
    },
    "answer.known-on.button": {"ko": "이날 기준으로 보기", "en": "Decide as of this day"},
    # -- claims
    "claim.title": {"ko": "신청 파일로 판단", "en": "Answer a claim file"},
    "claim.lead": {
        "ko": "YAML이나 JSON으로 적은 신청 파일을 올리거나 붙여 넣으십시오. 모르는 것은 비워 두어도 됩니다.",
        "en": "Upload or paste a claim in YAML or JSON. Leave out what is not known.",
    },
    "claim.file": {"ko": "파일", "en": "File"},
    "claim.file.hint": {"ko": ".yaml 또는 .json, 5MB까지", "en": ".yaml or .json, at most 5 MB"},
    "claim.text": {"ko": "또는 여기에 붙여 넣기", "en": "Or paste it here"},
    "claim.button": {"ko": "판단", "en": "Answer it"},
    "claim.problems": {"ko": "신청을 읽을 수 없습니다", "en": "The claim cannot be read"},
    "http.no-pdf": {
        "ko": "이 서버에는 PDF를 만드는 라이브러리가 없습니다.",
        "en": "The library that makes PDF is not installed on this server.",
    },
    "page.error.no-pdf.remedy": {
        "ko": "브라우저의 인쇄로 PDF를 만들거나, 운영자가 pip install 'gongje[pdf]'로 설치하십시오.",
        "en": "Print the page to PDF instead, or have the operator install it: pip install 'gongje[pdf]'.",
    },
    # -- judgements
    "judging.title": {"ko": "전문가의 판단", "en": "Judgement of a professional"},
    "judging.lead": {
        "ko": "법령만으로 정해지지 않는 것을 이름을 밝힌 전문가가 답합니다. 법령이 아니라 판단으로 표시되고, "
        "답은 다시 정해집니다.",
        "en": "A named professional answers what the law alone does not settle. It is shown as a judgement, never as "
        "law, and the claim is decided again.",
    },
    "judging.back": {"ko": "답으로 돌아가기", "en": "Back to the answer"},
    "judging.reason": {"ko": "이유", "en": "Reason"},
    "judging.evidence": {"ko": "증빙", "en": "Evidence"},
    "judging.evidence.hint": {
        "ko": "파일의 SHA-256만 남기고 파일은 보관하지 않습니다. 파일은 직접 보관하십시오.",
        "en": "Only the SHA-256 of the file is kept, never the file: keep it yourself.",
    },
    "judging.digest": {"ko": "또는 증빙의 SHA-256", "en": "Or the SHA-256 of the evidence"},
    "judging.digest.hint": {"ko": "sha256: 뒤에 16진수 64자", "en": "sha256: and 64 hexadecimal digits"},
    "judging.by": {"ko": "판단한 사람", "en": "Judged by"},
    "judging.licence": {"ko": "자격과 번호", "en": "Licence and number"},
    "judging.licence.hint": {"ko": "예: 공인회계사 12345", "en": "for example: certified public accountant 12345"},
    "judging.on": {"ko": "판단한 날", "en": "Judged on"},
    "judging.button": {"ko": "판단을 적고 다시 정하기", "en": "Add it and decide again"},
    "judging.decides": {"ko": "이 판단에 따른 것", "en": "It decides"},
    "judging.take-back": {"ko": "이 판단 빼기", "en": "Take it out again"},
    "judging.open": {
        "ko": "이 답은 전문가의 판단으로 더 정해질 수 있습니다.",
        "en": "The judgement of a professional would settle more of this answer:",
    },
    "http.changed-meanwhile": {
        "ko": "그사이에 초안이 바뀌었습니다. 아무것도 적지 않았습니다.",
        "en": "The draft was changed meanwhile; nothing was written.",
    },
    "page.error.changed-meanwhile.remedy": {
        "ko": "초안을 다시 열어 바뀐 것을 보고 다시 하십시오.",
        "en": "Open the draft again, look at what changed, and do it once more.",
    },
}
