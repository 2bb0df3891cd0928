"""What the operating system and the databases report, in Korean; the key is their English text."""

from __future__ import annotations

import errno
import os

SYSTEM: dict[str, str] = {
    os.strerror(code): korean
    for code, korean in {
        errno.EPERM: "허용되지 않은 동작입니다",
        errno.ENOENT: "파일이나 폴더가 없습니다",
        errno.EIO: "입출력 오류입니다",
        errno.EBADF: "닫힌 파일입니다",
        errno.EAGAIN: "지금은 할 수 없습니다",
        errno.ENOMEM: "메모리가 부족합니다",
        errno.EACCES: "권한이 없습니다",
        errno.EBUSY: "쓰이고 있습니다",
        errno.EEXIST: "이미 있습니다",
        errno.EXDEV: "다른 디스크로 옮길 수 없습니다",
        errno.ENOTDIR: "폴더가 아닙니다",
        errno.EISDIR: "파일이 아니라 폴더입니다",
        errno.EINVAL: "쓸 수 없는 값입니다",
        errno.ENFILE: "컴퓨터에 열린 파일이 너무 많습니다",
        errno.EMFILE: "열린 파일이 너무 많습니다",
        errno.ETXTBSY: "실행 중인 파일입니다",
        errno.EFBIG: "파일이 너무 큽니다",
        errno.ENOSPC: "공간이 없습니다",
        errno.EROFS: "읽기 전용 디스크입니다",
        errno.EPIPE: "읽는 쪽이 닫혔습니다",
        errno.ENAMETOOLONG: "이름이 너무 깁니다",
        errno.ENOTEMPTY: "폴더가 비어 있지 않습니다",
        errno.ELOOP: "심볼릭 링크가 돌고 돕니다",
        errno.EDQUOT: "사용 한도를 넘었습니다",
        errno.ENODEV: "그런 장치가 없습니다",
        errno.ENXIO: "그런 장치나 주소가 없습니다",
        errno.EADDRINUSE: "이미 쓰이는 주소입니다",
        errno.EADDRNOTAVAIL: "이 컴퓨터에 없는 주소입니다",
        errno.ENETUNREACH: "망에 닿을 수 없습니다",
        errno.ECONNREFUSED: "연결이 거절되었습니다",
        errno.ECONNRESET: "상대가 연결을 끊었습니다",
        errno.ETIMEDOUT: "시간 안에 답이 없습니다",
        errno.EHOSTUNREACH: "상대 컴퓨터에 닿을 수 없습니다",
    }.items()
}
DATABASE: dict[str, str] = {
    "attempt to write a readonly database": "읽기 전용 데이터베이스입니다",
    "database disk image is malformed": "데이터베이스 파일이 손상되었습니다",
    "database is locked": "다른 프로그램이 데이터베이스를 쓰고 있습니다",
    "database or disk is full": "디스크에 공간이 없습니다",
    "disk I/O error": "디스크 입출력 오류입니다",
    "file is not a database": "데이터베이스 파일이 아닙니다",
    "unable to open database file": "데이터베이스 파일을 열 수 없습니다",
}
