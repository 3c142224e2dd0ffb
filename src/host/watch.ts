import { statSync, watch, type FSWatcher } from "node:fs";
import { sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure, messageOf } from "../base/failure.ts";

/** Editors save in several steps, and checkouts touch many files: one change follows when they rest. */
const restMilliseconds = 100;

/**
 * One value for each time that files below the folder have changed and come to rest, until the signal
 * says stop. It watches from the call on: what changes while nobody waits is told to who does next. Of
 * Git's own folder only the index and HEAD count.
 *
 * @throws Failure IO where the system cannot watch the folder
 */
export function changesBelow(root: string, signal: AbortSignal): AsyncGenerator<void> {
  const bell = newBell();
  const watcher = watcherOn(root, (path) => {
    if (path === undefined || counts(path)) bell.ring();
  });
  let broken: Error | undefined;
  watcher.on("error", (error) => {
    broken = error;
    bell.ring();
  });
  signal.addEventListener("abort", bell.ring, { once: true });
  return rings(bell, {
    over: () => {
      if (broken !== undefined) throw cannotWatch(broken);
      return signal.aborted;
    },
    close: () => watcher.close(),
  });
}

async function* rings(
  bell: Bell,
  { over, close }: { readonly over: () => boolean; readonly close: () => void },
): AsyncGenerator<void> {
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one change after another
      await bell.rung();
      while (bell.isRung() && !over()) {
        bell.reset();
        // oxlint-disable-next-line no-await-in-loop -- until a while passes without another
        await wait(restMilliseconds);
      }
      if (over()) return;
      yield;
    }
  } finally {
    close();
  }
}

function watcherOn(root: string, tell: (path: string | undefined) => void): FSWatcher {
  try {
    // Newer versions of Node wait for a folder that is not there, instead of saying so.
    statSync(root);
    return watch(root, { recursive: true }, (_, name) => {
      tell(name === null ? undefined : name.split(sep).join("/"));
    });
  } catch (error) {
    throw cannotWatch(error);
  }
}

function cannotWatch(error: unknown): Failure {
  return new Failure("IO", `changes cannot be watched: ${messageOf(error)}`);
}

function counts(path: string): boolean {
  if (path === ".git") return false;
  return !path.startsWith(".git/") || path === ".git/index" || path === ".git/HEAD";
}

/** Remembers that it was rung until it is reset. */
interface Bell {
  readonly ring: () => void;
  readonly reset: () => void;
  readonly isRung: () => boolean;
  readonly rung: () => Promise<void>;
}

function newBell(): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      isRung = true;
      wake?.();
    },
    reset: () => {
      isRung = false;
    },
    isRung: () => isRung,
    rung: () =>
      new Promise((resolve) => {
        if (isRung) resolve();
        else wake = resolve;
      }),
  };
}
