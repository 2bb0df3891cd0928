"""Words of the frame of the web pages: navigation, signing in, errors and the first page, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- the frame
    "page.brand": {"ko": "공제 gongje", "en": "gongje 공제"},
    "page.skip": {"ko": "본문으로 건너뛰기", "en": "Skip to the content"},
    "page.nav": {"ko": "주 메뉴", "en": "Main"},
    "page.nav.start": {"ko": "처음", "en": "Start"},
    "page.language": {"ko": "한국어", "en": "English"},
    "page.local": {"ko": "이 컴퓨터의 사용자", "en": "user of this machine"},
    "page.sign-out": {"ko": "로그아웃", "en": "Sign out"},
    "page.footer": {
        "ko": "답은 적힌 사실과 담긴 법령에서 나옵니다. 신고는 세무 전문가와 확인하십시오.",
        "en": "Answers follow from the facts given and the law held here. Confirm a return with a tax professional.",
    },
    "page.api": {"ko": "프로그램용 API", "en": "API for programs"},
    "page.problems": {"ko": "고칠 것", "en": "To be put right"},
    "page.request": {"ko": "요청 번호 {id}", "en": "Request {id}"},
    "page.to-start": {"ko": "처음으로", "en": "To the start"},
    "page.sign.yes": {"ko": "해당", "en": "holds"},
    "page.sign.no": {"ko": "해당하지 않음", "en": "does not hold"},
    "page.sign.open": {"ko": "모름", "en": "open"},
    "page.nav.law": {"ko": "법령", "en": "Law"},
    "page.nav.decisions": {"ko": "결정 기록", "en": "Decisions"},
    # -- signing in
    "page.sign-in": {"ko": "로그인", "en": "Sign in"},
    "page.sign-in.lead": {
        "ko": "이 서버는 API 키를 가진 사람에게 열려 있습니다. 키의 기관과 역할로 보입니다.",
        "en": "This server is open to holders of an API key. You see what its organisation and role may see.",
    },
    "page.sign-in.key": {"ko": "API 키", "en": "API key"},
    "page.sign-in.hint": {
        "ko": "gongje_ 로 시작합니다. 서버 운영자가 줍니다.",
        "en": "It begins with gongje_ and comes from whoever runs this server.",
    },
    "page.sign-in.wrong": {
        "ko": "유효한 키가 아닙니다. 빠진 글자가 없는지, 만료되거나 무효가 되지 않았는지 운영자에게 확인하십시오.",
        "en": "This is not a valid key. Look for missing letters; the operator can say if it expired or was revoked.",
    },
    # -- errors
    "page.error.title": {"ko": "요청을 처리할 수 없습니다", "en": "This cannot be done"},
    "page.error.title.403": {"ko": "할 수 없는 일입니다", "en": "Not allowed"},
    "page.error.title.404": {"ko": "찾을 수 없습니다", "en": "Not found"},
    "page.error.title.422": {"ko": "쓸 수 없는 값이 있습니다", "en": "Something cannot be used"},
    "page.error.title.500": {"ko": "서버 오류입니다", "en": "An error of the server"},
    "page.error.title.503": {"ko": "지금은 쓸 수 없습니다", "en": "Not available just now"},
    "page.error.no-key": {"ko": "먼저 로그인해야 합니다.", "en": "You have to sign in first."},
    "page.error.not-found": {
        "ko": "이 주소에는 아무것도 없거나, 볼 수 있는 것이 아닙니다.",
        "en": "There is nothing at this address, or nothing that you may see.",
    },
    "page.error.not-found.remedy": {
        "ko": "주소를 확인하거나 목록에서 다시 찾으십시오.",
        "en": "Check the address, or look for it in the lists.",
    },
    "page.error.404": {"ko": "이 주소에는 페이지가 없습니다.", "en": "There is no page at this address."},
    "page.error.not-allowed": {
        "ko": "이 키의 역할({role})로는 열 수 없습니다.",
        "en": "The role of your key ({role}) does not allow this.",
    },
    "page.error.not-allowed.remedy": {
        "ko": "다른 역할의 키가 있으면 로그아웃하고 그 키로 로그인하십시오.",
        "en": "If you have a key with another role, sign out and sign in with that one.",
    },
    "page.error.unusable": {
        "ko": "아래 값을 고쳐 다시 보내십시오.",
        "en": "Put the following right and send it again.",
    },
    "page.error.405": {
        "ko": "이 주소는 양식으로만 열립니다.",
        "en": "This address is opened by a form only.",
    },
    "http.other-site": {
        "ko": "다른 사이트에서 보낸 양식은 받지 않습니다.",
        "en": "Forms of other sites are not taken.",
    },
    "page.error.other-site.remedy": {
        "ko": "이 사이트의 페이지를 열어 다시 하십시오. 프록시 뒤라면 Host 헤더가 그대로 전달되어야 합니다.",
        "en": "Open the page on this site and do it again. Behind a proxy, the Host header has to be passed on.",
    },
    "http.stale-form": {
        "ko": "양식이 오래되었거나 쿠키가 꺼져 있습니다. 아무것도 바뀌지 않았습니다.",
        "en": "The form is out of date, or cookies are off. Nothing was changed.",
    },
    "page.error.stale-form.remedy": {
        "ko": "앞 페이지로 돌아가 새로 고친 뒤 다시 보내십시오.",
        "en": "Go back, load the page again, and send it once more.",
    },
    # -- the first page
    "page.start.title": {"ko": "통합투자세액공제를 판단합니다", "en": "Integrated investment tax credit, decided"},
    "page.start.lead": {
        "ko": "시설투자가 국가전략기술 등으로 공제되는지, 얼마인지, 왜 그런지를 조문과 함께 답합니다.",
        "en": "Whether a facility investment earns the credit, as national strategic technology or otherwise, "
        "how much, and why, with the article.",
    },
    "page.start.law": {
        "ko": "기술과 시설의 목록, 공제율, 개정, 규정마다의 조문과 내력",
        "en": "Lists, rates, amendments, and each provision with its articles and history",
    },
    "page.start.lists": {
        "ko": "어느 날이든 그날 적용되는 별표의 행",
        "en": "The rows of the annexes that apply on any day",
    },
    "page.start.decisions": {
        "ko": "기록된 판단을 찾고, 그때와 지금의 법으로 다시 판단하고, 바뀌지 않았음을 확인합니다.",
        "en": "Find a recorded decision, decide it again by the law of then and of now, and prove it was not changed.",
    },
    "page.start.drafts": {"ko": "이어서 하기", "en": "Go on with"},
    "page.start.drafts.lead": {
        "ko": "기록하지 않은 초안입니다. 90일 동안 고치지 않으면 지워집니다.",
        "en": "Drafts that are not recorded. They are forgotten after 90 days without a change.",
    },
    "page.start.unnamed": {"ko": "이름 없는 초안", "en": "Draft without a name"},
    "page.start.changed": {"ko": "{at} 고침", "en": "changed {at}"},
    "page.start.examples": {"ko": "실제 공장에서 시작", "en": "Start from a real plant"},
    "page.start.examples.lead": {
        "ko": "보도된 사실만 담은 예입니다. 회사의 신고가 아닙니다. 누르면 초안이 되어 답을 보고 고칠 수 있습니다.",
        "en": "With what the press says and no more; not the companies' returns. Each becomes a draft of yours.",
    },
}
