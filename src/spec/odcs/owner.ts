import { isObject, listAt, memberOf, textAt, type Json, type JsonObject } from "../../base/json.ts";
import type { Place, Places } from "../../diagnostic/place.ts";

interface Owner {
  readonly value: JsonObject;
  readonly place: Place;
}

/**
 * The owner of a contract: its team by name (3.1), reached by the e-mail channel of its support,
 * else by the member whose role is owner. A list of members (3.0) has no team's name.
 */
export function ownerOf(contract: Json, places: Places): Owner | undefined {
  const team = memberOf(contract, "team");
  const members = isObject(team) ? listAt(team, "members") : listAt(contract, "team");
  const name = isObject(team) ? textAt(team, "name") : undefined;
  const email = supportEmail(contract) ?? memberEmail(members);
  if (name === undefined && email === undefined) return undefined;
  const value = {
    ...(name !== undefined && { team: name }),
    ...(email !== undefined && { email }),
  };
  const place = team === undefined ? places.value("support") : places.value("team");
  return { value, place };
}

const address = /^[^\s@,;<>]{1,64}@[A-Za-z0-9.-]{1,253}$/u;

function supportEmail(contract: Json): string | undefined {
  return listAt(contract, "support")
    .map((channel) => (textAt(channel, "url") ?? "").replace(/^mailto:/u, ""))
    .find((url) => address.test(url));
}

/** Of those who have not left. */
function memberEmail(members: readonly Json[]): string | undefined {
  const owners = members.filter(
    (member) =>
      textAt(member, "dateOut") === undefined && /\bowner\b/iu.test(textAt(member, "role") ?? ""),
  );
  return owners
    .map((member) => textAt(member, "username") ?? "")
    .find((name) => address.test(name));
}
