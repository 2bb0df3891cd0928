"""Words of the bulk audit: the command, the files it writes for the accountant, and the workbook."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- the command
    "help.audit": {
        "ko": "고정자산대장·건설중인자산 명세(.xlsx, .csv, .parquet)를 한 줄씩 판단합니다.",
        "en": "Judge asset registers and lists of construction in progress (.xlsx, .csv, .parquet), line by line.",
    },
    "help.audit-status": {
        "ko": "종료 상태: 0 답함, 2 입력 오류. 중단된 실행은 같은 명령으로 이어집니다.",
        "en": "Exit status: 0 answered, 2 bad input. The same command goes on where a stopped run was.",
    },
    "help.audit-out": {
        "ko": "쓸 파일(.xlsx, .parquet, .csv). 이미 있으면 쓰지 않음",
        "en": "File to write (.xlsx, .parquet or .csv); never overwritten.",
    },
    "help.settings": {
        "ko": "납세자, 과세연도, 프로젝트, 계정별 자산 종류(YAML). 없으면 결과 옆에 초안을 씁니다",
        "en": "Taxpayer, tax years, projects, kinds of asset by account (YAML); without it a draft is written beside.",
    },
    "help.mapping": {
        "ko": "열 이름과 항목의 대응(YAML). 없으면 찾은 대로 결과 옆에 씁니다",
        "en": "Which column is what (YAML); without it what was found is written beside the output.",
    },
    "help.engine": {"ko": "계산 엔진", "en": "What computes."},
    "audit.step.read": {"ko": "대장 읽기", "en": "Reading"},
    "audit.step.map": {"ko": "열 대응", "en": "Mapping"},
    "audit.step.place": {"ko": "대사와 배치", "en": "Reconciling"},
    "audit.step.decide": {"ko": "판단", "en": "Judging"},
    "audit.step.reasons": {"ko": "이유", "en": "Reasons"},
    "audit.step.write": {"ko": "쓰기", "en": "Writing"},
    "audit.speed": {"ko": "초당 {count}줄", "en": "{count} lines/s"},
    "audit.resumed": {"ko": "중단된 실행을 이어 갑니다.", "en": "Going on with the run that was stopped."},
    "audit.lines": {
        "ko": "{total}줄 가운데 {judged}줄 판단, {aside}줄 제외, 감액 {corrections}줄, 건설중인자산으로 판단된 자산 "
        "{covered}줄",
        "en": "{total} lines: {judged} judged, {aside} set aside, {corrections} reductions, "
        "{covered} assets judged by their construction",
    },
    "audit.year": {"ko": "과세연도 {from} ~ {until}", "en": "Tax year {from} to {until}"},
    "audit.closes": {"ko": "정하려면: {list}", "en": "To be answered: {list}"},
    "audit.outcome.eligible": {"ko": "공제 대상", "en": "eligible"},
    "audit.outcome.ineligible": {"ko": "대상 아님", "en": "ineligible"},
    "audit.outcome.undetermined": {"ko": "미정", "en": "undetermined"},
    "audit.outcome.review": {"ko": "검토 필요", "en": "review"},
    "audit.draft-settings": {
        "ko": "{file}: 설정 초안입니다. 채우면 더 많이 정해집니다.",
        "en": "{file}: a draft of the settings; fill it in to have more decided.",
    },
    "audit.written-mapping": {
        "ko": "{file}: 찾은 열 대응입니다. 다르면 고치십시오.",
        "en": "{file}: the columns as they were found; correct it if they are not.",
    },
    "audit.used-mapping": {
        "ko": "{file}: 있던 열 대응 파일을 씁니다. 열을 새로 찾게 하려면 지우고 다시 실행하십시오.",
        "en": "{file}: this mapping was there and is used; delete it to have the columns found anew.",
    },
    "audit.used-settings": {
        "ko": "{file}: 있던 설정 파일을 씁니다. 초안을 새로 만들려면 지우고 다시 실행하십시오.",
        "en": "{file}: these settings were there and are used; delete them to have a draft made anew.",
    },
    "audit.again": {"ko": "고친 뒤 다시 실행: {command}", "en": "To run it again with these: {command}"},
    "error.out-kind": {
        "ko": "{file}: 결과는 .xlsx, .parquet, .csv 가운데 하나여야 합니다",
        "en": "{file}: the output has to be .xlsx, .parquet or .csv",
    },
    # -- files for the accountant
    "file.mapping": {
        "ko": "대장의 어느 열이 무엇인지 적은 파일입니다. 고쳐서 --mapping으로 다시 쓸 수 있습니다.\n"
        "header_line: 머리글이 있는 줄(0은 없음), unit_krw: 금액 1의 원, null: 읽지 않는 열",
        "en": "Which column of the register is what. Edit it, and use it again with --mapping.\n"
        "header_line: line of the header (0: none); unit_krw: won per unit of its amounts; null: not read",
    },
    "file.settings": {
        "ko": "대장 전체에 한 번 적는 것: 납세자, 과세연도, 프로젝트, 계정별 자산 종류. null은 '아직 모름'입니다.\n"
        "쓸 수 있는 항목은 gongje new가 보여 줍니다. investments는 이전 연도에 공제받은 투자만, "
        "해당 과세연도에 적습니다.\n"
        "--settings로 다시 쓸 수 있습니다.",
        "en": "Said once for the whole register: taxpayer, tax years, projects, the kind of asset of each account.\n"
        "null means not known yet. gongje new shows what can be given; under investments of a tax year only those for\n"
        "which earlier years took credit. Use it with --settings.",
    },
    # -- the workbook
    "book.title": {
        "ko": "통합투자세액공제 대장 검토",
        "en": "Integrated investment tax credit: review of the register",
    },
    "book.summary": {"ko": "요약", "en": "Summary"},
    "book.files": {"ko": "대장: {list}", "en": "Register: {list}"},
    "book.taxpayer": {"ko": "납세자", "en": "Taxpayer"},
    "book.taxpayer-open": {"ko": "(납세자 이름 없음)", "en": "(taxpayer not named)"},
    "book.calendar-year": {"ko": "{year}년", "en": "{year}"},
    "book.unbounded": {"ko": "상한 없음", "en": "no upper bound"},
    "book.none": {"ko": "해당 없음", "en": "None."},
    "book.year": {"ko": "과세연도", "en": "Tax year"},
    "book.scheme": {"ko": "공제 방식", "en": "Scheme"},
    "book.by-claim": {"ko": "과세연도별 공제액 전체(원)", "en": "The whole credit by tax year (won)"},
    "book.by-claim-note": {
        "ko": "최소는 지금까지의 사실로 정해진 금액(검토 대상인 해석이 맞을 때), 최대는 남은 질문의 답에 따라 가능한 "
        "금액입니다. 금액마다의 근거와 쓰인 자료는 '연도별 공제액' 시트에 있습니다.",
        "en": "At least: what the facts given leave certain, if the readings under review hold. At most: what is "
        "possible, depending on the open questions. What each figure rests on stands in the sheet 'Credit by year'.",
    },
    "book.year-least": {"ko": "{year} · 최소", "en": "{year} · at least"},
    "book.year-most": {"ko": "{year} · 최대", "en": "{year} · at most"},
    "book.closed-by": {"ko": "답하면 정해짐: {list}.", "en": "Closed by answering: {list}."},
    "book.closed-by-lines": {
        "ko": "미정인 줄의 질문에 답하면 정해집니다.",
        "en": "Closed by the questions on the open lines.",
    },
    "book.by-recognition": {
        "ko": "기본공제액과 인정되지 않을 때의 차액(원)",
        "en": "Base credit, and what is at stake if recognition is refused (won)",
    },
    "book.by-recognition-note": {
        "ko": "추징 위험 최대는 조건부로 신청하는 줄(인정 일정)과 인정 여부를 아직 모르는 줄을 합한 금액입니다.",
        "en": "Exposure at most: of the lines claimed on condition (recognition calendar) and of those whose "
        "recognition is still open.",
    },
    "book.credit": {"ko": "연도별 공제액", "en": "Credit by year"},
    "book.credit-note": {
        "ko": "금액마다 최소와 최대, 상태, 최소와 최대를 같게 하는 질문, 근거 규정입니다. 그 아래는 두 방식의 비교와 "
        "설정에서 쓴 자료입니다. gongje check가 같은 사실에 내는 금액과 같습니다.",
        "en": "Of each figure its bounds, its state, the questions that close the gap, and the law. Below: the schemes "
        "compared, and what was used of the settings. The figures are those of gongje check on the same facts.",
    },
    "book.figure": {"ko": "금액", "en": "Figure"},
    "book.least": {"ko": "최소", "en": "At least"},
    "book.most": {"ko": "최대", "en": "At most"},
    "book.state": {"ko": "상태", "en": "State"},
    "book.state.certain": {"ko": "정해짐", "en": "certain"},
    "book.state.review": {"ko": "검토 필요", "en": "review"},
    "book.state.undetermined": {"ko": "미정", "en": "open"},
    "book.closes": {"ko": "정하려면", "en": "What closes the gap"},
    "book.hangs-on": {"ko": "달려 있는 해석: {title}", "en": "Hangs on: {title}"},
    "book.used": {"ko": "쓴 자료: {label} – {value}", "en": "Used: {label} – {value}"},
    "book.carried-line": {
        "ko": "이월: {arose_in}에 끝난 과세연도의 {amount} 가운데 {used} 사용, {last_day}까지 쓸 수 있음",
        "en": "Carried: of {amount} of the year to {arose_in}, {used} is used; it can be used until {last_day}",
    },
    "book.for-figures": {"ko": "정해지는 금액", "en": "Closes the gap of"},
    "book.judged": {"ko": "판단한 것", "en": "What was judged"},
    "book.judged-why": {"ko": "이유와 증빙", "en": "Reason and evidence"},
    "book.judged-by": {"ko": "판단한 사람", "en": "Judged by"},
    "book.judged-evidence": {"ko": "증빙 {digest}", "en": "Evidence {digest}"},
    "book.judged-who": {"ko": "{by} (자격번호 {licence}), {on}", "en": "{by} (licence {licence}), {on}"},
    "book.notice.judged": {
        "ko": "판단한 것이 대장에 없습니다: {list}",
        "en": "Judged, but not in the register: {list}",
    },
    "book.floor-least": {"ko": "인정되지 않으면 최소", "en": "If refused, at least"},
    "book.exposure-most": {"ko": "추징 위험 최대", "en": "Exposure at most"},
    "book.exposure-of": {
        "ko": "추징 위험 최대: 위 일정과 요약의 금액 대조(원)",
        "en": "Exposure at most: the calendar above beside the summary (won)",
    },
    "book.exposure-calendar": {"ko": "조건부로 신청하는 줄(위 일정)", "en": "Lines claimed on condition (as above)"},
    "book.exposure-open": {
        "ko": "인정 여부를 아직 모르는 줄(반올림 차이 포함)",
        "en": "Lines whose recognition is still open (and rounding)",
    },
    "book.exposure-summary": {"ko": "합계(요약의 추징 위험 최대)", "en": "Together (as in the summary)"},
    "book.by-tier": {"ko": "과세연도, 구분, 공제율별 내역(원)", "en": "By tax year, tier and rate (won)"},
    "book.by-tier-note": {
        "ko": "투자일이 정해지지 않은 줄은 가능한 구분과 공제율마다 나옵니다. 줄별 금액의 합은 반올림 때문에 위 "
        "합계와 몇 원 다를 수 있습니다.",
        "en": "A line whose day is open stands under each tier and rate it may have. Sums over lines may differ "
        "from the "
        "totals above by some won of rounding.",
    },
    "book.tier-open": {"ko": "(미정)", "en": "(open)"},
    "book.chart": {
        "ko": "기본공제액 최소(검토 대상 포함): 과세연도와 구분별(원)",
        "en": "Base credit at least, lines for review included, by tax year and tier (won)",
    },
    "book.by-outcome": {"ko": "판단 결과", "en": "Outcomes"},
    "book.outcome": {"ko": "결과", "en": "Outcome"},
    "book.lines-count": {"ko": "줄 수", "en": "Lines"},
    "book.amount-least": {"ko": "투자금액 최소", "en": "Amount at least"},
    "book.amount-most": {"ko": "투자금액 최대", "en": "Amount at most"},
    "book.credit-least": {"ko": "기본공제액 최소", "en": "Credit at least"},
    "book.credit-most": {"ko": "기본공제액 최대", "en": "Credit at most"},
    "book.control": {"ko": "줄 수 대조(빠진 줄 없음)", "en": "Control of lines (none left out)"},
    "book.control-what": {"ko": "구분", "en": "What became of them"},
    "book.control.read": {"ko": "머리글 아래 모든 줄", "en": "All lines below the headers"},
    "book.control.judged": {"ko": "판단한 줄", "en": "Judged"},
    "book.control.covered": {
        "ko": "건설중인자산 지급액으로 판단한 자산, 전액 취소된 줄",
        "en": "Assets judged by their construction, and lines reversed in full",
    },
    "book.control.reductions": {"ko": "감액 줄(해당 줄에서 차감)", "en": "Reductions (netted against their line)"},
    "book.control.unreadable": {"ko": "읽을 수 없는 줄", "en": "Lines that cannot be read"},
    "book.control.totals": {"ko": "합계·소계 줄(더하지 않음)", "en": "Lines of totals (not added)"},
    "book.control.notes": {"ko": "제목·메모 줄", "en": "Titles and remarks"},
    "book.control.outside": {"ko": "설정한 과세연도 밖", "en": "Outside the tax years of the settings"},
    "book.control.no-day": {"ko": "날짜 없음", "en": "Without a date"},
    "book.control.blank": {"ko": "빈 줄, 반복된 머리글", "en": "Empty lines and repeated headers"},
    "book.notice.review": {
        "ko": "검토 필요 {count}줄: 확정되지 않은 해석이나 어긋나는 사실에 달려 있습니다.",
        "en": "For review, lines: {count}. They hang on readings that are not settled, or on facts that contradict.",
    },
    "book.notice.undated": {
        "ko": "지급액·진행률이 없고 투자가 한 과세연도 안에 시작하여 끝났는지 알 수 없는 {count}줄: 그 과세연도의 "
        "투자금액이 정해지지 않습니다.",
        "en": "Without payments or progress, and perhaps invested over several tax years, lines: {count}. The amount "
        "invested in the tax year is open.",
    },
    "book.notice.grant": {
        "ko": "국고보조금이 있고 투자가 여러 과세연도에 걸친 줄은 차감액이 정해지지 않아 범위로 나타냅니다.",
        "en": "Where an asset with a grant reaches over several tax years, how much is deducted in each is open: "
        "its figures are bounds.",
    },
    "book.notice.overlap": {
        "ko": "같은 자산번호나 프로젝트의 지급액이 취득가액에 이미 들었을 수 있는 자산 {count}줄: 두 번 세지 않도록 "
        "0에서 취득가액 사이로 두었습니다. 지급액 줄의 '대체번호' 열에 자산번호를, 아직 자산이 아니면 '진행 중'을 "
        "적으십시오.",
        "en": "Assets whose cost may hold payments of the same number or project: {count}. Lest they count twice, "
        "their amount lies between nothing and the cost. In the column 'transferred to' of the payments write the "
        "number of the asset, or 'in progress'.",
    },
    "book.notice.repeated": {
        "ko": "앞의 줄과 읽은 내용이 모두 같은 {count}줄: 한 번만 확실하게 세었습니다. 따로 산 것이면 자산번호나 "
        "전표번호로 구별하고, 아니면 지우십시오. '대사' 시트에 있습니다.",
        "en": "Lines that say the very same as one before them: {count}, counted once for certain. If they are another "
        "asset or payment, tell them apart by number or voucher, else delete them; see the sheet 'Reconciliation'.",
    },
    "book.notice.unused": {
        "ko": "설정에 있으나 판단한 줄에 없는 프로젝트·계정 {count}개: {list}",
        "en": "Projects and accounts of the settings that no judged line names, {count}: {list}",
    },
    "book.notice.account": {
        "ko": "설정에 없어 자산 종류를 모르는 계정 {count}개(줄 수): {list}",
        "en": "Accounts that the settings do not know, {count} (with their lines): {list}",
    },
    "book.notice.project": {
        "ko": "설정에 없는 프로젝트 {count}개(줄 수): {list}",
        "en": "Projects that the settings do not know, {count} (with their lines): {list}",
    },
    "book.notice.unread": {
        "ko": "머리글을 찾지 못해 읽지 않은 시트: {list}",
        "en": "Sheets that were not read, as no header was found: {list}",
    },
    "book.split": {
        "ko": "한 시트의 한도를 넘어 {rows}줄을 시트 {sheets}개에 나누어 실었습니다.",
        "en": "{rows} lines are more than one sheet holds: they go on over {sheets} sheets.",
    },
    "book.signatures": {"ko": "확인", "en": "Sign-off"},
    "book.prepared": {"ko": "작성자", "en": "Prepared by"},
    "book.reviewed": {"ko": "검토자(책임자)", "en": "Reviewed by (partner)"},
    "book.signed-on": {"ko": "날짜", "en": "Date"},
    "book.disclaimer": {
        "ko": "이 자료는 대장과 설정에 적힌 사실에 법령을 적용한 결과이며 법률·세무 자문이 아닙니다. 살펴보지 않은 "
        "것은 '전제와 판단' 시트에 있습니다.",
        "en": "This applies the law to the facts in the register and its settings; it is not legal or tax advice. "
        "What was "
        "not examined stands on the sheet of assumptions.",
    },
    "book.lines": {"ko": "줄별 판단", "en": "Lines"},
    "book.lines-title": {"ko": "줄별 판단", "en": "Lines with their outcome"},
    "book.line": {"ko": "줄", "en": "Line"},
    "book.number": {"ko": "자산번호", "en": "Asset number"},
    "book.asset": {"ko": "자산", "en": "Asset"},
    "book.account": {"ko": "계정과목", "en": "Account"},
    "book.project": {"ko": "프로젝트", "en": "Project"},
    "book.account-project": {"ko": "계정·프로젝트", "en": "Account, project"},
    "book.reason": {"ko": "이유", "en": "Reason"},
    "book.questions": {"ko": "질문", "en": "Questions"},
    "book.undated": {
        "ko": "금액 미정: 투자가 한 과세연도 안에 시작하여 끝났는지 알 수 없습니다.",
        "en": "Amount open: whether the investment started and was completed within one tax year is not known.",
    },
    "book.overlap": {
        "ko": "금액 미정: 같은 자산번호나 프로젝트의 지급액이 이 취득가액에 들었는지 알 수 없습니다.",
        "en": "Amount open: whether payments of its number or project are part of its cost is not known.",
    },
    "book.repeated": {
        "ko": "금액 미정: 앞의 줄과 읽은 내용이 모두 같아, 따로 산 것인지 두 번 적은 것인지 알 수 없습니다.",
        "en": "Amount open: a line before it says the very same; whether it is another one is not known.",
    },
    "book.review": {
        "ko": "검토 필요(맞을 때의 값): {readings}. '전제와 판단' 시트 참고",
        "en": "For review, figures as if this reading holds: {readings}. See the sheet of assumptions.",
    },
    "book.review.out": {
        "ko": "검토 필요(맞으면 공제 대상 아님): {readings}. '전제와 판단' 시트 참고",
        "en": "For review, no credit if this reading holds: {readings}. See the sheet of assumptions.",
    },
    "book.questions-client": {"ko": "회사에 물을 것", "en": "Questions to the client"},
    "book.questions-note": {
        "ko": "답을 설정 파일(과세연도, 프로젝트, 계정)이나 대장의 열에 적고 다시 실행하면 판단이 그만큼 "
        "정해집니다. '걸린 금액'은 답을 기다리는 줄의 투자금액입니다.",
        "en": "Write the answers into the settings (tax year, project, account) or into a column of the register "
        "and run "
        "again. 'Amount waiting' is the amount of the lines that wait for the answer.",
    },
    "book.question": {"ko": "질문", "en": "Question"},
    "book.fact": {"ko": "사실", "en": "Fact"},
    "book.waiting": {"ko": "걸린 금액(원)", "en": "Amount waiting (won)"},
    "book.first": {"ko": "첫 줄", "en": "First line"},
    "book.answer": {"ko": "답", "en": "Answer"},
    "book.questions-line": {"ko": "줄별 질문", "en": "Questions by line"},
    "book.first-question": {"ko": "먼저 답할 것", "en": "To be answered first"},
    "book.other-questions": {"ko": "그 밖의 질문", "en": "Other questions"},
    "book.ask.payments": {
        "ko": "이 자산의 과세연도별 지급액 또는 작업진행률은 얼마입니까? (투자의 개시일과 완료일이 한 과세연도 "
        "안이면 그 날짜)",
        "en": "What was paid for the asset in each tax year, or what was the progress? (If it started and was "
        "completed "
        "within one tax year: the two dates.)",
    },
    "book.ask.overlap": {
        "ko": "같은 자산번호나 프로젝트의 지급액 가운데 이 자산의 취득가액에 든 것은 무엇입니까? (지급액 줄의 "
        "'대체번호' 열에 자산번호, 아직 자산이 아니면 '진행 중')",
        "en": "Which payments of its number or project are part of the cost of this asset? (In their column "
        "'transferred to': the number of the asset, or 'in progress'.)",
    },
    "book.ask.repeated": {
        "ko": "앞의 줄과 내용이 같은 이 줄은 따로 산 것입니까? (자산번호나 전표번호로 구별하거나, 두 번 적었으면 지움)",
        "en": "Is this line, which says the same as one before it, another asset or payment? (Tell them apart by "
        "number or voucher, or delete what was written down twice.)",
    },
    "book.ask.grant": {
        "ko": "국고보조금 가운데 이 투자금액에 쓴 금액은 얼마입니까?",
        "en": "How much of the government grant went into this amount?",
    },
    "book.asked.payments": {"ko": "과세연도별 지급액·진행률", "en": "payments or progress by tax year"},
    "book.asked.overlap": {"ko": "취득가액에 든 지급액", "en": "payments within the cost"},
    "book.asked.repeated": {"ko": "같은 줄의 구별", "en": "lines that say the same"},
    "book.asked.grant": {"ko": "국고보조금", "en": "government grant"},
    "book.evidence.payments": {
        "ko": "지급 증빙, 세금계산서, 진행률 계산서, 발주서, 검수 보고서",
        "en": "proof of payment, tax invoices, progress computation, order, acceptance report",
    },
    "book.evidence.overlap": {
        "ko": "건설중인자산 본계정 대체 전표, 자산별 취득원가 명세",
        "en": "vouchers of the transfer from construction in progress, breakdown of the cost of each asset",
    },
    "book.evidence.repeated": {
        "ko": "자산별 세금계산서, 검수 보고서, 자산 실사표",
        "en": "tax invoice and acceptance report of each, physical count of the assets",
    },
    "book.evidence.grant": {"ko": "보조금 교부결정 통지서, 정산 보고서", "en": "grant decision, settlement report"},
    "book.evidence": {"ko": "증빙 목록", "en": "Evidence checklist"},
    "book.evidence-open": {"ko": "남은 질문의 증빙", "en": "For the open questions"},
    "book.evidence-given": {"ko": "주어진 사실의 증빙", "en": "For the facts that were given"},
    "book.document": {"ko": "자료", "en": "Document"},
    "book.proves": {"ko": "무엇의 증빙", "en": "Proves"},
    "book.received": {"ko": "받은 날", "en": "Received on"},
    "book.reference": {"ko": "조서 번호", "en": "Working paper"},
    "book.calendar": {"ko": "인정 일정", "en": "Recognition calendar"},
    "book.calendar-note": {
        "ko": "인정 전에 신청할 수 있는 금액, 인정되지 않으면 남는 금액, 그 차액(이자 상당액과 함께 납부)을 "
        "신청기한 순으로 적었습니다.",
        "en": "By deadline: what may be claimed before recognition, what remains if it is refused, and the exposure "
        "between "
        "the two, repayable with interest.",
    },
    "book.calendar-none": {
        "ko": "인정을 조건으로 신청하는 줄이 없습니다.",
        "en": "No line is claimed on condition of recognition.",
    },
    "book.until": {"ko": "기한", "en": "Until"},
    "book.day-open": {"ko": "날짜 미정(완료일 등)", "en": "day still open"},
    "book.disposed": {"ko": "기한 안에 처분", "en": "Disposed of within"},
    "book.assumptions": {"ko": "전제와 판단", "en": "Assumptions"},
    "book.presumed": {
        "ko": "적지 않아 전제로 둔 사실(확인하면 전제가 아닙니다)",
        "en": "Presumed facts (attest them to close the presumption)",
    },
    "book.assumption": {"ko": "사실", "en": "Fact"},
    "book.value": {"ko": "값", "en": "Value"},
    "book.because": {"ko": "이유", "en": "Why"},
    "book.register-assumptions": {"ko": "대장을 읽으며 둔 전제", "en": "Taken for granted in reading the register"},
    "book.assumed.vouchers": {
        "ko": "건설중인자산 명세의 전표일자를 지급일 또는 진행률 기준일로 보았습니다.",
        "en": "Voucher dates of construction in progress are taken as days of payment, or of the progress they "
        "stand for.",
    },
    "book.assumed.cost": {
        "ko": "취득일은 과세연도를 찾는 데만 썼으며 투자일로 보지 않았습니다. 취득가액은 투자가 한 과세연도 안에 "
        "시작하여 끝난 자산에서만 투자금액으로 보았습니다.",
        "en": "The day of acquisition only finds the tax year and is not the day of investment. Cost is the amount "
        "invested "
        "only where the investment started and was completed within one tax year.",
    },
    "book.assumed.reductions": {
        "ko": "음수 금액은 같은 자산·프로젝트에서 같은 금액의 줄, 없으면 가까운 앞선 줄부터 차례로 뺐습니다.",
        "en": "A negative amount reduces a line before it of the same asset or project (the one of equal amount if "
        "any).",
    },
    "book.assumed.grants": {
        "ko": "국고보조금은 국가의 보조금으로 보고, 투자가 한 과세연도 안에 끝난 자산에서는 전액, 그 밖에는 0에서 "
        "전액 사이를 차감했습니다.",
        "en": "Grants are taken to come from the State: deducted in whole where the investment lies within one tax "
        "year, "
        "elsewhere between nothing and the whole.",
    },
    "book.doubts": {"ko": "확정되지 않은 해석(검토 필요)", "en": "Readings that are not settled (for review)"},
    "book.no-doubts": {
        "ko": "확정되지 않은 해석에 달린 줄이 없습니다.",
        "en": "No line hangs on a reading that is not settled.",
    },
    "book.reading": {"ko": "해석", "en": "Reading"},
    "book.attested": {"ko": "확인된 사실", "en": "Attested facts"},
    "book.attested-by": {"ko": "확인한 사람", "en": "Attested by"},
    "book.attested-on": {"ko": "확인한 날", "en": "Attested on"},
    "book.reconciliation": {"ko": "대사", "en": "Reconciliation"},
    "book.recon-transfers": {
        "ko": "건설중인자산 대체와 고정자산의 대사(원)",
        "en": "Transfers of construction in progress against fixed assets (won)",
    },
    "book.recon-kind": {"ko": "기준", "en": "Matched by"},
    "book.recon.number": {"ko": "자산번호", "en": "asset number"},
    "book.recon.project": {"ko": "프로젝트", "en": "project"},
    "book.recon.sum": {"ko": "금액의 합", "en": "equal sums"},
    "book.recon.overlap": {"ko": "확인 안 됨", "en": "not known"},
    "book.recon.unmatched": {"ko": "상대 자산 없음", "en": "no asset"},
    "book.recon-key": {"ko": "자산·프로젝트", "en": "Asset or project"},
    "book.recon-cost": {"ko": "취득가액", "en": "Cost"},
    "book.recon-transferred": {"ko": "대체액", "en": "Transferred"},
    "book.recon-difference": {"ko": "차이", "en": "Difference"},
    "book.recon-assets": {"ko": "자산", "en": "Assets"},
    "book.recon-payments": {"ko": "지급", "en": "Payments"},
    "book.recon-note": {"ko": "처리", "en": "What was done"},
    "book.recon-note.equal": {"ko": "지급액으로 판단", "en": "judged by the payments"},
    "book.recon-note.rest": {
        "ko": "지급액으로 판단하고, 남은 차이는 자산 줄에서 따로 판단",
        "en": "judged by the payments, the rest on the line of the asset",
    },
    "book.recon-note.over": {
        "ko": "대체액이 취득가액보다 큽니다. 지급액으로 판단했으니 확인하십시오",
        "en": "more was transferred than the asset cost: judged by the payments, to be checked",
    },
    "book.recon-note.project": {
        "ko": "프로젝트 단위의 차이는 판단하지 않았습니다. 확인하십시오",
        "en": "the difference of the project was not judged: to be checked",
    },
    "book.recon-note.sum": {
        "ko": "대체일자·대체번호는 없으나 지급액의 합이 취득가액과 같고 모두 취득 전이므로 지급액으로 판단",
        "en": "no transfer is stated; the payments are the cost to the won and none is later: judged by the payments",
    },
    "book.recon-note.overlap": {
        "ko": "지급액이 취득가액에 들었는지 모릅니다. 지급액은 판단하고 자산은 0에서 취득가액 사이로 두었습니다. "
        "지급액 줄의 '대체번호' 열에 자산번호나 '진행 중'을 적으십시오",
        "en": "whether the payments are part of the cost is not known: they were judged, the asset from nothing to its "
        "cost; in their column 'transferred to' write the number of the asset or 'in progress'",
    },
    "book.recon-note.unmatched": {
        "ko": "대체된 자산이 대장에 없습니다. 지급액은 판단했으니 자산번호를 확인하십시오",
        "en": "the asset is not in the register: the payment was judged, the number is to be checked",
    },
    "book.recon-none": {"ko": "대체된 건설중인자산이 없습니다.", "en": "No construction in progress was transferred."},
    "book.recon-repeated": {
        "ko": "같은 줄(읽은 열의 내용이 모두 같음)",
        "en": "Lines that say the same (in every column that was read)",
    },
    "book.recon-first": {"ko": "먼저 적힌 줄", "en": "Written before"},
    "book.recon-amount": {"ko": "금액(원)", "en": "Amount (won)"},
    "book.recon-reductions": {"ko": "감액", "en": "Reductions"},
    "book.recon-target": {"ko": "줄인 줄", "en": "Line reduced"},
    "book.recon-reduction": {"ko": "감액(원)", "en": "Reduction (won)"},
    "book.aside": {"ko": "제외된 줄", "en": "Set aside"},
    "book.aside-none": {"ko": "제외된 줄이 없습니다.", "en": "No line was set aside."},
    "book.file": {"ko": "파일", "en": "File"},
    "book.sheet": {"ko": "시트", "en": "Sheet"},
    "book.column": {"ko": "열", "en": "Column"},
    "book.why": {"ko": "이유", "en": "Reason"},
    "book.law": {"ko": "법령과 지문", "en": "Law and digests"},
    "book.law-applied": {"ko": "적용한 법령", "en": "Law applied"},
    "book.law-known": {"ko": "기준일", "en": "Known on"},
    "book.law-read": {"ko": "읽은 범위", "en": "Read through"},
    "book.law-rulebook": {"ko": "규칙집 지문", "en": "Digest of the rulebook"},
    "book.inputs": {"ko": "입력 파일", "en": "Inputs"},
    "book.sheet-read": {
        "ko": "{file}, {kind}, 머리글 {header}번째 줄",
        "en": "{file}, {kind}, header on line {header}",
    },
    "book.sheet-unread": {"ko": "읽지 않음(머리글 없음)", "en": "not read (no header)"},
    "book.kind.assets": {"ko": "고정자산대장", "en": "fixed-asset register"},
    "book.kind.construction": {"ko": "건설중인자산 명세", "en": "list of construction in progress"},
    "book.kind.amounts": {"ko": "투자금액 목록", "en": "list of amounts invested"},
    "book.instruments": {
        "ko": "이 날까지 공포된 법령(공포일 순)",
        "en": "Instruments promulgated by that day, in order",
    },
}
