import type { ReadTree, Repository } from "../base/ports.ts";
import { counted } from "../base/text.ts";
import type { Io } from "./io.ts";

/** What a run tells of its work while it lasts. */
export interface Progress {
  /** So many files more were asked for. */
  readonly read: (files: number) => void;
}

/** A terminal on which progress is shown, until it stops. */
export interface ShownProgress {
  readonly io: Io;
  readonly stop: () => void;
}

/** Nobody wants to read about work that is done before one looks. */
const patience = 500;

/**
 * Shows one line on standard error, where a person looks at it, of what takes longer than half a
 * second. It goes before anything else is written, and nothing is shown where CI or a pipe listens.
 */
export function progressOn(io: Io): ShownProgress {
  if (!io.stderrIsTerminal || io.env["TERM"] === "dumb" || (io.env["CI"] ?? "") !== "")
    return { io, stop: () => undefined };
  const line = lineOn(io);
  let files = 0;
  const stop = io.ticks((elapsed) => {
    if (elapsed >= patience) line.show(progressText(files, elapsed));
  });
  return {
    io: { ...line.io, progress: { read: (more) => (files += more) } },
    stop: () => (stop(), line.clear()),
  };
}

function progressText(files: number, elapsed: number): string {
  const seconds = `${(elapsed / 1000).toFixed(1)} s`;
  return files === 0 ? seconds : `${counted(files, "file")} read, ${seconds}`;
}

interface Line {
  readonly io: Io;
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** A line that is written over, and is gone before anything else comes or a question is asked. */
function lineOn(io: Io): Line {
  let shown = false;
  let asking = false;
  const clear = (): void => {
    if (shown) io.err("\r\u001b[2K");
    shown = false;
  };
  const asked = (ask: Io["ask"]): Io["ask"] => {
    return async (question) => {
      clear();
      asking = true;
      try {
        return await ask(question);
      } finally {
        asking = false;
      }
    };
  };
  return {
    show: (text) => {
      if (asking) return;
      io.err(`\r\u001b[2K${text}`);
      shown = true;
    },
    clear,
    io: {
      ...io,
      out: (text) => (clear(), io.out(text)),
      err: (text) => (clear(), io.err(text)),
      ask: asked(io.ask),
      askSecret: asked(io.askSecret),
    },
  };
}

/** The repository, telling how many files are read from its trees. */
export function told(repository: Repository, progress: Progress | undefined): Repository {
  if (progress === undefined) return repository;
  const tree = (one: ReadTree): ReadTree => ({
    ...one,
    read: (blobs, limit) => {
      progress.read(blobs.length);
      return one.read(blobs, limit);
    },
  });
  return {
    ...repository,
    openCommit: async (id) => tree(await repository.openCommit(id)),
    openWorkingTree: async () => tree(await repository.openWorkingTree()),
    openIndex: async () => tree(await repository.openIndex()),
  };
}
