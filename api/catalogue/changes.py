"""Words of what would change an answer."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "changes": {"ko": "무엇이 달라지면 결과가 바뀌는가", "en": "What would change it"},
    "changes.note": {
        "ko": (
            "한 번에 사실 {most}가지까지 바꾸어 본 것 중 가장 작은 변화입니다. "
            "금액은 이 신청 전체의 기본공제액이 얼마나 달라지는지입니다."
        ),
        "en": (
            "The smallest changes, of up to {most} facts at a time. Won: by how much the base credit of the whole "
            "claim would differ."
        ),
    },
    "changes.lead": {
        "ko": "어떤 사실이 달라지면 공제 여부나 공제율이 바뀌는지, 가장 작은 변화부터 찾습니다.",
        "en": "Which facts would have to differ for another outcome or rate, the smallest changes first.",
    },
    "changes.look": {"ko": "찾아보기", "en": "Look for them"},
    "changes.now": {"ko": "지금 {outcome}", "en": "now {outcome}"},
    "changes.eligible": {"ko": "공제 대상이 되려면", "en": "It would earn the credit"},
    "changes.ineligible": {"ko": "공제 대상에서 벗어나는 경우", "en": "It would not earn the credit"},
    "changes.higher_rate": {"ko": "공제율이 높아지는 경우", "en": "Its rate would rise"},
    "changes.lower_rate": {"ko": "공제율이 낮아지는 경우", "en": "Its rate would fall"},
    "changes.eligible.none": {
        "ko": "사실 {most}가지까지 바꾸어서는 공제 대상이 되지 않습니다.",
        "en": "No change of up to {most} facts makes it earn the credit.",
    },
    "changes.ineligible.none": {
        "ko": "사실 {most}가지까지 바꾸어서는 공제 대상에서 벗어나지 않습니다.",
        "en": "No change of up to {most} facts takes the credit away.",
    },
    "changes.higher_rate.none": {
        "ko": "사실 {most}가지까지 바꾸어서는 공제율이 높아지지 않습니다.",
        "en": "No change of up to {most} facts raises the rate.",
    },
    "changes.lower_rate.none": {
        "ko": "사실 {most}가지까지 바꾸어서는 공제율이 낮아지지 않습니다.",
        "en": "No change of up to {most} facts lowers the rate.",
    },
    "changes.cut": {
        "ko": "변화 {tried}가지를 따져 보고 멈추었습니다. 더 있을 수 있습니다.",
        "en": "The search stopped after {tried} changes; there may be more.",
    },
    "changes.more": {"ko": "그 밖에 {count}가지가 더 있습니다.", "en": "{count} more do the same."},
    "changes.if": {"ko": "{label}: {now} → {to}", "en": "{label}: {now} → {to}"},
    "changes.and": {"ko": "{one}, 그리고 {other}", "en": "{one}, and {other}"},
    "changes.any": {"ko": "{list} 가운데 하나", "en": "any of {list}"},
    "changes.amount": {"ko": "{label}({number}번째 금액)", "en": "{label} (amount {number})"},
    "changes.presumed": {"ko": "{value}(전제)", "en": "{value} (presumed)"},
    "changes.effect": {"ko": "공제율 {rate}", "en": "rate {rate}"},
    "changes.won": {"ko": "기본공제액 {won}", "en": "base credit {won}"},
    "changes.arrangeable": {"ko": "납세자가 정하는 사실", "en": "the taxpayer's own doing"},
    "help.changes": {
        "ko": "어떤 사실이 달라지면 결과가 바뀌는지도 표시",
        "en": "Show also what would change the answer.",
    },
    "error.changes-dossier": {
        "ko": "{file}: 연도별 묶음에는 --changes를 쓸 수 없습니다. 그 해의 신청을 하나씩 보십시오",
        "en": "{file}: --changes is not for a dossier; look at the claim of each year",
    },
}
