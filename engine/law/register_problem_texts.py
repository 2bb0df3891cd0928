"""What is wrong with a register, its mapping or its settings: the part of the catalogue of problems for these."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- the file
    "register-kind": {
        "en": "{found} is not a kind of register that is read; save it as one of {expected}",
        "ko": "{found}은(는) 읽을 수 있는 대장 형식이 아닙니다. 다음 중 하나로 저장하십시오: {expected}",
    },
    "no-amount-column": {
        "en": "no column of this sheet is an amount; say which one is (cost, amount or payment)",
        "ko": "이 시트에 금액 열이 없습니다. 취득가액이나 금액인 열을 고르십시오",
    },
    "no-sheet-read": {
        "en": "no sheet is read; name the line of the header of one, and what its columns are",
        "ko": "읽을 시트가 없습니다. 머리글이 있는 줄과 열의 뜻을 정하십시오",
    },
    "not-mapping": {
        "en": "found {found}, but a mapping of columns is a list under sheets, each with sheet, header_line, unit_krw "
        "and columns; run gongje audit without --mapping to have one written beside the output, and edit that",
        "ko": "{found}이(가) 있으나, 열 대응 파일은 sheets 아래에 시트마다 sheet, header_line, unit_krw, columns를 "
        "적은 것입니다. --mapping 없이 gongje audit를 실행하면 결과 옆에 만들어지니 그것을 고쳐 쓰십시오",
    },
    "register-excel": {
        "en": "the workbook cannot be opened; save it anew as .xlsx, without a password",
        "ko": "엑셀 파일을 열 수 없습니다. 암호 없이 .xlsx로 다시 저장하십시오",
    },
    "register-parquet": {
        "en": "the file is not whole Parquet; write it anew",
        "ko": "온전한 Parquet 파일이 아닙니다. 다시 만드십시오",
    },
    "register-empty": {
        "en": "there are no lines in it; give the register that has them",
        "ko": "줄이 하나도 없습니다. 내용이 있는 대장을 주십시오",
    },
    "register-encoding": {
        "en": "the text is neither UTF-8 nor CP949 from this line on; save it as UTF-8",
        "ko": "이 줄부터 UTF-8도 CP949도 아닙니다. UTF-8로 저장하십시오",
    },
    "register-quotes": {
        "en": "the quotation marks are not in pairs; close the one that was opened on this line",
        "ko": "큰따옴표의 짝이 맞지 않습니다. 이 줄에서 열린 것을 닫으십시오",
    },
    "register-wide": {
        "en": "{found} columns are more than the {expected} that a line may have; check the delimiter",
        "ko": "열이 {found}개로 한도 {expected}개를 넘습니다. 구분 기호를 확인하십시오",
    },
    "no-header": {
        "en": "no line names at least {expected} known columns and one with amounts; name them in a mapping file "
        "(--mapping). Found: {found}",
        "ko": "아는 열 이름 {expected}개 이상과 금액 열이 있는 줄이 없습니다. 매핑 파일(--mapping)에 적으십시오. "
        "찾은 것: {found}",
    },
    "no-header-line": {
        "en": "nothing stands on line {found}; give a line with the header, of the {expected} lines of this sheet",
        "ko": "{found}번 줄에는 아무것도 없습니다. 이 시트의 {expected}줄 가운데 머리글이 있는 줄을 적으십시오",
    },
    "same-register": {
        "en": "{found} is given twice; give each register once",
        "ko": "{found}이(가) 두 번 주어졌습니다. 대장마다 한 번만 주십시오",
    },
    "no-lines": {
        "en": "no line of the register can be judged; mend what follows",
        "ko": "판단할 수 있는 줄이 없습니다. 다음을 고치십시오",
    },
    # -- mapping and settings
    "no-field": {
        "en": "{found} is neither a field of registers nor a fact{hint}",
        "ko": "{found}은(는) 대장 항목도 사실도 아닙니다{hint}",
    },
    "field-twice": {
        "en": "{found} is given to two columns; set one of them to null",
        "ko": "{found}이(가) 두 열에 지정되었습니다. 하나는 null로 두십시오",
    },
    "header-beyond": {
        "en": "line {found} is not among the first {expected} lines that hold anything; name that of the column titles",
        "ko": "{found}행은 내용이 있는 처음 {expected}행 안에 없습니다. 열 이름이 있는 행을 적으십시오",
    },
    "no-column": {
        "en": "the header has no column {found}; it has: {expected}",
        "ko": "머리글에 {found} 열이 없습니다. 있는 열: {expected}",
    },
    "years-twice": {
        "en": "tax_year stands beside tax_years; give one of the two",
        "ko": "tax_year와 tax_years가 함께 있습니다. 하나만 적으십시오",
    },
    "years-overlap": {
        "en": "the tax year {found} overlaps {expected}; correct one of the two",
        "ko": "과세연도 {found}이(가) {expected} 과세연도와 겹칩니다. 둘 중 하나를 바로잡으십시오",
    },
    "of-one-year": {
        "en": "{found} differs from year to year; write it under its tax year in tax_years",
        "ko": "{found}은(는) 과세연도마다 다릅니다. tax_years의 해당 과세연도에 적으십시오",
    },
    "amounts-elsewhere": {
        "en": "amounts of {found} stand in the settings; leave them to the register",
        "ko": "{found}의 투자금액이 설정에 적혀 있습니다. 금액은 대장에 두십시오",
    },
    "no-account": {
        "en": "there is no account {found}, there are: {expected}; add it to accounts or correct the name",
        "ko": "계정 {found}이(가) 없습니다. 있는 것: {expected}. accounts에 추가하거나 이름을 바로잡으십시오",
    },
    # -- cells
    "cell-won": {
        "en": "'{found}' is not an amount in whole won; write digits, with or without commas",
        "ko": "'{found}'은(는) 원 단위 금액이 아닙니다. 숫자로 적으십시오(쉼표는 있어도 됩니다)",
    },
    "cell-fraction": {
        "en": "'{found}' holds a part of a won; write whole won",
        "ko": "'{found}'에 원 미만이 있습니다. 원 단위 정수로 적으십시오",
    },
    "cell-large": {
        "en": "'{found}' is beyond {expected} won; check the amount and its unit",
        "ko": "'{found}'은(는) {expected}원을 넘습니다. 금액과 단위를 확인하십시오",
    },
    "cell-date": {
        "en": "'{found}' is not a calendar date within {expected}; write it as YYYY-MM-DD",
        "ko": "'{found}'은(는) {expected} 안의 날짜가 아닙니다. YYYY-MM-DD로 적으십시오",
    },
    "cell-short-year": {
        "en": "'{found}' has a year of two digits, which may be read in two ways; write all four",
        "ko": "'{found}'은(는) 연도가 두 자리여서 달리 읽힐 수 있습니다. 네 자리로 적으십시오",
    },
    "cell-bool": {
        "en": "'{found}' says neither yes nor no; write 예 or 아니오",
        "ko": "'{found}'은(는) 예도 아니오도 아닙니다. 예 또는 아니오로 적으십시오",
    },
    "cell-choice": {
        "en": "'{found}' is none of the choices; write one of {expected}, or its label",
        "ko": "'{found}'은(는) 선택지에 없습니다. 다음 또는 그 이름으로 적으십시오: {expected}",
    },
    "cell-ratio": {
        "en": "'{found}' is not a ratio from 0 to 1; write it as 0.02 or 2%",
        "ko": "'{found}'은(는) 0에서 1까지의 비율이 아닙니다. 0.02 또는 2%처럼 적으십시오",
    },
    "cell-count": {
        "en": "'{found}' is not a whole number; write digits",
        "ko": "'{found}'은(는) 정수가 아닙니다. 숫자로 적으십시오",
    },
    "cell-long": {
        "en": "the text '{found}…' is longer than {expected} characters; shorten it",
        "ko": "'{found}…' 글이 {expected}자보다 깁니다. 줄이십시오",
    },
    # -- lines
    "line-total": {
        "en": "a line of totals ({found}), which is not added",
        "ko": "합계 줄({found})이므로 더하지 않았습니다",
    },
    "line-note": {
        "en": "a title or remark ({found}), not a line of the register",
        "ko": "제목이나 메모({found})이며 대장의 줄이 아닙니다",
    },
    "line-no-day": {
        "en": "no date says into which tax year the amount falls; give the day of payment, completion or acquisition",
        "ko": "어느 과세연도의 금액인지 알 수 있는 날짜가 없습니다. 지급일, 완료일 또는 취득일을 적으십시오",
    },
    "line-outside": {
        "en": "{found} lies in no single tax year of the settings; add the year if it is to be judged",
        "ko": "{found}은(는) 설정의 어느 한 과세연도에도 들지 않습니다. 판단하려면 그 과세연도를 추가하십시오",
    },
    "line-order": {
        "en": "the investment is complete before it started; correct one of the two dates",
        "ko": "투자 완료일이 개시일보다 앞섭니다. 둘 중 하나를 바로잡으십시오",
    },
    "line-correction": {
        "en": "the reduction {found} has no line before it of the same asset or project that is large enough; "
        "name the asset that it reduces",
        "ko": "감액 {found}이(가) 줄일 수 있는 같은 자산·프로젝트의 앞선 줄이 없습니다. 어느 자산의 감액인지 "
        "적으십시오",
    },
}
