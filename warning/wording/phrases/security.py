"""What is said of secrets, certificates and brokers that let nobody in."""

from __future__ import annotations

from typing import Final

from warning.wording.terms import Table
from warning.wording.text import Text

SECURITY: Final[Table] = {
    "setting_wrong": Text("环境变量 {setting} 不能使用：{why}。", "{setting} cannot be used: {why}."),
    "secret_unusable": Text(
        "环境变量 {setting} 所指的文件 {path} 不能使用：{why}。",
        "{path}, which {setting} names, cannot be used: {why}.",
    ),
    "secret_exposed": Text(
        "注意：{path} 存有口令或密钥，而本机所有用户都能读取。请收紧其权限：chmod o-r {path}",
        "Mind: everybody on this machine may read {path}, which holds a password or key. Close it: chmod o-r {path}",
    ),
    "kafka_in_the_clear": Text(
        "注意：SASL_PLAINTEXT 不加密，记录明文传输（PLAIN 连口令也是）。生产环境请用 SASL_SSL。",
        "Mind: SASL_PLAINTEXT does not encrypt: records go in the clear (with PLAIN the password, too). Use SASL_SSL.",
    ),
    "kafka_declined": Text("Kafka（{brokers}）拒绝了请求：{why}。", "Kafka ({brokers}) declines: {why}."),
    "kafka_refused": Text("Kafka（{brokers}）不能使用：{why}。", "Kafka ({brokers}) cannot be used: {why}."),
}

SETTINGS: Final[Table] = {
    "unknown": Text("没有“{value}”，应为 {known}", "there is no '{value}'; write one of {known}"),
    "address": Text(
        "“{value}”不是“主机:端口”（端口为 1 至 65535；多个地址以逗号分隔，也可用 --brokers 给出）",
        "'{value}' is not HOST:PORT (a port from 1 to 65535; commas between several; --brokers gives them, too)",
    ),
    "missing": Text("未给出，而 {value} 需要它", "it is not given, and {value} needs it"),
    "unused": Text(
        "已给出，但 {value} 用不到它，连接不会因此更安全。请改 WARNING_KAFKA_SECURITY，或去掉它",
        "it is given, but {value} makes no use of it, so nothing would be the safer for it. Change "
        "WARNING_KAFKA_SECURITY, or leave it out",
    ),
}
"""What is wrong with a setting."""

FILES: Final[Table] = {
    "absent": Text("没有该文件，请核对路径", "there is no such file; check the path"),
    "unreadable": Text("本用户无权读取，或其内容不是 UTF-8 文本", "we may not read it, or it is no text in UTF-8"),
    "empty": Text("文件是空的，应只有一行口令", "it is empty; it should have the password in its one line"),
    "not_pem": Text(
        "不是 PEM 格式的证书，或私钥与证书不符（私钥不得加口令）",
        "it is no certificate in PEM, or the key is not the certificate's (which must have no password of its own)",
    ),
}
"""What is wrong with a file that a setting names."""

KAFKA_WHY: Final[Table] = {
    "password": Text(
        "用户 {user} 或其口令不对。核对 WARNING_KAFKA_USER，以及 WARNING_KAFKA_PASSWORD_FILE 所指的 {path}",
        "user {user} or the password is wrong. Check WARNING_KAFKA_USER, and {path}, which WARNING_KAFKA_PASSWORD_FILE "
        "names",
    ),
    "mechanism": Text(
        "它不接受这种认证方式。核对 WARNING_KAFKA_SASL 与 WARNING_KAFKA_SECURITY",
        "it does not take this kind of authentication. Check WARNING_KAFKA_SASL and WARNING_KAFKA_SECURITY",
    ),
    "certificate": Text(
        "其证书不受信任。WARNING_KAFKA_CA_FILE 应指向签发该证书的机构的 PEM 文件",
        "its certificate is not trusted. WARNING_KAFKA_CA_FILE should name the PEM file of the authority that signed "
        "it",
    ),
    "expired": Text("其证书已过期，请更换", "its certificate is out of date; have it renewed"),
    "misnamed": Text(
        "其证书上不是这个主机名或地址。在 --brokers 或 WARNING_KAFKA 中写证书上的名称",
        "its certificate is of another host name or address. Name it in --brokers or WARNING_KAFKA as the certificate "
        "does",
    ),
    "client_certificate": Text(
        "它要求或拒绝了本方证书。核对 WARNING_KAFKA_CERT_FILE 与 WARNING_KAFKA_KEY_FILE",
        "it wants a certificate of ours, or refuses the one given. Check WARNING_KAFKA_CERT_FILE and "
        "WARNING_KAFKA_KEY_FILE",
    ),
    "not_tls": Text(
        "该端口不使用 TLS。核对 WARNING_KAFKA_SECURITY 与端口",
        "no TLS is spoken at that port. Check WARNING_KAFKA_SECURITY, and the port",
    ),
    "hung_up": Text(
        "它接通即挂断，多半是 WARNING_KAFKA_SECURITY（PLAINTEXT、SSL、SASL_PLAINTEXT、SASL_SSL）与该端口的设置不符",
        "it hangs up at once: most likely WARNING_KAFKA_SECURITY (PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL) is not "
        "what that port speaks",
    ),
}
"""Why no broker can be used, and what to check."""

KAFKA_ERRORS: Final[Table] = {
    "gaierror": Text("没有这个主机名", "there is no host of that name"),
    "ConnectionRefusedError": Text("该地址的端口无人监听", "nobody listens at that port"),
    "TimeoutError": Text("没有应答", "no answer comes"),
    "InvalidReplicationFactorError": Text(
        "要求的副本数多于现有的 Kafka 节点（主题文件中的 copies）",
        "more copies are asked for than there are brokers (copies in the file of topics)",
    ),
    "InvalidConfigurationError": Text(
        "主题的某项设置它不认识，或其值不对（主题文件中的 settings）",
        "a setting of a topic is unknown there, or its value is wrong (settings in the file of topics)",
    ),
    "InvalidPartitionsError": Text("要求的分区数不能成立", "there cannot be so many partitions"),
    "PolicyViolationError": Text(
        "其管理员规定的策略不允许这样的主题", "the policy of its administrators allows no such topic"
    ),
    "TopicAuthorizationFailedError": Text(
        "本用户对主题没有所需的权限，请其管理员授予",
        "this user may not do that to the topics; have its administrators allow it",
    ),
    "ClusterAuthorizationFailedError": Text(
        "本用户没有所需的集群权限，请其管理员授予",
        "this user may not do that to the cluster; have its administrators allow it",
    ),
    "GroupAuthorizationFailedError": Text(
        "本用户不得加入工作进程的消费组，请其管理员授予",
        "this user may not join the group of the workers; have its administrators allow it",
    ),
    "MessageSizeTooLargeError": Text(
        "有一条记录超过其允许的大小（max.message.bytes）", "a record is larger than it takes (max.message.bytes)"
    ),
}
"""What errors of brokers and of the way to them mean, by the names that the clients give them."""
