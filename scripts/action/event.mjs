// What an event of GitHub asks to be judged. Everything in it that a stranger can choose is text, never trusted.

const isId = (text) => typeof text === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(text);
const isNothing = (text) => /^0+$/u.test(text ?? "");

/**
 * The commits that an event names, each with the refs of the remote that may bring it, and whether the
 * head is foreign: a stranger may have written it, while the job holds a token that can write. Undefined
 * where there is nothing to judge.
 *
 * @see https://docs.github.com/webhooks/webhook-events-and-payloads
 */
export function sidesOfEvent(name, event, here) {
  if (name === "pull_request" || name === "pull_request_target") return ofPullRequest(name, event);
  if (name === "merge_group") {
    const { head_sha: head, head_ref: ref, base_sha: base, base_ref: baseRef } = event.merge_group;
    return { head: commit(head, refOf(ref)), base: commit(base, refOf(baseRef)) };
  }
  if (name === "push") return ofPush(event);
  // Started by hand, by a clock or by anything else: what was checked out, against what the tool chooses.
  return { head: commit(here, []), base: undefined };
}

function ofPullRequest(name, { pull_request: request }) {
  const { number, head, base } = request;
  if (!Number.isSafeInteger(number)) throw new Error("the event holds no pull request");
  return {
    head: commit(head.sha, [`refs/pull/${number}/head`]),
    // The event tells where the branch stood; who may sign is what it says now (a key revoked since counts).
    base: { ...commit(base.sha, refOf(`refs/heads/${base.ref}`)), newest: true },
    foreign: name === "pull_request_target",
  };
}

function ofPush({ before, after, deleted, ref }) {
  if (deleted === true || isNothing(after)) return undefined;
  // A new branch has no state before it: the tool chooses. A commit that a forced push took away may be missing.
  const base = isNothing(before) ? undefined : { ...commit(before, []), optional: true };
  return { head: commit(after, refOf(ref)), base };
}

function commit(id, refs) {
  if (!isId(id)) throw new Error("the event names no commit");
  return { id, refs };
}

function refOf(ref) {
  return typeof ref === "string" && /^refs\/(?:heads|tags)\/[^\s:*?[\\^~]+$/u.test(ref)
    ? [ref]
    : [];
}
