// A class teacher on a phone: open, 提醒, 发送 (plan 6.3; screens 12, 12b).
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PHONE, accounts, checkPage, close, picture, press, signIn, visitor } from "./support.mjs";

after(close);

test("plan_6_3_a_class_teacher_reminds_in_three_taps", async () => {
  const account = (await accounts()).find((one) => one.login === "fanzhenyu");
  const teacher = await visitor({ viewport: PHONE });
  const { page } = teacher;
  await signIn(page, account.login, account.password);
  await teacher.go("/my-class");
  await checkPage(teacher);
  await picture(page, "class-teacher-phone");
  assert.match(await page.locator("h1").innerText(), /还有 \d 人没交齐/);
  await press(page, page.getByRole("button", { name: /^提醒已选 \d 人$/ }));
  await checkPage(teacher);
  await picture(page, "class-teacher-confirm-phone");
  assert.match(await page.locator("main").innerText(), /报名还差：/);
  await press(page, page.getByRole("button", { name: /^发送给 \d 人$/ }));
  assert.match(await page.locator("main").innerText(), /已提醒 \d 人/);
  await checkPage(teacher);

  const list = new URL(page.url()).pathname;
  for (const tab of ["done", "all"]) {
    await teacher.go(`${list}?tab=${tab}`);
    await checkPage(teacher);
  }
  await teacher.go(list);
  await press(page, page.getByRole("link", { name: /办理/ }).first());
  await checkPage(teacher);
  await picture(page, "class-teacher-student-phone");
  await teacher.leave();
});
