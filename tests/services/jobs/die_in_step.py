"""Run the jobs of a data folder, and die by SIGKILL in the step, when its effect is there and it is not finished."""

import os
import signal
import sys
import time
from pathlib import Path

from app.db import Database
from app.services.jobs import Job, JobService, Runner


def step(job: Job) -> None:
    with Path(sys.argv[2]).open("a") as effects:
        effects.write(f"{job.key} {job.attempts}\n")
    os.kill(os.getpid(), signal.SIGKILL)


Runner(JobService(Database(Path(sys.argv[1]))), {"publish": step}, {"mail": step}).start()
time.sleep(60)
