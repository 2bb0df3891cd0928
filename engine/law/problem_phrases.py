"""Phrases for what was found or is expected, in Korean; the English one is the key.

Names and values need no translation.
"""

from __future__ import annotations

KOREAN: dict[str, str] = {
    "a claim with tax_year and investments": "tax_year와 investments가 있는 신청",
    "a collection": "묶음",
    "a comma or '}'": "쉼표 또는 '}'",
    "a comma or ']'": "쉼표 또는 ']'",
    "a choice": "선택지",
    "a closed text without line breaks and unknown escapes": "줄바꿈과 알 수 없는 이스케이프 없이 닫힌 글",
    "a colon": "쌍점",
    "a date": "날짜",
    "a key in double quotes": "큰따옴표로 묶은 키",
    "a list": "목록",
    "a list of at least one": "하나 이상의 목록",
    "a list of choices": "선택지 목록",
    "a mapping": "항목 묶음",
    "a mapping with amount_krw and invested_on": "amount_krw와 invested_on이 있는 항목 묶음",
    "a number": "수",
    "a range": "범위",
    "a text in quotes": "따옴표로 묶은 글",
    "a truth value": "참거짓 값",
    "a value": "값",
    "a whole number": "정수",
    "a whole number up to 9007199254740991, or an operation": "9007199254740991까지의 정수 또는 연산",
    "an empty list": "빈 목록",
    "an empty text": "빈 글",
    "an id of lower-case letters, digits, dots and hyphens": "소문자, 숫자, 점, 붙임표로 된 식별자",
    "at least 1": "1개 이상",
    "at least one investment": "하나 이상의 투자",
    "every day": "모든 날",
    "exact dates": "정확한 날짜",
    "it is missing": "파일이 없습니다",
    "it must be named .yaml": "이름이 .yaml로 끝나야 합니다",
    "none": "없음",
    "nothing": "없음",
    "one or two dates": "날짜 하나 또는 둘",
    "text": "글",
    "the end": "끝",
    "the end of the text": "글의 끝",
    "true or false": "true 또는 false",
    "true, false or text": "true, false 또는 글",
}
