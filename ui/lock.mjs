// Takes the addresses of sponsors and notices out of package-lock.json: the file pins versions and hashes, and
// nothing in it should name a host. Run by `npm run lock`.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  delete entry.resolved;
  if (typeof entry.deprecated === "string") entry.deprecated = entry.deprecated.replace(/\S+:\/\/\S+/g, "").trim();
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
