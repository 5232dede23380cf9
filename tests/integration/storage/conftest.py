"""A bucket on a server that speaks S3, on this machine."""

import logging
from dataclasses import replace

import boto3
import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from creatorspark.storage_settings import BUCKET

KEYS = {"access_key": "for-tests", "secret_key": "for-tests", "region_name": "eu-central-1"}


@pytest.fixture(scope="session")
def s3_address():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_address, request):
    """An empty bucket of this test's own, by boto3 itself."""
    name = f"films-{abs(hash(request.node.nodeid)) % 10**12}"
    s3 = boto3.resource(
        "s3",
        endpoint_url=s3_address,
        aws_access_key_id="for-tests",
        aws_secret_access_key="for-tests",
        region_name="eu-central-1",
    )
    found = s3.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    yield found
    found.objects.all().delete()
    found.delete()


@pytest.fixture
def elsewhere(settings, bucket, s3_address, tmp_path):
    """Let the product keep its files in that bucket."""
    options = KEYS | {"bucket_name": bucket.name, "endpoint_url": s3_address, "location": "media"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": BUCKET, "OPTIONS": options}}
    settings.MEDIA = replace(settings.MEDIA, incoming=tmp_path / "incoming")
    return bucket


@pytest.fixture
def names(elsewhere):
    """Return what lies in the bucket."""
    return lambda: sorted(one.key for one in elsewhere.objects.all())
