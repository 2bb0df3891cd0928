"""Words of the interview, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "page.nav.interview": {"ko": "질문으로 시작", "en": "Interview"},
    "interview.title": {"ko": "질문으로 알아보기", "en": "Interview"},
    "interview.eyebrow": {"ko": "질문으로 알아보기 · {name}", "en": "Interview · {name}"},
    "interview.heading": {"ko": "지금 필요한 것", "en": "What matters now"},
    "interview.lead": {
        "ko": (
            "답을 좌우하는 것만 묻습니다. 모르면 ‘아직 모름’도 좋은 답입니다. 무엇이 열려 있는지 그대로 알려 "
            "드립니다."
        ),
        "en": "Only what decides the answer is asked. “Not known yet” is a good answer: what stays open is then said.",
    },
    "interview.again": {"ko": "답을 고칩니다", "en": "Change an answer"},
    "interview.figures": {"ko": "과세연도 공제액을 계산하려면", "en": "For the credit of the tax year"},
    "interview.of.claim": {"ko": "신청 전체", "en": "The claim"},
    "interview.of.investment": {"ko": "투자", "en": "The investment"},
    "interview.of.amount": {"ko": "투자금액", "en": "Amounts"},
    # -- a question
    "interview.unknown": {"ko": "아직 모름", "en": "Not known yet"},
    "interview.choose": {"ko": "고르십시오", "en": "Choose"},
    "interview.several": {"ko": "여러 개 고를 수 있습니다.", "en": "Choose all that apply."},
    "interview.about": {"ko": "대상: {name}", "en": "For: {name}"},
    "interview.apart": {"ko": "투자마다 따로 답하기", "en": "Answer for each investment"},
    "interview.for-all": {"ko": "투자 {count}건 모두에 적습니다.", "en": "This is for all {count} of them."},
    "interview.amount": {"ko": "{number}번째 금액", "en": "amount {number}"},
    "interview.known": {"ko": "지금 아는 범위: {value}", "en": "Known so far: {value}"},
    "interview.entry": {"ko": "{number}번째 줄", "en": "Line {number}"},
    "interview.entries": {"ko": "{count}건", "en": "{count} entries"},
    "interview.none": {"ko": "없음", "en": "none"},
    "interview.more-lines": {"ko": "줄 더 쓰기", "en": "More lines"},
    "interview.continue": {"ko": "질문에 이어서 답하기", "en": "Go on with the questions"},
    "interview.there-was-none": {"ko": "해당 사항 없음", "en": "There was none"},
    "interview.unit.won": {"ko": "원", "en": "won"},
    "interview.decides": {"ko": "정하는 것", "en": "Decides"},
    "interview.needed": {"ko": "필요한 곳", "en": "Needed for"},
    "interview.decides.eligible": {"ko": "공제 대상 여부", "en": "whether there is a credit"},
    "interview.decides.tier": {"ko": "구분", "en": "the tier"},
    "interview.decides.rate": {"ko": "공제율", "en": "the rate"},
    "interview.decides.row": {"ko": "별표의 행", "en": "the row of the annex"},
    "interview.decides.amount": {"ko": "금액", "en": "the amount"},
    "interview.decides.date": {"ko": "투자일에 따른 차이", "en": "which law applies to the day"},
    "interview.decides.due": {"ko": "인정 신청기한", "en": "the deadline for recognition"},
    "interview.decides.assumption": {"ko": "전제 하나를 사실로 확인", "en": "replaces an assumption"},
    "interview.decides.reading": {"ko": "확정되지 않은 해석", "en": "settles a doubtful reading"},
    "interview.judged": {"ko": "또는", "en": "Or"},
    "interview.judged.by": {"ko": "이름을 밝힌 전문가의 판단", "en": "the judgement of a named professional"},
    "interview.next": {"ko": "저장하고 다음", "en": "Save and go on"},
    "interview.save": {"ko": "저장", "en": "Save"},
    "interview.back": {"ko": "질문으로 돌아가기", "en": "Back to the questions"},
    "interview.rest": {"ko": "나머지는 아직 모름", "en": "The rest is not known yet"},
    "interview.later": {
        "ko": "이 다음에 물을 것이 {count}가지 더 있습니다.",
        "en": "{count} more are waiting after these.",
    },
    "interview.wrong": {
        "ko": "아직 저장하지 않았습니다. 표시된 곳을 고쳐 다시 보내십시오.",
        "en": "Nothing is saved yet. Put right what is marked, and send it again.",
    },
    "interview.nothing": {
        "ko": "답이 하나도 없었습니다. 하나라도 답하거나 ‘아직 모름’을 고르십시오.",
        "en": "Nothing was answered. Answer at least one, or say that it is not known yet.",
    },
    "interview.bad-ratio": {
        "ko": "{found}는 비율이 아닙니다. 0부터 100 사이의 퍼센트로 적으십시오. 예: 12.5",
        "en": "{found} is not a percentage; write a number from 0 to 100, such as 12.5",
    },
    # -- beside and below
    "interview.so-far": {"ko": "지금까지의 답", "en": "The answer so far"},
    "interview.to-answer": {"ko": "답 전체 보기", "en": "See the whole answer"},
    "interview.aside": {"ko": "아직 모르는 것", "en": "Not known yet"},
    "interview.aside.lead": {
        "ko": "다시 묻지 않습니다. 답에는 열려 있는 것으로 나옵니다.",
        "en": "These are not asked again; the answer names them as open.",
    },
    "interview.answer-now": {"ko": "답하기", "en": "Answer"},
    "interview.ask-again": {"ko": "모두 다시 묻기", "en": "Ask all of them again"},
    "interview.stated": {"ko": "지금까지 적은 것 ({count})", "en": "Said so far ({count})"},
    "interview.fact": {"ko": "사실", "en": "Fact"},
    "interview.value": {"ko": "적은 값", "en": "Said"},
    "interview.change": {"ko": "고치기", "en": "Change"},
    "interview.keep": {"ko": "보관", "en": "Keeping"},
    "interview.kept": {
        "ko": (
            "답은 이 서버에 초안으로 보관되어 언제든 이어서 할 수 있고, 귀 기관만 봅니다. {days}일 동안 고치지 "
            "않으면 지워집니다."
        ),
        "en": (
            "Answers are kept on this server as a draft that only your organisation sees. Leave it and come back; "
            "it is forgotten {days} days after its last change."
        ),
    },
    "interview.download": {"ko": "파일로 내려받기", "en": "Download as a file"},
    "interview.delete": {"ko": "이 초안 지우기", "en": "Delete this draft"},
    # -- the end
    "interview.done": {"ko": "더 물을 것이 없습니다", "en": "Nothing more to ask"},
    "interview.done.all": {
        "ko": "답을 좌우하는 사실을 모두 적었습니다.",
        "en": "All facts that decide the answer are given.",
    },
    "interview.done.open": {
        "ko": "아직 모르는 것이 남아 있어, 답은 그만큼 범위로 나옵니다.",
        "en": "Some facts are not known yet, so the answer stays within bounds.",
    },
    "interview.assumptions": {"ko": "전제를 확인해 주십시오", "en": "Confirm what is assumed"},
    "interview.assumptions.lead": {
        "ko": (
            "누구나 그럴 것으로 보고 묻지 않은 것들입니다. 맞으면 표시해 확인으로 남기고, 다르면 표시하지 말고 "
            "사실을 적으십시오."
        ),
        "en": (
            "These hold for nearly everybody and were not asked. Tick what is true to have it stand as confirmed; "
            "leave the others."
        ),
    },
    "interview.assumptions.by": {"ko": "확인하는 사람", "en": "Confirmed by"},
    "interview.assumptions.by.hint": {
        "ko": "이름은 신청에 오늘 날짜와 함께 남습니다.",
        "en": "The name stands in the claim, with today's date.",
    },
    "interview.assumptions.confirm": {"ko": "표시한 것을 확인", "en": "Confirm what is ticked"},
    # -- who, when, what
    "interview.basics": {"ko": "누가, 언제, 무엇에 투자했습니까?", "en": "Who invested, when, and in what?"},
    "interview.basics.lead": {
        "ko": "모르는 것은 비워 두십시오. 나머지는 필요한 것만 차례로 묻습니다.",
        "en": "Leave out what you do not know. What else matters is asked step by step.",
    },
    "interview.basics.who": {"ko": "납세자와 과세연도", "en": "Taxpayer and tax year"},
    "interview.basics.what": {"ko": "투자와 금액", "en": "Investments and amounts"},
    "interview.basics.what.hint": {
        "ko": (
            "설비, 건물, 토지처럼 성격이 다르면 이름을 달리하여 나누십시오. 같은 투자에 여러 번 지급했으면 같은 "
            "이름으로 여러 줄 적습니다."
        ),
        "en": (
            "Give equipment, buildings, land and the like names of their own. Several payments for one investment "
            "are several lines with the same name."
        ),
    },
    "interview.basics.more": {
        "ko": "줄이 모자라면 저장한 뒤 다시 여십시오. 빈 줄이 더 생깁니다. 이름을 지우면 그 줄이 빠집니다.",
        "en": "More lines appear when this is saved and opened again. A line without a name is left out.",
    },
    "interview.basics.change": {
        "ko": "과세연도, 투자, 금액 고치기",
        "en": "Change the tax year, investments and amounts",
    },
    "interview.investment": {"ko": "투자 이름", "en": "Name of the investment"},
    "interview.begin": {"ko": "시작", "en": "Begin"},
    "interview.otherwise": {"ko": "다르게 시작하기", "en": "Other ways to begin"},
    "interview.otherwise.example": {
        "ko": "실제 공장의 공개된 사실에서",
        "en": "From the published facts of a real plant",
    },
    "interview.otherwise.file": {"ko": "내려받아 둔 파일에서", "en": "From a file that you have kept"},
    "http.draft-changed": {
        "ko": "그사이 다른 창에서 이 초안이 바뀌었습니다. 아무것도 저장하지 않았습니다.",
        "en": "The draft was changed in another window meanwhile. Nothing was saved.",
    },
    "page.error.draft-changed.remedy": {
        "ko": "질문 페이지를 다시 열어 지금 상태에서 답하십시오.",
        "en": "Open the questions again and answer from there.",
    },
    "changes.becomes": {"ko": "다음으로 바뀌면", "en": "becomes"},
}
