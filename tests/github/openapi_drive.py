#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""openapi_drive.py PROXY STANDIN: asks each route of the stand-in once, through a proxy that checks
both directions against GitHub's description. Exit 1 where anything was no part of it."""
import base64
import io
import json
import sys
import urllib.error
import urllib.request
import zipfile


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


OPENER = urllib.request.build_opener(NoRedirect)
SHA = "a" * 40
failures = []


def send(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "Bearer any", "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        answer = OPENER.open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        text = answer.read()
        return answer.status, answer.headers, json.loads(text) if text[:1] in (b"{", b"[") else text


class Api:
    def __init__(self, proxy, standin):
        self.proxy = proxy.rstrip("/")
        self.standin = standin.rstrip("/")
        self.asked = 0

    def control(self, route, body):
        status, _, answer = send("POST", f"{self.standin}/_control/{route}", body)
        assert status == 200, answer
        return answer

    def ask(self, method, path, status, body=None):
        url = self.proxy + (path if path.startswith("/") else "/repos/o/r/" + path)
        got, headers, answer = send(method, url.rstrip("/"), body)
        self.asked += 1
        problem = headers.get("sl-violations") or (
            "problem+json" in (headers.get("Content-Type") or "") and json.dumps(answer)
        )
        if problem or got != status:
            failures.append(f"{method} {path}: {got}, expected {status}: {problem or answer}")
        return answer


def runs(api):
    steps = [{"name": "Build", "number": 1, "started_at": "2026-01-01T00:00:10Z"}]
    jobs = [{"name": "a", "labels": ["x"], "steps": steps}, {"name": "b", "status": "queued"}]
    told = {"id": 7, "attempts": [{"conclusion": "failure", "jobs": jobs}, {"jobs": jobs}]}
    api.control("runs", {"repository": "o/r", "generate": {"count": 5}, "runs": [told]})
    made = api.control(
        "artifacts", {"repository": "o/r", "run_id": 7, "name": "n", "files": {"a": "b"}}
    )
    workflow = api.ask("GET", "actions/workflows", 200)["workflows"][0]
    for path in (
        "actions/runs?per_page=2&page=2",
        "actions/runs?created=2026-01-01..2026-02-01&status=success&branch=main&event=push",
        "actions/runs?created=%3E%3D2026-01-01T00:00:00Z&actor=ada",
        f"actions/workflows/{workflow['id']}",
        f"actions/workflows/{workflow['path'].split('/')[-1]}/runs",
        "actions/runs/7",
        "actions/runs/7/attempts/1",
        "actions/runs/7/jobs?filter=all",
        "actions/runs/7/attempts/1/jobs",
        "actions/runs/7/artifacts",
        "actions/artifacts?name=n",
        f"actions/artifacts/{made['id']}",
        "actions/cache/usage",
        "actions/caches?key=index-",
        "/rate_limit",
        "",
    ):
        api.ask("GET", path, 200)
    # Not through the proxy: it would follow the redirect itself and find no such answer described.
    url = f"{api.standin}/repos/o/r/actions/artifacts/{made['id']}/zip"
    status, headers, _ = send("GET", url)
    assert status == 302
    with OPENER.open(headers["Location"], timeout=30) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    assert archive.testzip() is None and archive.read("a") == b"b"


def talk(api):
    api.control("pulls", {"repository": "o/r", "head_sha": SHA, "base_sha": SHA})
    for path in ("pulls", "pulls?state=all&head=o:feature", "pulls/1", f"commits/{SHA}/pulls"):
        api.ask("GET", path, 200)
    api.ask("GET", "pulls/99", 404)
    comment = api.ask("POST", "issues/1/comments", 201, {"body": "x"})
    path = f"issues/comments/{comment['id']}"
    api.ask("POST", "issues/1/comments", 422, {"body": "x" * 65537})
    api.ask("GET", "issues/1/comments?per_page=100", 200)
    api.ask("PATCH", path, 200, {"body": "y"})
    reaction = api.ask("POST", f"{path}/reactions", 201, {"content": "eyes"})
    api.ask("POST", f"{path}/reactions", 200, {"content": "eyes"})
    api.ask("GET", f"{path}/reactions", 200)
    api.ask("GET", path, 200)
    api.ask("DELETE", f"{path}/reactions/{reaction['id']}", 204)
    api.ask("DELETE", path, 204)


def checks(api):
    annotation = {
        "path": "Dockerfile",
        "start_line": 1,
        "end_line": 2,
        "annotation_level": "warning",
        "message": "m",
    }
    output = {"title": "t", "summary": "s", "annotations": [annotation]}
    check = api.ask("POST", "check-runs", 201, {"name": "n", "head_sha": SHA, "output": output})
    path = f"check-runs/{check['id']}"
    api.ask("PATCH", path, 200, {"status": "completed", "conclusion": "success", "output": output})
    api.ask("GET", path, 200)
    api.ask("GET", f"{path}/annotations", 200)
    api.ask("GET", f"commits/{SHA}/check-runs?check_name=n", 200)


def git(api):
    text = base64.b64encode(b"hello").decode()
    made = api.ask("PUT", "contents/d%2Fa.txt", 201, {"message": "m", "content": text})
    first = made["commit"]["sha"]
    body = {"message": "m", "content": text, "sha": made["content"]["sha"]}
    api.ask("PUT", "contents/d%2Fa.txt", 200, body)
    api.ask("GET", "contents/d%2Fa.txt", 200)
    api.ask("GET", "contents/d", 200)
    api.ask("GET", "contents/none", 404)
    blob = api.ask("POST", "git/blobs", 201, {"content": text, "encoding": "base64"})
    item = {"path": "x", "mode": "100644", "type": "blob", "sha": blob["sha"]}
    tree = api.ask("POST", "git/trees", 201, {"tree": [item]})
    commit = api.ask(
        "POST", "git/commits", 201, {"message": "m", "tree": tree["sha"], "parents": [first]}
    )
    api.ask("POST", "git/refs", 201, {"ref": "refs/heads/t", "sha": first})
    api.ask("PATCH", "git/refs/heads%2Ft", 200, {"sha": commit["sha"]})
    api.ask("PATCH", "git/refs/heads%2Ft", 422, {"sha": first})
    for path in (
        "git/ref/heads%2Ft",
        "git/matching-refs/heads%2F",
        f"git/blobs/{blob['sha']}",
        f"git/trees/{tree['sha']}?recursive=1",
        f"git/commits/{first}",
        "commits?sha=t&per_page=1",
        "commits/main",
        "compare/main...t",
        "branches",
    ):
        api.ask("GET", path, 200)
    api.ask("GET", "git/ref/heads%2Fnone", 404)
    api.ask("DELETE", "git/refs/heads%2Ft", 204)
    api.ask("DELETE", "contents/d%2Fa.txt", 200, {"message": "m", "sha": blob["sha"]})


def main():
    api = Api(sys.argv[1], sys.argv[2])
    api.control("repositories", {"name": "o/r"})
    for part in (runs, talk, checks, git):
        part(api)
    print("\n".join(failures) or f"{api.asked} requests, each and its answer as described")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
