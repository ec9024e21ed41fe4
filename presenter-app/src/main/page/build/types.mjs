// Makes the types of all that comes over the wire from the documents that describe it: the bus's AsyncAPI document and the
// HTTP API's OpenAPI document. Nothing of the contract is typed again by hand.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { parse } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../src/wire/generated");
const documents = {
  bus: "../../../../../broker/src/main/asyncapi/scatola.yaml",
  api: "../../resources/META-INF/openapi.yaml",
};

mkdirSync(out, { recursive: true });
for (const [name, path] of Object.entries(documents)) {
  const schemas = parse(readFileSync(resolve(here, path), "utf8")).components.schemas;
  const root = { title: "Everything", type: "object", properties: {}, definitions: schemas };
  for (const schema of Object.keys(schemas)) {
    root.properties[schema] = { $ref: `#/definitions/${schema}` };
  }
  // Readers ignore fields that they do not know, so nobody may rely on them either.
  const text = JSON.stringify(root).replaceAll("#/components/schemas/", "#/definitions/");
  const types = await compile(JSON.parse(text), "Everything", {
    additionalProperties: false,
    bannerComment: `// Generated from ${path.replace(/^(\.\.\/)+/, "")} by build/types.mjs. Not to be edited.`,
    format: false,
  });
  const file = resolve(out, `${name}.ts`);
  // Only what differs is written, so that a watcher sees no change where there is none.
  if (!sameAs(file, types)) {
    writeFileSync(file, types);
  }
}

function sameAs(file, text) {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
}
