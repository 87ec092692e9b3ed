"""One S3 server (moto) for the whole run, in this process; a new bucket for whoever asks."""

import functools
import os
import secrets

import boto3
from moto.server import ThreadedMotoServer


@functools.cache
def endpoint() -> str:
    os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "moto"
    os.environ.pop("AWS_CA_BUNDLE", None)  # the sidecar can't talk to S3 with it
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    return f"http://127.0.0.1:{server.get_host_and_port()[1]}"


def new_bucket_url(prefix: str = "site") -> str:
    """The WAYPOST_REPLICA_URL of an empty bucket."""
    bucket = "b-" + secrets.token_hex(6)
    boto3.client("s3", endpoint_url=endpoint(), region_name="us-east-1").create_bucket(Bucket=bucket)
    return f"s3://{bucket}/{prefix}?endpoint={endpoint()}&region=us-east-1"
