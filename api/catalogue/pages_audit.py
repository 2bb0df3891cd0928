"""Words of the audit pages: upload, columns, settings, progress, and the answer by line, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "page.nav.audits": {"ko": "대장 감사", "en": "Audits"},
    "audits.title": {"ko": "대장 일괄 감사", "en": "Audits of registers"},
    "audits.lead": {
        "ko": "고정자산대장과 건설중인자산 명세를 올리면 한 줄씩 같은 법령으로 판단하고, 서명할 수 있는 엑셀 "
        "파일을 만듭니다.",
        "en": "Upload a fixed-asset register or a list of construction in progress: every line is judged by the "
        "same law, and a workbook is made that can be signed.",
    },
    "page.start.audits": {
        "ko": "고객의 자산대장을 한 줄씩 판단하고 엑셀로 받습니다.",
        "en": "A client's asset register judged line by line, with a workbook.",
    },
    "audits.new": {"ko": "새 감사", "en": "A new audit"},
    "audits.register": {"ko": "대장", "en": "Register"},
    "audits.register.hint": {
        "ko": "{kinds}, {most} MB까지. 고정자산대장과 건설중인자산 명세를 함께 고르면 서로 맞춥니다.",
        "en": "{kinds}, up to {most} MB. A register and its construction in progress, chosen together, are "
        "reconciled.",
    },
    "audits.files": {
        "ko": "설정이나 열 대응 파일이 있습니까?",
        "en": "Do you have a file of settings, or a mapping?",
    },
    "audits.settings-file": {"ko": "설정 파일(YAML)", "en": "Settings (YAML)"},
    "audits.settings-file.hint": {
        "ko": "납세자, 과세연도, 프로젝트, 계정. 없으면 다음 화면에서 적습니다.",
        "en": "Taxpayer, tax years, projects, accounts; without it you fill in a form.",
    },
    "audits.mapping-file": {"ko": "열 대응 파일(YAML)", "en": "Mapping of columns (YAML)"},
    "audits.mapping-file.hint": {
        "ko": "앞선 감사에서 받은 것. 없으면 열을 찾아서 보여 줍니다.",
        "en": "From an earlier audit; without it the columns are found and shown.",
    },
    "audits.upload": {"ko": "올리고 열 확인하기", "en": "Upload, and confirm the columns"},
    "audits.prepared": {"ko": "준비 중", "en": "Being prepared"},
    "audits.prepared.lead": {
        "ko": "올린 대장과 적은 설정입니다. 답을 더 적어 다시 감사할 수 있습니다. 90일 동안 고치지 않으면 "
        "지워집니다.",
        "en": "Registers and settings, to be filled in further and audited again. Forgotten after 90 days without "
        "a change.",
    },
    "audits.drop": {"ko": "대장과 설정 지우기", "en": "Delete register and settings"},
    "audits.done": {"ko": "감사", "en": "Audits"},
    "audits.none": {"ko": "아직 감사가 없습니다.", "en": "There is no audit yet."},
    "audits.state": {"ko": "상태", "en": "State"},
    "audits.state.queued": {"ko": "대기", "en": "waiting"},
    "audits.state.running": {"ko": "진행 중", "en": "running"},
    "audits.state.done": {"ko": "끝남", "en": "done"},
    "audits.state.failed": {"ko": "하지 못함", "en": "not done"},
    "audits.state.cancelled": {"ko": "취소됨", "en": "cancelled"},
    "audits.known-on": {"ko": "법령 기준일", "en": "Law as of"},
    "audits.lines-judged": {"ko": "판단한 줄", "en": "Lines judged"},
    "audits.entry": {"ko": "장부 기록", "en": "Ledger entry"},
    "audits.recorded": {"ko": "장부 기록 {number}", "en": "ledger entry {number}"},
    "audits.begun": {"ko": "시작", "en": "Begun"},
    "audits.back": {"ko": "감사 목록", "en": "All audits"},
    # -- steps
    "audits.steps": {"ko": "단계", "en": "Steps"},
    "audits.step.columns": {"ko": "열 확인", "en": "Columns"},
    "audits.step.settings": {"ko": "설정", "en": "Settings"},
    "audits.step.answer": {"ko": "답", "en": "Answer"},
    # -- columns
    "audits.columns.title": {"ko": "열을 이렇게 읽습니다", "en": "This is how the columns are read"},
    "audits.columns.lead": {
        "ko": "값의 예를 보고, 뜻이 다르면 고르십시오. 읽지 않는 열은 판단에 쓰이지 않습니다.",
        "en": "Look at the sample values and choose another meaning where it is wrong. Columns that are not read "
        "play no part.",
    },
    "audits.columns.no-header": {
        "ko": "머리글을 찾지 못해 이 시트는 읽지 않습니다. 읽으려면 머리글이 있는 줄을 적으십시오.",
        "en": "No header was found, so this sheet is not read. To read it, give the line of its header.",
    },
    "audits.columns.header": {"ko": "머리글 줄", "en": "Line of the header"},
    "audits.columns.again": {"ko": "이 줄로 다시 읽기", "en": "Read this line"},
    "audits.columns.unit": {"ko": "금액 단위", "en": "Unit of amounts"},
    "audits.unit.1": {"ko": "원", "en": "won"},
    "audits.unit.1000": {"ko": "천원", "en": "thousand won"},
    "audits.unit.1000000": {"ko": "백만원", "en": "million won"},
    "audits.unit.100000000": {"ko": "억원", "en": "hundred million won"},
    "audits.columns.column": {"ko": "열", "en": "Column"},
    "audits.columns.samples": {"ko": "값의 예", "en": "Sample values"},
    "audits.columns.meaning": {"ko": "뜻", "en": "Meaning"},
    "audits.columns.unread": {"ko": "읽지 않음", "en": "not read"},
    "audits.columns.register": {"ko": "대장의 항목", "en": "Of a register"},
    "audits.columns.facts": {"ko": "그 밖의 사실", "en": "Other facts"},
    "audits.columns.next": {"ko": "확인하고 설정으로", "en": "Confirm, on to the settings"},
    # -- settings
    "audits.settings.title": {"ko": "대장 전체에 한 번 적는 것", "en": "Said once for the whole register"},
    "audits.settings.lead": {
        "ko": "아는 것만 적으십시오. 모르는 것은 그대로 두면 그만큼 답이 범위로 나오고, 무엇을 물어야 하는지 알려 "
        "줍니다.",
        "en": "Fill in what you know. What you leave open makes bounds of the answer, and is asked for in it.",
    },
    "audits.settings.as-text": {"ko": "설정을 글로 고치기", "en": "Edit the settings as text"},
    "audits.settings.as-text.lead": {
        "ko": "양식에 없는 것(직전 3년 투자금액, 범위, 확인한 사실 등)도 적을 수 있습니다. 설정 파일과 같은 "
        "형식입니다.",
        "en": "Also what the form does not ask for (investment of the three years before, ranges, attestations). "
        "The same form as a file of settings.",
    },
    "audits.settings.text": {"ko": "설정(YAML)", "en": "Settings (YAML)"},
    "audits.settings.as-form": {"ko": "양식으로", "en": "To the form"},
    "audits.settings.hidden": {
        "ko": "계정이 많아 {count}개는 여기에 없습니다. 글로 고칠 수 있습니다.",
        "en": "{count} more accounts are too many for this page; edit them as text.",
    },
    "audits.settings.taxpayer": {"ko": "납세자", "en": "Taxpayer"},
    "audits.settings.more": {"ko": "공제 방식과 투자 이력", "en": "Scheme, and history of investment"},
    "audits.settings.more-taxpayer": {"ko": "납세자에 관한 그 밖의 사실", "en": "More on the taxpayer"},
    "audits.settings.years": {"ko": "과세연도", "en": "Tax years"},
    "audits.settings.years.lead": {
        "ko": "이 과세연도에 든 줄만 판단합니다. 비우면 빠집니다.",
        "en": "Only lines of these years are judged. Empty a row to leave it out.",
    },
    "audits.settings.year": {"ko": "{number}번째 과세연도", "en": "Tax year {number}"},
    "audits.settings.year.add": {"ko": "과세연도 더하기", "en": "Add a tax year"},
    "audits.settings.projects": {"ko": "프로젝트", "en": "Projects"},
    "audits.settings.projects.lead": {
        "ko": "대장의 프로젝트마다 어디서 무엇을 만드는지, 인정이 어디까지 왔는지 적습니다. 계정 없이 프로젝트만 있는 "
        "줄(건설중인자산 등)은 자산 종류와 비용 구분도 여기에서 정해집니다.",
        "en": "For each project of the register: where it is, what is made there, and how far its recognition is. "
        "Lines with a project and no account, as of construction in progress, have their kinds from here.",
    },
    "audits.settings.on": {"ko": "저장하고 프로젝트 {first}~{last}", "en": "Save, and show projects {first} to {last}"},
    "audits.settings.accounts": {"ko": "계정", "en": "Accounts"},
    "audits.settings.accounts.lead": {
        "ko": "계정과목이 어떤 자산인지 적습니다. 줄에 적힌 것이 먼저입니다.",
        "en": "What kind of asset each account holds. What a line says itself comes first.",
    },
    "audits.settings.account": {"ko": "계정과목", "en": "Account"},
    "audits.settings.unknown": {"ko": "아직 모름", "en": "not known yet"},
    "audits.settings.fixed": {"ko": "(범위: 글로 고치십시오)", "en": "(a range: edit it as text)"},
    "audits.settings.save": {"ko": "저장", "en": "Save"},
    "audits.start": {"ko": "감사 시작", "en": "Begin the audit"},
    "audits.start.button": {"ko": "저장하고 감사 시작", "en": "Save, and begin the audit"},
    "audits.record": {
        "ko": "답을 장부에 기록(줄마다 증명할 수 있음)",
        "en": "Record the answer in the ledger, each line provable",
    },
    # -- under way
    "audits.running.lead": {
        "ko": "{day} 기준으로 판단하고 있습니다. 이 페이지를 닫아도 계속됩니다.",
        "en": "Being judged as of {day}. It goes on if you close this page.",
    },
    "audits.running.refresh": {
        "ko": "5초마다 새로 고칩니다.",
        "en": "This page loads itself again every five seconds.",
    },
    "audits.running.look": {"ko": "지금 보기", "en": "Look now"},
    "audits.queued": {"ko": "시작을 기다립니다.", "en": "Waiting to begin."},
    "audits.step": {"ko": "{step}: {total} 중 {done}", "en": "{step}: {done} of {total}"},
    "audits.cancel": {"ko": "감사 취소", "en": "Cancel the audit"},
    "audits.change": {"ko": "설정을 고쳐 다시 감사", "en": "Change the settings and audit again"},
    "audits.remove": {
        "ko": "이 감사와 파일 지우기(장부 기록은 남음)",
        "en": "Delete this audit and its files (a ledger entry stays)",
    },
    "audits.no-tables": {"ko": "이 감사에는 줄별 답이 없습니다.", "en": "This audit has no answer by line."},
    # -- the answer
    "audits.file.workbook": {"ko": "엑셀 파일", "en": "Workbook"},
    "audits.file.lines": {"ko": "줄별 답(Parquet)", "en": "Lines (Parquet)"},
    "audits.file.claims": {"ko": "과세연도별(Parquet)", "en": "Tax years (Parquet)"},
    "audits.file.set-aside": {"ko": "제외된 줄(Parquet)", "en": "Set aside (Parquet)"},
    "audits.notices": {"ko": "살펴볼 것", "en": "To be seen to"},
    "audits.aside.lead": {
        "ko": "판단에 들지 않은 줄을 이유별로 셌습니다. 줄마다의 이유는 엑셀 파일의 ‘제외된 줄’ 시트에 있습니다.",
        "en": "Lines that are not in the answer, counted by reason. Each of them stands in the workbook, on the sheet "
        "“Set aside”.",
    },
    "audits.aside.why": {"ko": "이유(첫 줄의 것)", "en": "Reason, as of the first"},
    "audits.aside.first": {"ko": "첫 줄", "en": "First line"},
    "audits.aside.more": {
        "ko": "다른 이유로 제외된 {count}줄은 엑셀 파일에 있습니다.",
        "en": "Lines set aside for other reasons: {count}. They stand in the workbook.",
    },
    "audits.chart.credit": {"ko": "과세연도별 기본공제액", "en": "Base credit by tax year"},
    "audits.possible": {"ko": "남은 질문에 달린 금액", "en": "possible, depending on open questions"},
    "audits.lines": {"ko": "{count}줄", "en": "{count} lines"},
    "audits.line-one": {"ko": "1줄", "en": "1 line"},
    "audits.filters": {"ko": "줄 고르기", "en": "Choose lines"},
    "audits.filter.outcome": {"ko": "결과", "en": "Outcome"},
    "audits.filter.tier": {"ko": "구분", "en": "Tier"},
    "audits.filter.rate": {"ko": "공제율", "en": "Rate"},
    "audits.filter.year": {"ko": "과세연도", "en": "Tax year"},
    "audits.filter.project": {"ko": "프로젝트", "en": "Project"},
    "audits.filter.text": {"ko": "글자", "en": "Text"},
    "audits.filter.all": {"ko": "모두", "en": "all"},
    "audits.filter.apply": {"ko": "보기", "en": "Show"},
    "audits.filter.none": {"ko": "모두 보기", "en": "Show all"},
    "audits.sort": {"ko": "순서", "en": "Order"},
    "audits.sort.line": {"ko": "대장 순", "en": "as in the register"},
    "audits.sort.amount": {"ko": "투자금액", "en": "amount"},
    "audits.sort.credit": {"ko": "기본공제액", "en": "credit"},
    "audits.sort.rate": {"ko": "공제율", "en": "rate"},
    "audits.sort.day": {"ko": "투자일", "en": "day"},
    "audits.sort.outcome": {"ko": "결과", "en": "outcome"},
    "audits.found": {"ko": "{count}건", "en": "{count} found"},
    "audits.found.sums": {
        "ko": "투자금액 최대 {amount}, 기본공제액 최소 {low}, 최대 {high}",
        "en": "amount at most {amount}, base credit at least {low}, at most {high}",
    },
    "audits.nothing": {"ko": "맞는 줄이 없습니다.", "en": "No line fits."},
    "audits.pages": {"ko": "쪽", "en": "Pages"},
    "audits.earlier": {"ko": "앞쪽", "en": "Earlier"},
    "audits.later": {"ko": "다음 쪽", "en": "Later"},
    "audits.range": {"ko": "{count}건 중 {first}~{last}", "en": "{first} to {last} of {count}"},
    # -- a line
    "audits.line.back": {"ko": "감사로 돌아가기", "en": "Back to the audit"},
    "audits.line.at": {"ko": "대장의 줄: {line}", "en": "line of the register: {line}"},
    "audits.line.title": {"ko": "대장의 줄", "en": "The line in the register"},
    "audits.line.alone": {
        "ko": "아래는 이 줄만 놓고 본 답입니다. 그 해 전체의 금액은 감사에 있습니다.",
        "en": "What follows is the answer on this line alone; the figures of the whole year stand in the audit.",
    },
    "audits.line.undated": {
        "ko": "과세연도별 지급액이 없어 감사에서는 이 줄의 금액이 미정입니다.",
        "en": "Without payments by tax year the audit leaves the amount of this line open.",
    },
    "audits.line.overlap": {
        "ko": "같은 자산번호나 프로젝트의 지급액이 이 취득가액에 들었는지 몰라 감사에서는 이 줄의 금액이 미정입니다.",
        "en": "Payments of its number or project may be part of its cost: the audit leaves its amount open.",
    },
    "audits.line.repeated": {
        "ko": "앞의 줄과 내용이 모두 같아 감사에서는 이 줄의 금액이 미정입니다.",
        "en": "A line before it says the very same: the audit leaves the amount of this line open.",
    },
    "audits.amount": {"ko": "투자금액(원)", "en": "Amount (won)"},
    "audits.credit": {"ko": "기본공제액(원)", "en": "Base credit (won)"},
    "audits.department": {"ko": "부서", "en": "Department"},
    "audits.memo": {"ko": "적요", "en": "Memo"},
}
