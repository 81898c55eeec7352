// Writes dist/: the five files the server embeds; and fonts/: the faces of papers. Nothing is transpiled: the parts of the style
// sheet are put together, and it and the script only lose their comments and indentation, so
// that what the browser runs can still be read.
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFile(here(path), "utf8");

/** Every rule on one line, no comments. Strings of the style sheet never hold these marks. */
const squeeze = (css) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/;}/g, "}")
    .replace(/}/g, "}\n")
    .trim();

/** Drops whole-line comments and indentation; the script has no multi-line strings. */
const undent = (script) =>
  script
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("//"))
    .join("\n");

await mkdir(here("dist"), { recursive: true });
// The numbers in the names are the order of the cascade.
const parts = (await readdir(here("src/css"))).sort();
const css = squeeze((await Promise.all(parts.map((name) => read(`src/css/${name}`)))).join("\n"));
await writeFile(here("dist/app.css"), css + "\n");
await writeFile(here("dist/app.js"), undent(await read("src/app.js")) + "\n");
for (const name of ["icons.svg", "favicon.svg"]) await copyFile(here(`src/${name}`), here(`dist/${name}`));
await copyFile(here("node_modules/htmx.org/dist/htmx.min.js"), here("dist/htmx.js"));

// The faces papers are printed with, beside dist/ because browsers are never sent them. Each with its licence.
const FONTS = [
  ["noto-serif-sc", "NotoSerifSC"],
  ["noto-sans-sc", "NotoSansSC"],
];
await mkdir(here("fonts"), { recursive: true });
for (const [pack, face] of FONTS) {
  const folder = `node_modules/@expo-google-fonts/${pack}`;
  for (const weight of ["400Regular", "700Bold"]) {
    await copyFile(here(`${folder}/${weight}/${face}_${weight}.ttf`), here(`fonts/${face}_${weight}.ttf`));
  }
  await copyFile(here(`${folder}/LICENSE_FONT`), here(`fonts/${face}-OFL.txt`));
}

const LIMIT = 20 * 1024;
for (const name of ["app.css", "app.js", "htmx.js", "icons.svg"]) {
  const size = gzipSync(await readFile(here(`dist/${name}`))).length;
  console.log(`${name.padEnd(10)} ${(size / 1024).toFixed(1)} KB gzip`);
  if (name === "app.css" && size > LIMIT) throw new Error("app.css is over 20 KB gzip");
}
