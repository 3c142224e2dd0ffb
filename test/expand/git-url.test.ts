import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normalRepository } from "../../src/expand/git-url.ts";

test.each([
  "git@github.com:Acme/Shop.git",
  "github.com:acme/shop",
  "ssh://git@github.com/acme/shop.git",
  "ssh://git@github.com:22/acme/shop",
  "ssh://git@ssh.github.com:443/acme/shop.git",
  "https://GitHub.com/acme/shop/",
  "https://user:secret@github.com:443/acme/shop.git",
  "git+https://github.com/acme/shop",
  " https://github.com/acme/shop ",
])("%s is one repository", (address) => {
  expect(normalRepository(address)).toBe("github.com/acme/shop");
});

test.each([
  ["https://git.acme.example:8443/data/shop.git", "git.acme.example:8443/data/shop"],
  ["https://git.acme.example/Data/Shop", "git.acme.example/Data/Shop"],
  ["https://git.acme.example/data/shop.github", "git.acme.example/data/shop.github"],
  ["ssh://git@[::1]:22/shop.git", "[::1]/shop"],
])("%s keeps what may mean something: %s", (address, normal) => {
  expect(normalRepository(address)).toBe(normal);
});

test("different repositories stay different", () => {
  const addresses = [
    "https://github.com/acme/shop",
    "https://github.com/acme/shop2",
    "https://gitlab.com/acme/shop",
  ];
  expect(new Set(addresses.map(normalRepository)).size).toBe(3);
});

test("no secret of an address survives, and no text makes it throw", () => {
  expect(normalRepository("https://user:secret@git.acme.example/x")).not.toContain("secret");
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof normalRepository(text)).toBe("string");
    }),
  );
});
