/** Ports that an address may name without meaning anything else. */
const defaultPorts: ReadonlySet<string> = new Set(["22", "80", "443", "9418"]);

/**
 * One spelling for all addresses of one Git repository, as `host/path`: scheme, user, default port,
 * `.git` and slashes at the end are dropped, hosts compare in lower case, and on github.com owner
 * and name do so too. `git@h:o/r`, `ssh://git@h:22/o/r.git` and `https://H/o/r/` are equal.
 */
export function normalRepository(address: string): string {
  const text = address.trim();
  const [, host = "", port = "", path = text] = withScheme(text) ?? scpLike(text) ?? [];
  const place = repositoryHost(host.toLowerCase(), port);
  const name = trimmed(path);
  return place === "" ? name : `${place}/${place === "github.com" ? name.toLowerCase() : name}`;
}

type Match = readonly (string | undefined)[] | undefined;

function withScheme(text: string): Match {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)(?::(\d*))?(?:\/(.*))?$/isu.exec(text) ??
    undefined
  );
}

/** `user@host:path`, Git's short form of ssh. */
function scpLike(text: string): Match {
  const match = /^(?:[^@/:]+@)?(\[[^\]]*\]|[^:/]+):(.*)$/su.exec(text);
  return match === null ? undefined : [match[0], match[1], "", match[2]];
}

/** GitHub also answers ssh on a host and port of its own. */
function repositoryHost(host: string, port: string): string {
  if (host === "ssh.github.com" || host === "www.github.com") return "github.com";
  return port === "" || defaultPorts.has(port) ? host : `${host}:${port}`;
}

function trimmed(path: string): string {
  const bare = path
    .split("/")
    .filter((part) => part !== "")
    .join("/");
  return bare.endsWith(".git") ? bare.slice(0, -".git".length) : bare;
}
