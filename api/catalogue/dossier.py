"""Words of dossiers, of missed credits and of the figures to file, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "help.missed": {
        "ko": "연도별 묶음(dossier)에서 신고하지 않았거나 적게 신고한 공제와 경정청구 기한을 찾습니다.",
        "en": "Find credits that past returns of a dossier left out, and the last day for an amended claim.",
    },
    "help.file": {
        "ko": "신청서와 명세서에 들어갈 금액을 근거와 함께 씁니다(비공식). JSON, .xlsx 또는 .csv",
        "en": "Write the figures of the application and schedules, each traced (unofficial): JSON, .xlsx or .csv.",
    },
    "help.file-out": {
        "ko": "쓸 파일: .json, .xlsx 또는 .csv(이미 있으면 쓰지 않음). 없으면 JSON을 출력",
        "en": "File to write: .json, .xlsx or .csv, never overwritten. Without it JSON is printed.",
    },
    "help.file-year": {
        "ko": "연도별 묶음에서 쓸 과세연도의 개시일(기본: 마지막 해)",
        "en": "Of a dossier, the tax year that begins on this day (default: the last).",
    },
    "file.last-year": {
        "ko": "{year}에 시작하는 마지막 과세연도의 금액입니다. 다른 해는 --year로: {others}",
        "en": "Figures of the last tax year, which begins on {year}; for others give --year: {others}",
    },
    "error.no-year": {
        "ko": "--year {year}: 그날 시작하는 과세연도가 없습니다. 있는 것: {years}",
        "en": "--year {year}: no tax year begins on that day; there are {years}",
    },
    "error.year-of-dossier": {
        "ko": "--year: {file}은(는) 한 과세연도의 신청이므로 빼고 실행하십시오",
        "en": "--year: {file} is the claim of one tax year; leave it out",
    },
    "dossier.title": {"ko": "통합투자세액공제: 연도별", "en": "Integrated investment tax credit, year by year"},
    "dossier.credit": {"ko": "발생한 공제", "en": "Credit arising"},
    "dossier.use": {"ko": "공제의 사용과 이월, 추징", "en": "Use, carry-forward and repayment"},
    "dossier.won": {"ko": "(단위: 원)", "en": "(amounts in won)"},
    "dossier.year": {"ko": "과세연도 종료일", "en": "year to"},
    "dossier.base_krw": {"ko": "기본공제", "en": "base credit"},
    "dossier.invested_krw": {"ko": "투자금액", "en": "invested"},
    "dossier.average_krw": {"ko": "3년 평균", "en": "average"},
    "dossier.increment_krw": {"ko": "추가공제", "en": "increment"},
    "dossier.total_krw": {"ko": "발생액", "en": "total"},
    "dossier.carried_in_krw": {"ko": "전기 이월", "en": "carried in"},
    "dossier.usable_krw": {"ko": "사용", "en": "used"},
    "dossier.expired_krw": {"ko": "소멸", "en": "expired"},
    "dossier.carried_forward_krw": {"ko": "차기 이월", "en": "carried on"},
    "dossier.recapture_krw": {"ko": "추징", "en": "repaid"},
    "dossier.recapture_interest_krw": {"ko": "이자상당액", "en": "interest"},
    "dossier.gap": {
        "ko": "{first}부터 {last}까지는 신청이 없습니다. 그 뒤의 해에서 이 기간에 달린 것은 알 수 없는 것으로 "
        "둡니다.",
        "en": "No claim covers {first} to {last}: what later years need of it stays unknown.",
    },
    "dossier.filed": {
        "ko": "신고한 금액이 있는 해(*): 이월과 추징은 신고한 금액에서, 경정할 금액은 허용되는 금액에서 나옵니다.",
        "en": "Years marked * state what was filed: carry-forward and repayment follow what was filed, missed "
        "credits "
        "what was allowable.",
    },
    "dossier.contested": {
        "ko": "{year} {who}: {label}은(는) 적힌 값 {given}, 앞선 해에서 나온 값 {follows}. 적힌 값으로 계산했습니다.",
        "en": "{year} {who}: {label} is given as {given}, but {follows} follows from the other years. The given one "
        "was used.",
    },
    "dossier.claim": {"ko": "신청", "en": "claim"},
    "dossier.outcome.certain": {"ko": "확정", "en": "certain"},
    "dossier.outcome.ahead": {
        "ko": "예상(이 해와 법령이 적은 대로일 때)",
        "en": "forecast: if the year, and the law, turn out as stated",
    },
    "dossier.outcome.undetermined": {"ko": "미정(빠진 사실이 있음)", "en": "open: a fact is missing"},
    "dossier.outcome.review": {"ko": "검토 필요", "en": "to be reviewed"},
    "dossier.years": {"ko": "연도", "en": "Years"},
    "dossier.none": {"ko": "이 해의 투자가 없습니다", "en": "no investment in this year"},
    "dossier.follow": {
        "ko": "사실 {count}가지가 앞선 해의 답에서 나옵니다",
        "en": "{count} facts follow from the answers of earlier years",
    },
    "dossier.readings": {
        "ko": "검토가 필요한 해가 달려 있는 해석",
        "en": "Readings on which the years to be reviewed hang",
    },
    "dossier.whole": {
        "ko": "각 해의 이유, 질문, 전제와 살펴보지 않은 것은 --format json의 assessments에 있습니다.",
        "en": "Reasons, questions, assumptions and what was not examined of each year: --format json, key assessments.",
    },
    "missed.title": {"ko": "놓친 공제(경정청구)", "en": "Missed credits (amended claims)"},
    "missed.claimed": {"ko": "신고한 발생액", "en": "claimed"},
    "missed.allowable": {"ko": "허용되는 발생액", "en": "allowable"},
    "missed.used": {"ko": "신고에서 쓴 금액", "en": "used as filed"},
    "missed.usable": {"ko": "쓸 수 있던 금액", "en": "usable"},
    "missed.at-stake": {"ko": "경정할 세액", "en": "at stake"},
    "missed.until": {"ko": "경정청구 기한", "en": "amend until"},
    "missed.state": {"ko": "상태", "en": "state"},
    "missed.state.open": {"ko": "청구 가능", "en": "open"},
    "missed.state.over": {"ko": "기한 지남", "en": "over"},
    "missed.state.not_yet_due": {"ko": "신고기한 전", "en": "not yet due"},
    "missed.state.nothing": {"ko": "경정할 세액 없음", "en": "nothing to amend"},
    "missed.state.unknown": {"ko": "알 수 없음", "en": "unknown"},
    "missed.sum-open": {"ko": "지금 청구할 수 있는 세액", "en": "Tax that can still be claimed"},
    "missed.sum-over": {"ko": "기한이 지난 세액", "en": "Tax for which the time is over"},
    "missed.sum-not-yet": {"ko": "신고로 반영할 수 있는 세액", "en": "Tax of returns not yet due"},
    "missed.sum-carried": {"ko": "더 이월할 수 있는 공제액", "en": "Credit still to be carried beyond what was "
    "filed"},
    "missed.nothing": {"ko": "놓친 공제가 없습니다.", "en": "Nothing was missed."},
    "missed.later": {
        "ko": "{year} 종료 과세연도: 발생액 중 {missed}을 신고하지 않았습니다. 모두 신고했다면 그 해의 공제는 "
        "다음 해의 세액을 줄입니다: {years}. 경정할 신고는 그 해의 것입니다.",
        "en": "Tax year to {year}: {missed} was not claimed. Claimed in full, the credit of that year reduces the tax "
        "of {years}; those are the returns to amend.",
    },
    "missed.no-tax": {
        "ko": "{year} 종료 과세연도: 발생액 중 {missed}을 신고하지 않았습니다. 아직 줄일 세액이 있는 해가 없습니다. "
        "쓸 수 있게 되는 해에 청구합니다.",
        "en": "Tax year to {year}: {missed} was not claimed. No year so far has tax for it; claim it in the year in "
        "which it becomes usable.",
    },
    "missed.too-much": {
        "ko": "{year} 종료 과세연도: 허용되는 금액보다 {amount}을 더 썼습니다.",
        "en": "Tax year to {year}: {amount} more than allowable was used.",
    },
    "missed.of-years": {"ko": "{figure} ({years} 종료 과세연도)", "en": "{figure} (tax years to {years})"},
    "missed.stated": {
        "ko": "* 표시한 해는 신고한 금액을 적은 해입니다. '신고한 발생액'과 '신고에서 쓴 금액'이 그 "
        "금액입니다.",
        "en": "Years marked * state what their return claimed and used; the columns 'claimed' and 'used as filed' show "
        "that.",
    },
    "missed.unstated": {
        "ko": "신고한 금액을 적지 않은 해는 허용되는 대로 신고한 것으로 보았습니다: {years}",
        "en": "Years that do not say what was filed are taken as filed in full: {years}",
    },
    "missed.recognition": {"ko": "아직 구할 수 있는 인정", "en": "Recognition that could still be sought"},
    "missed.recognition.open": {
        "ko": "{year} {investment}: 내용상 {tier}. 조건부 신청 후 {due}까지 인정을 신청합니다.",
        "en": "{year} {investment}: {tier} in substance; claim conditionally and apply for recognition by {due}.",
    },
    "missed.recognition.closed": {
        "ko": "{year} {investment}: 내용상 {tier}. 조건부 신청 경로는 닫혔습니다({due}까지). 인정을 받은 뒤의 "
        "경정청구는 "
        "배제되지 않습니다.",
        "en": "{year} {investment}: {tier} in substance; the conditional route is closed (it was open to "
        "{due}), an amended "
        "claim after recognition is not ruled out.",
    },
    "missed.dates": {
        "ko": "법정신고기한이 휴일이면 다음 근무일로 미뤄집니다. 여기의 날짜는 이른 쪽입니다.",
        "en": "A last day that is a holiday moves to the next working day; the days here are the earlier ones.",
    },
    "error.no-dossier": {
        "ko": "{file}: 연도별 묶음이 아닙니다. claims 아래에 연도별 신청을 적으십시오",
        "en": "{file}: this is no dossier; list the claims of each year under claims",
    },
    "error.record-dossier": {
        "ko": "{file}: 연도별 묶음은 기록할 수 없습니다. 그 해의 신청을 하나씩 기록하십시오",
        "en": "{file}: a dossier cannot be recorded; record the claim of each year",
    },
    "error.form-suffix": {
        "ko": "{file}: 쓸 수 있는 형식은 .json, .xlsx, .csv입니다",
        "en": "{file}: it can be written as .json, .xlsx or .csv",
    },
    "file.unofficial": {
        "ko": "비공식 자료: 서식에 옮겨 적을 금액이며 제출용 서식이 아닙니다. 서식 원문은 확인하지 못했고, "
        "원문이 아닌 번호와 코드는 "
        "표시되어 있습니다.",
        "en": "Unofficial: figures to be copied into the forms, not a form to be filed. The texts of the forms "
        "were not read; "
        "codes and numbers that are not primary are marked.",
    },
    "file.line": {"ko": "칸", "en": "line"},
    "file.code": {"ko": "코드", "en": "code"},
    "file.value": {"ko": "값", "en": "value"},
    "file.at-least": {"ko": "최소", "en": "at least"},
    "file.at-most": {"ko": "최대", "en": "at most"},
    "file.basis": {"ko": "근거", "en": "basis"},
    "file.state": {"ko": "상태", "en": "status"},
    "file.evidence": {"ko": "증빙", "en": "Evidence"},
    "file.shows": {"ko": "보여 주는 것", "en": "shows"},
    "file.deadline": {"ko": "기한", "en": "Deadlines"},
    "file.due": {"ko": "법정신고기한", "en": "statutory filing date"},
    "file.amendable-until": {"ko": "경정청구 기한", "en": "last day for an amended claim"},
    "file.reading": {"ko": "서식 번호의 근거", "en": "source of the form's number"},
    "file.reading.primary": {"ko": "법령 원문", "en": "statutory text"},
    "file.reading.secondary": {"ko": "2차 자료", "en": "secondary source"},
    "file.reading.domain": {"ko": "실무 지식", "en": "knowledge of the field"},
    "file.reading.inferred": {"ko": "추론", "en": "inferred"},
    "file.reading.unverified": {"ko": "미확인", "en": "unverified"},
    "file.state.stated": {"ko": "적은 값", "en": "as stated"},
    "file.state.certain": {"ko": "확정", "en": "certain"},
    "file.state.undetermined": {"ko": "미정(범위)", "en": "open (bounds)"},
    "file.state.review": {"ko": "검토 필요", "en": "to be reviewed"},
    "file.because": {"ko": "{said}: {reason}", "en": "{said}: {reason}"},
    "file.state.missing": {"ko": "적지 않음", "en": "not stated"},
    "file.code-reading": {"ko": "코드: {reading}", "en": "code: {reading}"},
}
