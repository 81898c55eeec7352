// A student on a phone without JavaScript: one thing after the other until all is brought (plan 6.3, ux A6.8).
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LIMITS } from "./page.mjs";
import { portrait } from "./portraits.mjs";
import { PHONE, accounts, checkPage, close, picture, press, signIn, visitor } from "./support.mjs";

after(close);

const light = { limit: LIMITS.student };
const NUMBER = "2023010803";

async function asStudent(number, options) {
  const account = (await accounts()).find((one) => one.login === number);
  const guest = await visitor({ viewport: PHONE, ...options });
  await signIn(guest.page, account.login, account.password);
  return guest;
}

test("plan_6_3_a_student_brings_everything_on_a_phone_without_javascript", async () => {
  const student = await asStudent(NUMBER, { javaScript: false });
  const { page } = student;
  assert.equal(new URL(page.url()).pathname, "/my");
  await checkPage(student, light);
  await picture(page, "student-phone");
  assert.match(await page.locator("main").innerText(), /现在要做的事 3 件/);

  await press(page, page.getByRole("link", { name: "去核对" }));
  await checkPage(student, light);
  await picture(page, "student-form");
  await press(page, page.getByRole("button", { name: "先存草稿" }));
  await checkPage(student, light);
  for (const [label, text] of [["联系电话", "13800002288"], ["家长姓名", "孔国强"], ["家长电话", "13900002288"]]) {
    const field = page.getByLabel(label, { exact: true });
    if (await field.count()) await field.fill(text);
  }
  await press(page, page.getByRole("button", { name: "核对无误，交给班主任" }));
  await checkPage(student, light);

  await press(page, page.getByRole("link", { name: "去上传" }));
  await checkPage(student, light);
  const blue = await portrait("blue", { seed: 11, ground: "#438edb" });
  await page.getByLabel("照片", { exact: true }).setInputFiles(blue);
  await press(page, page.getByRole("button", { name: "上传照片" }));
  assert.match(await page.locator("main").innerText(), /蓝底，要换白底/);
  await checkPage(student, light);
  await page.getByLabel("照片", { exact: true }).setInputFiles(await portrait("white", { seed: 12 }));
  await press(page, page.getByRole("button", { name: "上传照片" }));
  assert.match(await page.locator("main").innerText(), /照片合格/);
  await checkPage(student, light);

  await student.go("/my");
  await press(page, page.getByRole("link", { name: "去看同意书" }));
  await checkPage(student, light);
  await press(page, page.getByRole("button", { name: "同意", exact: true }));
  assert.match(await page.title(), /^错误：/, "both parts are ticked for themselves");
  await page.getByLabel(/同意「报名信息处理告知」/).check();
  await page.getByLabel(/同意「向评价组织提供信息」/).check();
  await press(page, page.getByRole("button", { name: "同意", exact: true }));
  await student.go("/my");
  assert.match(await page.locator("main").innerText(), /你要做的都做好了/);
  await checkPage(student, light);
  await student.leave();
});

test("the student's pages are sound with JavaScript too, and who was not chosen reads why", async () => {
  const student = await asStudent(NUMBER);
  await checkPage(student, light);
  for (const path of ["/my/data", "/messages", "/help", "/me"]) {
    await student.go(path);
    await checkPage(student);
  }
  await student.leave();
  const other = await asStudent("2023010733");
  await checkPage(other, light);
  await picture(other.page, "student-not-chosen");
  const text = await other.page.locator("main").innerText();
  assert.match(text, /未录取/);
  assert.match(text, /我的权利/);
  await other.leave();
});
