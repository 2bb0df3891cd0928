"""Words of the command line, of the claim to fill in and of the HTTP door, in Korean and English."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    # -- the command
    "help.gongje": {
        "ko": "시설투자가 통합투자세액공제 대상인지, 얼마인지, 왜 그런지를 근거와 함께 답합니다.",
        "en": "Says whether a facility investment earns Korea's integrated investment tax credit, and why.",
    },
    "help.check": {
        "ko": "신청 파일(YAML 또는 JSON, '-'는 표준입력)을 판단합니다.",
        "en": "Assess a claim file (YAML or JSON; '-' is standard input).",
    },
    "help.new": {"ko": "채워 넣을 신청 파일을 만듭니다.", "en": "Write a claim file to fill in."},
    "help.serve": {
        "ko": "HTTP 서버를 엽니다. API 키가 없으면 이 컴퓨터의 사용자에게만 열립니다.",
        "en": "Serve over HTTP; without API keys for the user of this machine only.",
    },
    "help.status": {
        "ko": "종료 상태: 0 답함, 1 모든 투자가 공제 대상이 아님, 2 입력 오류.",
        "en": "Exit status: 0 answered, 1 no investment earns the credit, 2 bad input.",
    },
    "help.format": {"ko": "출력 형식", "en": "Form of the answer."},
    "help.lang": {"ko": "언어(기본: 환경의 언어)", "en": "Language (default: that of the environment)."},
    "help.known-on": {
        "ko": "이날까지 공포된 법령으로 판단(YYYY-MM-DD 또는 today, 기본: 한국의 오늘)",
        "en": "Decide by the law promulgated by this day (YYYY-MM-DD or today, the default: that of Korea).",
    },
    "help.explain": {
        "ko": "결론을 좌우하지 않은 것까지 이유를 모두 표시",
        "en": "Show all reasons, also what did not decide.",
    },
    "help.evaluator": {"ko": "판단 엔진", "en": "Who evaluates."},
    "help.rules": {
        "ko": "규칙 폴더(기본: 함께 배포된 규칙)",
        "en": "Folder of rules (default: those shipped).",
    },
    "help.out": {"ko": "쓸 파일(이미 있으면 쓰지 않음)", "en": "File to write; never overwritten."},
    "help.host": {"ko": "주소(이 컴퓨터 밖은 API 키가 있을 때만)", "en": "Address; others than loopback need keys."},
    "help.port": {"ko": "포트(0은 빈 포트)", "en": "Port; 0 takes a free one."},
    "help.version": {"ko": "판과 법령을 읽은 범위를 보이고 끝냅니다.", "en": "Show version and law read, and exit."},
    "version": {
        "ko": "gongje {engine}\n규칙집 {rulebook}\n읽은 법령의 공포일: {list}까지",
        "en": "gongje {engine}\nRulebook {rulebook}\nLaw read that was promulgated until: {list}",
    },
    "help.usage": {"ko": "사용법: ", "en": "Usage: "},
    "help.options": {"ko": "옵션", "en": "Options"},
    "help.commands": {"ko": "명령", "en": "Commands"},
    "help.help": {"ko": "도움말을 보이고 끝냅니다.", "en": "Show this message and exit."},
    "serving": {
        "ko": "{url} 에서 요청을 기다립니다. 끝내려면 Ctrl+C를 누르십시오.",
        "en": "Listening on {url}; stop it with Ctrl+C.",
    },
    "written": {"ko": "{file} 파일을 만들었습니다.", "en": "Wrote {file}."},
    "error.missing": {"ko": "파일이 없습니다", "en": "there is no such file"},
    "error.folder": {"ko": "파일이 아니라 폴더입니다", "en": "it is a folder, not a file"},
    "error.denied": {"ko": "권한이 없습니다", "en": "permission denied"},
    "error.exists": {
        "ko": "{file}: 이미 있는 파일입니다. 다른 이름을 쓰십시오",
        "en": "{file}: it exists already; choose another name",
    },
    "error.no-folder": {
        "ko": "{file}: 폴더 {folder}이(가) 없습니다. 만들거나 다른 곳을 주십시오",
        "en": "{file}: there is no folder {folder}; make it, or give another place",
    },
    "error.write": {"ko": "{file}: 쓸 수 없습니다: {why}", "en": "{file}: cannot be written: {why}"},
    "error.read": {"ko": "{file}: 읽을 수 없습니다: {why}", "en": "{file}: cannot be read: {why}"},
    "error.no-input": {"ko": "stdin: 표준입력이 닫혀 있습니다", "en": "stdin: standard input is closed"},
    "error.output": {"ko": "답을 쓸 수 없습니다: {why}", "en": "The answer cannot be written: {why}"},
    "error.full": {"ko": "공간이 없습니다", "en": "no space is left"},
    "error.host": {
        "ko": "--host {host}: IP 주소가 아닙니다. 예: 127.0.0.1, ::1, localhost, 0.0.0.0",
        "en": "--host {host}: not an IP address; for example 127.0.0.1, ::1, localhost or 0.0.0.0",
    },
    "error.listen": {
        "ko": "{url}: 열 수 없습니다: {why}",
        "en": "{url}: cannot be opened: {why}",
    },
    "error.port-taken": {
        "ko": "이미 쓰이는 포트입니다. --port로 다른 포트를 주십시오",
        "en": "the port is in use; give another with --port",
    },
    "error.unexpected": {
        "ko": "답하지 못했습니다. gongje 자체의 오류입니다({what}). 이 문구와 함께 알려 주십시오",
        "en": "No answer: an error in gongje itself ({what}); please report it with this line",
    },
    "error.stopped": {"ko": "중단했습니다", "en": "Stopped"},
    "error.no-option": {
        "ko": "{name}: 없는 옵션입니다{hint}",
        "en": "{name}: there is no such option{hint}",
    },
    "error.hint": {"ko": ". 혹시 {name}?", "en": "; did you mean {name}?"},
    "error.no-value": {"ko": "{name}: 값이 필요합니다", "en": "{name}: a value is required"},
    "error.choice": {
        "ko": "{name}: 다음 가운데 하나여야 합니다: {expected}",
        "en": "{name}: expected one of {expected}",
    },
    "error.number-from": {
        "ko": "{name}: {low} 이상의 정수여야 합니다",
        "en": "{name}: expected a whole number from {low} on",
    },
    "error.number": {
        "ko": "{name}: {low}부터 {high}까지의 정수여야 합니다",
        "en": "{name}: expected a whole number from {low} to {high}",
    },
    "error.no-command": {
        "ko": "{name}: 없는 명령입니다{hint}",
        "en": "{name}: there is no such command{hint}",
    },
    "error.usage": {"ko": "잘못 쓴 명령입니다: {what}", "en": "Not a valid call: {what}"},
    "error.see-help": {"ko": "쓰는 법: {path} --help", "en": "How to use it: {path} --help"},
    # -- the claim to fill in
    "new.head": {
        "ko": "아는 것만 적으십시오. null은 '아직 모름'이며 0이나 '아니오'로 보지 않습니다.",
        "en": "Give what you know: null means not known yet, never zero or no.",
    },
    "new.ranges": {
        "ko": "날짜와 숫자는 범위로도 적을 수 있습니다",
        "en": "Dates and numbers may be given as ranges",
    },
    "new.required": {"ko": "필수", "en": "required"},
    "new.presumed": {"ko": "적지 않으면 '{value}'로 전제", "en": "taken as '{value}' unless given"},
    "new.several": {"ko": "여럿 가능", "en": "several allowed"},
    "new.follows": {"ko": "{list}에서 정해지면 생략", "en": "not needed where it follows from {list}"},
    "new.bool": {"ko": "true(예) 또는 false(아니오)", "en": "true or false"},
    "new.date": {"ko": "YYYY-MM-DD", "en": "YYYY-MM-DD"},
    "new.won": {"ko": "원 단위 정수, 쉼표 없이", "en": "whole won, digits only"},
    "new.ratio": {"ko": "0에서 1까지의 소수", "en": "a decimal from 0 to 1"},
    "new.count": {"ko": "정수", "en": "a whole number"},
    "new.text": {"ko": "글", "en": "text"},
    "new.projects": {
        "ko": "여러 투자에 공통인 사실은 프로젝트에 한 번만 적고 투자에서 project로 가리킬 수 있습니다",
        "en": "Facts that several investments share can be given once, in a project that they name",
    },
    "new.investments": {
        "ko": "자산(군)마다 하나. 비용 구분, 인정 상태가 다르면 나누십시오",
        "en": "One for each asset or group; split where kind of cost or recognition differ",
    },
    "new.amounts": {
        "ko": "지급마다 한 줄. 날을 모르면 invested_on 대신 from과 until",
        "en": "One line per payment; from and until instead of invested_on if the day is not known",
    },
    "new.judgements": {
        "ko": "이름을 밝힌 전문가의 판단(이유와 증빙의 SHA-256 포함). 법령이 아니라 판단으로 표시됩니다. 판단할 것",
        "en": "Judgements of named professionals, with reason and the SHA-256 of the evidence; never shown as law."
        " What may be judged",
    },
    "new.attestations": {
        "ko": "전제를 확인한 사람이 있으면",
        "en": "If someone confirms what is otherwise assumed",
    },
}
