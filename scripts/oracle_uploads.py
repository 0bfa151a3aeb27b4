# SPDX-License-Identifier: Apache-2.0
"""An upload by another client of tus 1.0.0, tuspy, to a real server; called by scripts/oracles."""
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile

BYTES = 700_000
PART = 200_000


class Town:
    """A server of its own on a free port of loopback, and one person's device."""

    def __init__(self, programs, folder):
        self.programs, self.folder, self.server = programs, folder, None
        self.data = os.path.join(folder, "server")

    def run(self, *words, home=None, may_fail=False):
        program = os.path.join(self.programs, words[0])
        more = ["--home", os.path.join(self.folder, home)] if home else []
        found = subprocess.run([program, *words[1:], *more], capture_output=True, text=True)
        if found.returncode != 0 and not may_fail:
            raise SystemExit(f"oracles: {' '.join(words)}: {found.stderr}")
        return found.stdout

    def open(self):
        code = json.loads(self.run("keeplocald", "init", "--data", self.data, "--json"))["code"]
        program = os.path.join(self.programs, "keeplocald")
        self.server = subprocess.Popen(
            [program, "serve", "--data", self.data, "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = re.search(r"listening on (\S+)", self.server.stdout.readline()).group(1)
        self.run("keeplocal", "enrol", self.url, code, home="office")
        place = ["--council", "bradford"]
        self.run("keeplocal", "admin", "organisation", "add", "Hub", *place, home="office")
        person = ["admin", "person", "add", "Amina", "--role", "coordinator"]
        answer = self.run("keeplocal", *person, "--organisation", "Hub", "--json", home="office")
        self.run("keeplocal", "enrol", self.url, json.loads(answer)["code"], home="amina")

    def close(self):
        if self.server:
            self.server.terminate()
            self.server.wait()

    def record_without_file(self, photo):
        """A record at the server that names a file which this device cannot send any more."""
        answers = ["participant=Ann Moor", "date=2026-05-01", "kind=visit", f"photo=@{photo}"]
        words = [word for answer in answers for word in ("--set", answer)]
        saved = self.run("keeplocal", "new", "contact", *words, "--json", home="amina")
        shutil.rmtree(os.path.join(self.folder, "amina", "evidence"))
        self.run("keeplocal", "sync", home="amina", may_fail=True)
        return json.loads(saved)["record"]

    def token(self):
        with sqlite3.connect(os.path.join(self.folder, "amina", "keeplocal.sqlite")) as store:
            row = store.execute("SELECT value FROM fact WHERE key = 'identity'").fetchone()
        return json.loads(row[0])["token"]


def compare_uploads(programs):
    from tusclient import client

    with tempfile.TemporaryDirectory() as folder:
        town = Town(programs, folder)
        try:
            town.open()
            photo = os.path.join(folder, "photo.jpg")
            content = os.urandom(BYTES)
            with open(photo, "wb") as file:
                file.write(content)
            name = hashlib.sha256(content).hexdigest()
            described = {"record": town.record_without_file(photo), "sha256": name}
            sending = client.TusClient(
                town.url + "/v1/blobs", headers={"Authorization": "Bearer " + town.token()}
            )
            first = sending.uploader(photo, chunk_size=PART, metadata=described)
            first.upload_chunk()
            first.upload_chunk()
            # Another run of that client, which knows nothing but the address of the upload.
            second = sending.uploader(photo, chunk_size=PART, url=first.url)
            reached = second.offset
            second.upload()
            stored = os.path.join(town.data, "blobs", name[:2], name)
            with open(stored, "rb") as file:
                is_same = file.read() == content
        finally:
            town.close()
    print(f"Uploads: tuspy went on at byte {reached} of {BYTES}; the stored bytes are"
          f" {'the same' if is_same else 'others'}")
    wrong = [] if reached == 2 * PART else [f"tuspy resumed at {reached}, not at {2 * PART}"]
    return wrong if is_same else wrong + ["the server stored other bytes than tuspy sent"]
