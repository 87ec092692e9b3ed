"""What leaves this site on its own account: mail, and posts to other servers. Each is claimed before it is sent."""

from app.outbound.alert import ALERT, Alerts
from app.outbound.comment_notices import WRITE as COMMENT_LETTERS
from app.outbound.comment_notices import CommentNotices, mail_token, mail_user
from app.outbound.mail import LETTER, RESET, Mail, Mailing
from app.outbound.posting import Posted, post
from app.outbound.websub import PING, Hub, Pinging

__all__ = [
    "ALERT",
    "COMMENT_LETTERS",
    "LETTER",
    "PING",
    "RESET",
    "Alerts",
    "CommentNotices",
    "Hub",
    "Mail",
    "Mailing",
    "Pinging",
    "Posted",
    "mail_token",
    "mail_user",
    "post",
]
