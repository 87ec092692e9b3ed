"""Errors in the shape Ghost gives them, which its clients take apart."""

import uuid
from typing import Any

import msgspec
from litestar import Response


class ApiError(Exception):
    """`kind` is Ghost's name of the error, `context` says what to do."""

    def __init__(self, status: int, kind: str, message: str, context: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.kind, self.message, self.context, self.code = status, kind, message, context, code


def no_key() -> ApiError:
    return ApiError(
        403, "NoPermissionError", "Authorization failed", "Give a key: ?key=…; owners make one at the desk, API keys"
    )


def unknown_key() -> ApiError:
    return ApiError(
        401, "UnauthorizedError", "Unknown Content API Key", "It may have been taken away", "UNKNOWN_CONTENT_API_KEY"
    )


def not_found(what: str, context: str) -> ApiError:
    return ApiError(404, "NotFoundError", f"Resource not found error, cannot read {what}.", context)


def bad_filter(context: str) -> ApiError:
    return ApiError(400, "BadRequestError", "Error parsing filter", context)


def bad_parameter(what: str, context: str) -> ApiError:
    return ApiError(422, "ValidationError", f"Validation error, cannot list {what}.", context)


def answer(error: ApiError, headers: dict[str, str]) -> Response[bytes]:
    shown: dict[str, Any] = {
        "message": error.message,
        "context": error.context,
        "type": error.kind,
        "details": None,
        "property": None,
        "help": None,
        "code": error.code,
        "id": str(uuid.uuid4()),
        "ghostErrorCode": None,
    }
    body = msgspec.json.encode({"errors": [shown]})
    return Response(body, status_code=error.status, media_type="application/json", headers=headers)
