import { expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { progressOn, told } from "../../src/cli/progress.ts";
import { given, opened } from "../support/opened.ts";
import { programIn, type ProgramOptions } from "../support/program.ts";
import { shop } from "../support/shop.ts";
import type { Io } from "../../src/cli/io.ts";

const erase = "\r\u001b[2K";

/** A terminal that keeps what is written to it, and a hand on its clock. */
function terminal(more: Partial<Io> = {}): {
  readonly io: Io;
  readonly pass: (elapsed: number) => void;
  readonly written: () => string;
} {
  let text = "";
  let tick: (elapsed: number) => void = () => undefined;
  const io = {
    out: (part) => void (text += part),
    err: (part) => void (text += part),
    env: {},
    stderrIsTerminal: true,
    ask: (question) => {
      text += question;
      tick(900);
      return Promise.resolve("y");
    },
    ticks: (run) => {
      tick = run;
      return () => {
        tick = () => undefined;
      };
    },
    ...more,
  } as Io;
  return { io, pass: (elapsed) => tick(elapsed), written: () => text };
}

test("what takes longer than half a second is told, with files and time, on one line", () => {
  const { io, pass, written } = terminal();
  const shown = progressOn(io);
  pass(400);
  expect(written()).toBe("");
  pass(600);
  shown.io.progress?.read(1204);
  pass(1700);
  expect(written()).toBe(`${erase}0.6 s${erase}1204 files read, 1.7 s`);
  shown.stop();
  expect(written().endsWith(erase)).toBe(true);
  pass(2000);
  expect(written().endsWith(erase)).toBe(true);
});

test("the line is gone before anything else is written", () => {
  const { io, pass, written } = terminal();
  const shown = progressOn(io);
  pass(600);
  shown.io.out("result\n");
  shown.io.err("note\n");
  expect(written()).toBe(`${erase}0.6 s${erase}result\nnote\n`);
});

test("nothing is written over a question", async () => {
  const { io, pass, written } = terminal();
  const shown = progressOn(io);
  pass(600);
  await shown.io.ask("write? ");
  expect(written()).toBe(`${erase}0.6 s${erase}write? `);
  pass(1000);
  expect(written().endsWith("1.0 s")).toBe(true);
});

test.each<[string, Partial<Io>]>([
  ["a pipe", { stderrIsTerminal: false }],
  ["a dumb terminal", { env: { TERM: "dumb" } }],
  ["CI", { env: { CI: "true" } }],
])("%s hears nothing of progress", (_, more) => {
  const { io, pass, written } = terminal(more);
  const shown = progressOn(io);
  pass(5000);
  shown.stop();
  expect([written(), shown.io.progress]).toEqual(["", undefined]);
});

test("a run on a terminal shows that it lasts, and its result is what it always is", async () => {
  const repository = await given(shop);
  const quiet = await programIn(repository).run("graph");
  let pass: (elapsed: number) => void = () => undefined;
  const options: ProgramOptions = {
    stderrIsTerminal: true,
    clock: (passed) => {
      pass = passed;
    },
    tool: () => {
      pass(700);
      return Promise.resolve({ name: "lineagectl", version: "0.0.0", sha256: sha256("build") });
    },
  };
  const { out, err } = await programIn(repository, options).run("graph");
  expect({ out, err }).toEqual({ out: quiet.out, err: `${erase}0.7 s${erase}` });
});

test("files are counted as they are read from any tree", async () => {
  const repository = await given({ "a.yaml": "1\n", "b.yaml": "2\n" });
  let files = 0;
  const counted = told(await opened(repository.root), {
    read: (more) => {
      files += more;
    },
  });
  const trees = [await counted.openWorkingTree(), await counted.openIndex()];
  for (const tree of trees) await tree.read((await tree.list()).map(({ blob }) => blob));
  expect(files).toBe(4);
});
