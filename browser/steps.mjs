// What several journeys go through: opening a project, a class of their own. `look` looks at each page on the way.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { invented, sheetOf, writeWorkbook } from "./people.mjs";
import { press } from "./support.mjs";

/** Nobody looks: for the steps that another journey looks at. */
export const pass = async () => {};

/** A class of invented people that only this journey knows, brought in by the command while the school is served. */
export async function ownClass(count, about) {
  const folder = await mkdtemp(join(tmpdir(), "onex-class-"));
  const people = invented(count, about);
  const path = join(folder, "班级.xlsx");
  await writeWorkbook(path, sheetOf(people));
  const words = ["--data", process.env.ONEX_DATA, "import", "students", path, "--create-structure", "--json"];
  await promisify(execFile)(process.env.ONEX_PROGRAM, words, { cwd: folder });
  await rm(folder, { recursive: true, force: true });
  return people;
}

/** The group leader fills in the form of a new project; where it stands then. */
export async function openProject(leader, { title, certificate, level, grade, major }, look = pass) {
  const { page } = leader;
  await leader.go("/projects/new");
  await look(leader);
  await page.getByLabel("证书", { exact: true }).selectOption({ label: certificate });
  await page.getByLabel("等级", { exact: true }).selectOption({ label: level });
  await page.getByLabel("年级", { exact: true }).selectOption(grade);
  await page.getByLabel(new RegExp(`^${major}`)).check();
  await page.getByLabel("考试开始日期").fill("2026-01-17");
  await page.getByLabel("考试结束日期").fill("2026-01-17");
  await page.getByLabel("报名截止日期").fill("2025-12-20");
  await page.getByLabel("项目名称").fill(title);
  await press(page, page.getByRole("button", { name: "保存，去核对" }));
  await look(leader);
  await press(page, page.getByRole("button", { name: /^提交.*审核$/ }));
  await look(leader);
  return new URL(page.url()).pathname;
}

/** Open on the desk what has this name. */
export async function openOnDesk(clerk, title) {
  await clerk.go("/");
  await press(clerk.page, clerk.page.getByRole("link", { name: title }).first());
}
