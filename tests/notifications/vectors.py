"""Texts that would like to be more than a text: forty of them, for every field."""

EVIL = "Bcc: evil@example.org"

VECTORS = (
    # encoded words (RFC 2047) that hide a line end, by Q and by B
    "=?utf-8?q?Beschluss=0D=0ABcc=3A_evil=40example.org?=",
    "=?utf-8?Q?=0D=0A=0D=0A<html>?=",
    "=?utf-8?b?QmVzY2hsdXNzDQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=",
    "=?UTF-8?B?DQoNCjxodG1sPg==?=",
    "Beschluss =?utf-8?q?=0D=0ABcc=3A_evil?=",
    "=?iso-8859-1?q?=0A_Bcc=3A_evil?=",
    "=?utf-16?b?/v8AYQANAAoAQgBjAGMAOgAgAHg=?=",
    "=?utf-8?q?a?= =?utf-8?q?=0D=0ABcc=3A_b?=",
    "=?utf-8*de?q?=0D=0ABcc=3A_evil?=",
    "=?unknown-charset?q?=0D=0ABcc:_evil?=",
    "=\u200b?utf-8?q?=0D=0ABcc=3A_evil?=",
    '"=?utf-8?q?=22_<evil=40example.org>,?=" x',
    # line ends, and what some programs take for one
    f"Beschluss\r\n{EVIL}",
    f"Beschluss\n{EVIL}",
    f"Beschluss\r{EVIL}",
    f"Beschluss\r\n {EVIL}",
    f"Beschluss\r\n\t{EVIL}",
    f"Beschluss \r\n \r\n {EVIL}",
    "Beschluss\r\n\r\n<html>",
    f"Beschluss\x0b{EVIL}",
    f"Beschluss\x0c{EVIL}",
    f"Beschluss\x1c{EVIL}",
    f"Beschluss\x85{EVIL}",
    f"Beschluss\u2028{EVIL}",
    f"Beschluss\u2029{EVIL}",
    f"Beschluss\x00{EVIL}",
    f"Beschluss%0d%0a{EVIL}",
    f"Beschluss\\r\\n{EVIL}",
    # the end of a message, the start of another one, the end of a part
    "\r\n.\r\nMAIL FROM:<evil@example.org>\r\n",
    ".",
    "\nFrom evil@example.org Thu Mar  9 07:00:00 2023\n",
    "From evil@example.org",
    "\r\n--=_6215ef1e74d1d8a850a10e0aa9c49d68\r\nContent-Type: text/html\r\n\r\n<b>",
    "--=_boundary--",
    # parameters (RFC 2231), a second mailbox, a comment
    "x; name*0*=utf-8''%0D%0ABcc%3A; name*1*=%20evil",
    'Senat" <evil@example.org>, "x',
    "Senat (comment\\) <evil@example.org>",
    # what is not seen, or turns what is
    "Frist \u202e1202.80.13\u202c am \u2066Tag\u2069",
    "Be\u200bschluss\ufeff \x1b[2Jgeheim\x07",
    "\U000e0041\ud800\uffff\U0001f3f4\u200d\u2620\ufe0f",
)
