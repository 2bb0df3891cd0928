"""Words of the law pages, in Korean and English. What the law itself says stands in the rules."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "law.title": {"ko": "법령", "en": "The law"},
    "law.lead": {
        "ko": "이 서버의 답은 모두 아래 규정에서 나옵니다. 어느 날의 법이든 볼 수 있습니다.",
        "en": "Every answer of this server follows from the provisions held here, as they stood on any day.",
    },
    "law.search": {"ko": "찾기", "en": "Search"},
    "law.search.hint": {
        "ko": "조문 번호, 규정 제목, 사실 이름. 예: 수도권, 공제율",
        "en": "An article, a title, a fact: for example recognition, rate",
    },
    "law.search.none": {
        "ko": "'{q}'(으)로 찾은 것이 없습니다. 낱말을 줄이거나 다른 말로 찾으십시오.",
        "en": "Nothing found for '{q}'. Try fewer words, or others.",
    },
    "law.search.found": {"ko": "찾은 것", "en": "Found"},
    "law.search.more": {"ko": "그 밖에 {count}건. 낱말을 더하십시오.", "en": "{count} more; add a word."},
    "law.what": {"ko": "구분", "en": "Kind"},
    "law.entry": {"ko": "제목", "en": "Title"},
    "law.article": {"ko": "조문", "en": "Article"},
    "law.technologies": {"ko": "기술 목록", "en": "Technologies"},
    "law.facilities": {"ko": "시설 목록", "en": "Facilities"},
    "law.rates": {"ko": "공제율", "en": "Rates"},
    "law.amendments": {"ko": "개정", "en": "Amendments"},
    "law.technologies.about": {
        "ko": "국가전략기술과 신성장·원천기술을 정한 별표의 행",
        "en": "Rows of the annexes of national strategic and new-growth technologies",
    },
    "law.facilities.about": {
        "ko": "그 기술을 사업화하는 시설을 정한 별표의 행",
        "en": "Rows of the annexes of facilities for these technologies",
    },
    "law.rates.about": {
        "ko": "기본공제와 추가공제의 공제율, 규모와 구분별",
        "en": "Of base credit and increment, by size",
    },
    "law.amendments.about": {
        "ko": "공포된 개정과 각 개정이 바꾼 것",
        "en": "What was promulgated, and what each changed",
    },
    "law.held": {"ko": "담긴 것", "en": "What is held"},
    "law.count.provision": {"ko": "규정", "en": "Provisions"},
    "law.count.table": {"ko": "표", "en": "Tables"},
    "law.count.formula": {"ko": "계산식", "en": "Formulas"},
    "law.count.fact": {"ko": "사실", "en": "Facts"},
    "law.newest": {"ko": "최근 공포", "en": "Latest promulgated"},
    "law.read-through": {
        "ko": "{kind}: {day} 공포분까지 읽음",
        "en": "{kind}: read up to what was promulgated by {day}",
    },
    "law.kind.act": {"ko": "법률", "en": "Acts"},
    "law.kind.decree": {"ko": "대통령령", "en": "Decrees"},
    "law.kind.rule": {"ko": "부령", "en": "Ordinances"},
    # -- on a day
    "law.on": {"ko": "투자일", "en": "Invested on"},
    "law.known-on": {"ko": "알려진 날(기준일)", "en": "Law known on"},
    "law.show": {"ko": "보기", "en": "Show"},
    "law.as-of": {
        "ko": "{on} 투자분, {known_on}까지 공포된 법령",
        "en": "For an amount invested on {on}, by the law promulgated by {known_on}",
    },
    "law.row": {"ko": "행", "en": "Row"},
    "law.since": {"ko": "적용", "en": "In force"},
    "law.applies.depends": {"ko": "다른 날짜에 따라", "en": "depends on other dates"},
    "law.rows": {"ko": "{count}행", "en": "{count} rows"},
    "law.none": {"ko": "이날 적용되는 행이 없습니다.", "en": "No row applies on this day."},
    "law.for": {"ko": "대상", "en": "For"},
    "law.rate": {"ko": "율", "en": "Rate"},
    # -- amendments
    "law.amendments.lead": {
        "ko": "새로 공포된 것부터 있습니다. 하나를 열면 그날 무엇이 바뀌었는지 보입니다.",
        "en": "The newest first. Open one to see what changed on the day it came out.",
    },
    "law.amendment.others": {"ko": "같은 날 공포: {list}", "en": "Promulgated on the same day: {list}"},
    "law.amendment.changed": {"ko": "규칙에서 바뀐 것", "en": "What changed in the rules"},
    "law.amendment.nothing": {
        "ko": "담긴 규정의 적용 기간은 바뀌지 않았습니다.",
        "en": "No provision held here came to apply otherwise.",
    },
    "law.change.new": {"ko": "새로 생김", "en": "New"},
    "law.change.gone": {"ko": "없어짐", "en": "Gone"},
    "law.change.changed": {"ko": "바뀜", "en": "Changed"},
    "law.before": {"ko": "전", "en": "Before"},
    "law.after": {"ko": "뒤", "en": "After"},
    "law.between": {"ko": "두 날 사이의 차이", "en": "Between two days"},
    "law.between.before": {"ko": "이날 알려진 법과", "en": "Law known on"},
    "law.between.after": {"ko": "이날 알려진 법", "en": "and law known on"},
    "law.between.button": {"ko": "비교", "en": "Compare"},
    "law.between.title": {"ko": "{before}부터 {after}까지 공포", "en": "Promulgated from {before} to {after}"},
    # -- an entry
    "law.history": {"ko": "적용 기간과 내용", "en": "When it applies, and what it asks"},
    "law.asks": {"ko": "내용", "en": "It asks"},
    "law.not-known": {"ko": "기준일에는 공포되지 않음", "en": "not promulgated by that day"},
    "law.reads": {"ko": "다음에서 계산", "en": "Worked out from"},
    "law.questions": {"ko": "이것을 정하는 질문", "en": "Questions it hangs on"},
    "law.questions.more": {"ko": "질문 {count}가지", "en": "{count} questions"},
    "law.read-by": {"ko": "이것을 쓰는 곳", "en": "Read by"},
    "law.read-by.none": {"ko": "없음", "en": "nothing"},
}
