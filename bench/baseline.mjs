// The named baseline of a cold check: every YAML blob of HEAD read from Git and parsed once with `yaml`.
import { spawn, execFileSync } from "node:child_process";
import { parseAllDocuments } from "yaml";

const [root] = process.argv.slice(2);
const listed = execFileSync("git", ["ls-tree", "-r", "-z", "HEAD"], {
  cwd: root,
  maxBuffer: 1 << 28,
}).toString("utf8");
const blobs = listed
  .split("\0")
  .filter((line) => /\.ya?ml$/u.test(line))
  .map((line) => line.slice(12, 52));
const git = spawn("git", ["cat-file", "--batch"], {
  cwd: root,
  stdio: ["pipe", "pipe", "inherit"],
});
git.stdin.end(`${blobs.join("\n")}\n`);
const chunks = [];
for await (const chunk of git.stdout) chunks.push(chunk);
const bytes = Buffer.concat(chunks);
let documents = 0;
for (let at = 0; at < bytes.length;) {
  const line = bytes.indexOf(10, at);
  const size = Number(bytes.toString("latin1", at, line).split(" ")[2]);
  for (const document of parseAllDocuments(bytes.toString("utf8", line + 1, line + 1 + size))) {
    document.toJS();
    documents += 1;
  }
  at = line + size + 2;
}
console.log(documents);
