"""What a database's own words mean, where we know it: they may quote a record, and are in its language."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

ADDRESS: Final[Table] = {
    "unable to open database file": Text(
        "无法打开或建立该文件，请核对目录是否存在、是否可写",
        "the file cannot be opened or made; check that its directory is there and can be written",
    ),
    "file is not a database": Text("该文件不是数据库", "the file is no database"),
    "Connection refused": Text("数据库没有在该处运行", "no database runs there"),
    "password authentication failed": Text(
        "用户名或口令不对；口令可写在 URL 中，或写入 WARNING_LEDGER_PASSWORD_FILE 所指的文件",
        "the user or the password is wrong; a password stands in the URL, or in the file that "
        "WARNING_LEDGER_PASSWORD_FILE names",
    ),
    "no password supplied": Text(
        "没有给出口令：写在 URL 中，或写入 WARNING_LEDGER_PASSWORD_FILE 所指的文件",
        "no password was given: write it in the URL, or in the file that WARNING_LEDGER_PASSWORD_FILE names",
    ),
    "root certificate file": Text(
        "没有根证书文件：URL 中未写 sslrootcert，或其所指的文件不存在；写 "
        "sslrootcert=FILE（签发其证书的机构的 PEM 文件），机构已受本机信任的写 sslrootcert=system",
        "there is no root certificate: the URL has no sslrootcert, or names a file that is not there; write "
        "sslrootcert=FILE, the PEM file of the authority that signed its certificate, or sslrootcert=system for those "
        "this machine trusts",
    ),
    "certificate verify failed": Text(
        "其证书不受信任；URL 中的 sslrootcert 应指向签发该证书的机构的 PEM 文件",
        "its certificate is not trusted; sslrootcert in the URL should name the PEM file of the authority that signed "
        "it",
    ),
    "does not match host name": Text(
        "其证书上不是这个主机名", "its certificate is of another host name; write the one on it in the URL"
    ),
    "does not support SSL": Text("它不使用 TLS；核对 URL 中的 sslmode", "it speaks no TLS; check sslmode in the URL"),
    "no encryption": Text(
        "它只接受加密连接；在 URL 中写 sslmode=verify-full 与 sslrootcert",
        "it takes encrypted connections only; write sslmode=verify-full and sslrootcert in the URL",
    ),
    "permission denied": Text("该用户没有权限", "the user may not"),
    "does not exist": Text("没有这个数据库或用户", "there is no such database or user"),
    "resolve host": Text("没有这台主机", "there is no such host"),
    "translate host": Text("没有这台主机", "there is no such host"),
    "timeout expired": Text("该主机没有应答", "the host does not answer"),
    "No such file or directory": Text("数据库没有在该处运行", "no database runs there"),
}
"""What stands in a database's message where the ledger's address or its rights are wrong -> what it means."""
UNWRITABLE: Final[Table] = {
    "readonly database": Text("该文件只读", "the file is read-only"),
    "SQLSTATE 25006": Text("该数据库只读，可能是备库", "the database is read-only, perhaps a standby"),
}
"""What stands in a database's message where nothing can be written -> what it means."""
DATABASE: Final[Table] = {
    "disk image is malformed": Text("该文件已损坏", "the file is damaged"),
    "database is locked": Text("另一个进程一直占用着它", "another process holds it"),
    "database or disk is full": Text("磁盘空间已满", "no space is left on the disk"),
    "SQLITE_IOERR_SHMSIZE": Text("磁盘空间已满", "no space is left on the disk"),
    "SQLSTATE 53100": Text("数据库所在磁盘空间已满", "no space is left on the database's disk"),
    "server closed the connection": Text("它关闭了连接", "it closed the connection"),
    "terminating connection": Text("它关闭了连接", "it closed the connection"),
    "the database system is": Text("它正在启动或停止", "it is being started or stopped"),
    "too many clients": Text(
        "它的连接已用完；关闭闲置的连接，或提高 max_connections",
        "it has no connection left; end those that are idle, or raise max_connections",
    ),
    "remaining connection slots": Text(
        "它的连接已用完；关闭闲置的连接，或提高 max_connections",
        "it has no connection left; end those that are idle, or raise max_connections",
    ),
    "disk I/O error": Text("磁盘读写出错", "the disk failed"),
}
"""What stands in a database's message otherwise, or in its name of it -> what it means."""
LOST: Final[Table] = {**ADDRESS, **DATABASE}
"""What stands in the words of a database that was lost -> what it means."""
