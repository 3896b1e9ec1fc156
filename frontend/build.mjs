// Builds what the pages load into src/admittance/web/static/dist.
//
// Every file carries a hash of its content in its name, so it may be cached for ever; manifest.json maps the plain
// name that templates use to the hashed one ("app.js" -> "app-K2J4X7QD.js"). The manifest is written last: while it is
// missing or old, the build is not done.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(here, "../src/admittance/web/static/dist");
const packages = path.join(here, "node_modules");

/** Scripts and style sheets of our own: an entry that isn't there yet is left out. */
const ENTRIES = ["app.js", "app.css", "captcha.js", "captcha.css", "fonts.css"];

/** Proof of work runs in these, one file each: `worker-src` stays 'self', without blob: addresses. */
const WORKERS = ["pbkdf2", "sha"];

/** Latin and Latin Extended: what English, Swedish and most European names need. */
const FONTS = ["latin", "latin-ext"].map((subset) => `@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`);

const LICENSES = { "altcha/LICENSE.txt": "altcha.txt", "@fontsource-variable/inter/LICENSE": "inter.txt" };

/** Copies one file under a name that holds its hash and returns [plain name, hashed name]. */
async function place(source, plain) {
  const digest = createHash("sha256").update(await readFile(source)).digest("hex").slice(0, 8).toUpperCase();
  const { dir, name, ext } = path.posix.parse(plain);
  const hashed = path.posix.join(dir, `${name}-${digest}${ext}`);
  await mkdir(path.join(dist, dir), { recursive: true });
  await copyFile(source, path.join(dist, hashed));
  return [plain, hashed];
}

/** Style sheets name a font as url("placed:fonts/…"); this puts the name it was placed under. */
function placedFonts(fonts) {
  return {
    name: "placed-fonts",
    setup(builder) {
      builder.onResolve({ filter: /^placed:/ }, ({ path: asked }) => {
        const hashed = fonts[asked.slice("placed:".length)];
        return hashed ? { path: `./${hashed}`, external: true } : { errors: [{ text: `no font is placed as ${asked}` }] };
      });
    },
  };
}

/** The bundles' options; `workers` are the hashed names that captcha.js asks for beside itself. */
function bundles(workers, fonts) {
  return {
    plugins: [placedFonts(fonts)],
    absWorkingDir: path.join(here, "src"),
    entryPoints: ENTRIES.filter((entry) => existsSync(path.join(here, "src", entry))),
    outdir: dist,
    entryNames: "[name]-[hash]",
    bundle: true,
    // altcha exports its style sheet only to whoever "imports".
    conditions: ["import"],
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    define: Object.fromEntries(
      Object.entries(workers).map(([plain, hashed]) => [`WORKER_${path.parse(plain).name.toUpperCase()}`, JSON.stringify(hashed)]),
    ),
    metafile: true,
    logLevel: "warning",
  };
}

/** The plain name of each bundle with the hashed name it was written under. */
function written(metafile) {
  const outputs = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(outputs.map(([file, output]) => [output.entryPoint, path.basename(file)]));
}

/** Removes what earlier builds left, so that dist holds this build and nothing else. */
async function sweep(manifest) {
  const keep = new Set([...Object.values(manifest), "manifest.json"].map((file) => path.join(dist, file)));
  for (const entry of await readdir(dist, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !keep.has(file)) await rm(file);
  }
}

async function build() {
  await mkdir(dist, { recursive: true });
  const from = (file) => path.join(packages, file);
  const workers = Object.fromEntries(
    await Promise.all(WORKERS.map((name) => place(from(`altcha/dist/workers/${name}.js`), `${name}.js`))),
  );
  const fonts = Object.fromEntries(
    await Promise.all(FONTS.map((file) => place(from(file), `fonts/${path.basename(file)}`))),
  );
  const licenses = Object.fromEntries(
    await Promise.all(Object.entries(LICENSES).map(([file, plain]) => place(from(file), `licenses/${plain}`))),
  );
  const { metafile } = await esbuild.build(bundles(workers, fonts));
  const manifest = { ...written(metafile), ...workers, ...fonts, ...licenses };
  await sweep(manifest);
  const ordered = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(path.join(dist, "manifest.json.new"), `${JSON.stringify(ordered, null, 2)}\n`);
  await rename(path.join(dist, "manifest.json.new"), path.join(dist, "manifest.json"));
}

await build();
