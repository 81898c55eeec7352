// What several journeys go through: opening a project, a class of their own. `look` looks at each page on the way.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { invented, sheetOf, writeWorkbook } from "./people.mjs";
import { portrait } from "./portraits.mjs";
import { followJob, press, signedIn, signedInAs } from "./support.mjs";

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

/** The office says yes to a project that waits on its desk. */
export async function approve(clerk, title) {
  await openOnDesk(clerk, title);
  await press(clerk.page, clerk.page.getByRole("button", { name: /^同意/ }));
}

/** A project with a class of its own, approved by the office: ready for a selection. */
export async function approvedProject(leader, clerk, { title, grade, series, people, look = pass }) {
  const major = { 系部: "财经系", 专业组: "会计专业组", 专业代码: "730301", 专业: "会计事务" };
  const own = await ownClass(people, { series, className: `${grade % 100}会计1班`, grade, major });
  const plan = { title, certificate: "业财一体信息化应用", level: "初级", grade: String(grade), major: "会计事务" };
  const project = await openProject(leader, plan, look);
  await approve(clerk, title);
  return { project, own };
}

/** The leader opens a round on the project's class; where the round stands. */
export async function openRound(leader, project, look = pass) {
  const { page } = leader;
  await leader.go(`${project}/selection/new`);
  await look(leader);
  await press(page, page.getByRole("button", { name: /^新建选拔/ }));
  await look(leader);
  return new URL(page.url()).pathname;
}

/** The accounts of the accounting group's teachers, who type the two passes. */
export const MARKERS = ["taohuimin", "situzhiming"];

/** Say which pass one types. */
export async function takePass(marker, round, pass) {
  const { page } = marker;
  await marker.go(`${round}/scores`);
  await press(page, page.getByRole("button", { name: `我录${pass}` }));
}

/** Fill the sheet: one line a person, a number a part; null is an absence. */
async function fillSheet(marker, round, scores) {
  const { page } = marker;
  await marker.go(`${round}/scores`);
  for (const [at, line] of scores.entries()) {
    const row = page.locator("[data-grid] tbody tr").nth(at);
    if (line === null) await row.getByRole("combobox").selectOption({ index: 1 });
    else for (const [part, score] of line.entries()) await row.getByRole("textbox").nth(part).fill(score);
  }
  await press(page, page.getByRole("button", { name: /^保存/ }));
}

/** Both passes of a round, alike, each typed by a teacher of its own. */
export async function typeScores(round, scores) {
  for (const [login, pass] of MARKERS.map((one, at) => [one, ["第一遍", "第二遍"][at]])) {
    const marker = await signedInAs(login);
    await takePass(marker, round, pass);
    await fillSheet(marker, round, scores);
    await marker.leave();
  }
}

/** Seal what was typed and let the program compute. */
export async function seal(leader, round, look = pass) {
  const { page } = leader;
  await leader.go(`${round}/seal`);
  await look(leader);
  await press(page, page.getByRole("button", { name: /^封存.*的成绩$/ }));
  await followJob(page);
}

/** The office confirms the result and publishes it. */
export async function publish(clerk, round, look = pass) {
  const { page } = clerk;
  await clerk.go(`${round}/confirm`);
  await look(clerk);
  await press(page, page.getByRole("button", { name: /^确认录取/ }));
  await look(clerk);
  await clerk.go(`${round}/publish`);
  await look(clerk);
  await press(page, page.getByRole("button", { name: /^公示结果/ }));
  await look(clerk);
}

/** The days of the notice pass: nobody can wait for them, so its last day is put before today in the records. */
export async function endNotice(round) {
  const program = process.env.ONEX_PYTHON ?? "python3";
  const script = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1], timeout=30); "
    + "base.execute('UPDATE selection_round SET notice_until = ? WHERE id = ?', ('2025-05-19', sys.argv[2])); base.commit()";
  const id = round.split("/").pop();
  await promisify(execFile)(program, ["-c", script, join(process.env.ONEX_DATA, "onex.db"), id]);
}

/** The notice is over and the office makes the list final. */
export async function makeFinal(clerk, round, look = pass) {
  const { page } = clerk;
  await endNotice(round);
  await clerk.go(`${round}/final`);
  await look(clerk);
  await press(page, page.getByRole("button", { name: /^定案/ }));
  await look(clerk);
}

/** The class teacher of the demonstration takes a class on and brings everything for everybody on its list, on paper. */
export async function bringAll(className, look = pass) {
  await giveClass(className);
  const teacher = await signedIn("class_teacher");
  const { page } = teacher;
  await teacher.go("/my-class");
  const at = new URL(page.url()).pathname;
  await look(teacher);
  const links = await page.getByRole("link", { name: /办理/ }).evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  for (const [seed, link] of links.entries()) await bringOne(teacher, link, seed, look);
  await teacher.go(at);
  await look(teacher);
  await teacher.leave();
}

async function giveClass(className) {
  const admin = await signedIn("administrator");
  const { page } = admin;
  await admin.go("/accounts?text=suminhua");
  await press(page, page.getByRole("link", { name: "苏敏华" }).first());
  await page.getByLabel("岗位", { exact: true }).selectOption({ label: "班主任" });
  await page.getByLabel("班级", { exact: true }).selectOption({ label: className });
  await page.getByLabel("任期起").fill("2025-05-01");
  await press(page, page.getByRole("button", { name: "安排岗位" }));
  await admin.leave();
}

async function bringOne(teacher, link, seed, look) {
  const { page } = teacher;
  await teacher.go(link);
  await page.getByLabel("家长姓名", { exact: true }).first().fill("陈国强");
  await page.getByLabel("家长电话", { exact: true }).first().fill("13900002210");
  await press(page, page.getByRole("button", { name: "代交报名信息" }));
  await look(teacher);
  await page.getByLabel("换一张").setInputFiles(await portrait(`class-${seed}`, { seed: 40 + seed }));
  await press(page, page.getByRole("button", { name: "上传照片" }));
  await page.getByLabel(/^学生在告知/).check();
  await press(page, page.getByRole("button", { name: "登记学生同意书" }));
  await page.getByLabel("家长姓名", { exact: true }).last().fill("陈国强");
  await page.getByLabel("是学生的").selectOption("父亲");
  await page.getByLabel(/^告知和提供信息/).check();
  await press(page, page.getByRole("button", { name: "登记家长同意书" }));
}
